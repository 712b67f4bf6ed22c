"""What a change shows to the public that was hidden, and hides that was shown (ZONE-03); what goes with a rubric.

Nothing is tried: the tree is changed in memory, and asked again who reads it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models.functions import Length, Substr
from wagtail.models import Page

from cms.rubrics import rules
from cms.rubrics.enums import Zone
from cms.rubrics.models import Rubric, RubricRole
from cms.rubrics.selectors import public_paths, tree_of
from cms.schools.selectors import school_holding


@dataclass(frozen=True)
class Crossing:
    """What a change shows to the public that was hidden, and hides that was shown (ZONE-03)."""

    shown: Sequence[Rubric] = ()
    hidden: Sequence[Rubric] = ()
    articles_shown: int = 0
    articles_hidden: int = 0

    def __bool__(self) -> bool:
        return bool(self.shown or self.hidden or self.articles_shown or self.articles_hidden)


def crossing_of_zone(rubric: Rubric, zone: Zone) -> Crossing:
    """What changing the rubric's zone would do."""
    return _of_itself(rubric, public=zone == Zone.PUBLIC)


def crossing_of_archive(rubric: Rubric, *, archived: bool) -> Crossing:
    return _of_itself(rubric, open=rubric.live and not archived)


def crossing_of_publication(rubric: Rubric) -> Crossing:
    """What putting a draft, or what was taken offline, online would do."""
    return _of_itself(rubric, open=rubric.archived_at is None)


def crossing_of_deletion(rubric: Rubric) -> Crossing:
    return _crossing(rubric, lambda node: None if node.path.startswith(rubric.path) else node)


def crossing_of_move(page: Page, destination: Page) -> Crossing:
    """What moving a rubric or an article under `destination` would do."""
    if page.is_child_of(destination):
        return Crossing()
    if issubclass(page.specific_class, Rubric):
        # A path that no child has, so that the branch stands last under its new parent.
        here = destination.path + "Z" * rules.STEP
        return _crossing(
            page,
            lambda node: (
                node._replace(path=here + node.path[len(page.path) :]) if node.path.startswith(page.path) else node
            ),
        )
    public = set(public_paths(school_holding(page)))
    before, after = page.path[: -rules.STEP] in public, destination.path in public
    online = int(page.live)
    return Crossing(articles_shown=online * (after and not before), articles_hidden=online * (before and not after))


def _of_itself(rubric: Rubric, **facts: Any) -> Crossing:
    """What other facts about the rubric alone would do to it and to those beneath."""
    return _crossing(rubric, lambda node: node._replace(**facts) if node.pk == rubric.pk else node)


def _crossing(page: Page, change: Callable[[rules.Node], rules.Node | None]) -> Crossing:
    """Compare what is public now with what the tree would show once changed."""
    nodes = tree_of(school_holding(page))
    changed = sorted(filter(None, map(change, nodes)), key=lambda node: node.path)
    before = {node.pk for node in rules.public(nodes).values()}
    after = {node.pk for node in rules.public(changed).values()}
    rubrics = Rubric.objects.in_bulk(before ^ after)
    shown, hidden = (
        sorted((rubrics[pk] for pk in keys), key=lambda one: str(one.path)) for keys in (after - before, before - after)
    )
    return Crossing(shown, hidden, _online_in(shown), _online_in(hidden))


def _online_in(rubrics: Sequence[Rubric]) -> int:
    """Articles online directly in these rubrics."""
    parents = {rubric.path for rubric in rubrics}
    if not parents:
        return 0
    rows = Page.objects.annotate(parent=Substr("path", 1, Length("path") - rules.STEP)).filter(live=True)
    return rows.filter(parent__in=parents).not_type(Rubric).count()


# --- What a branch holds ---


@dataclass(frozen=True)
class Branch:
    """What goes with a rubric when it goes (RUB-06)."""

    rubrics: int  # itself included
    online: int  # articles
    others: int  # drafts and what was taken offline
    roles: int


def branch_of(rubric: Rubric) -> Branch:
    pages = rubric.get_descendants(inclusive=True)
    rubrics = pages.type(Rubric).count()
    online = pages.not_type(Rubric).live().count()
    roles = RubricRole.objects.filter(page__path__startswith=rubric.path).count()
    return Branch(rubrics, online, pages.count() - rubrics - online, roles)
