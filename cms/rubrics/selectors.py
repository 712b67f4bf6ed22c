"""Reads about the tree and about who may read it. The rule itself is in `rules`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import starmap
from operator import itemgetter
from typing import Any

from django.db.models import Case, F, OuterRef, Prefetch, Q, QuerySet, SmallIntegerField, Subquery, When
from django.db.models.functions import Length, Substr
from django.http import HttpRequest
from wagtail.models import Page

from cms.accounts.models import User
from cms.audiences.models import AudienceTerm
from cms.audiences.selectors import audience_keys_of, audiences_of, people_by_audience, people_in, signature
from cms.core.exceptions import NotFound
from cms.core.prepared import Given, Prepared
from cms.directory.enums import GroupPurpose
from cms.directory.models import Group, Person, this_school_year
from cms.directory.selectors import (
    Facts,
    current_people,
    facts_by_keys,
    facts_of,
    may_enter,
    persons_of,
    reserved_group,
)
from cms.rubrics import rules
from cms.rubrics.enums import Role, Zone
from cms.rubrics.models import Rubric, RubricRole
from cms.schools.models import School
from cms.schools.selectors import school_of_page

# How the database gives a node: three columns, its flags summed in one. This is asked at each request.
NODE = ("pk", "path", "state")
PUBLIC, OPEN, INHERITS = 1, 2, 4
ROLES: dict[int, Role] = {role.value: role for role in Role}  # ten times as fast as `Role(4)`, asked as often
FLAGS = [tuple(bool(state & flag) for flag in (PUBLIC, OPEN, INHERITS)) for state in range(8)]


def node_of(pk: int, path: str, state: int) -> rules.Node:
    return rules.Node(pk, path, *FLAGS[state])


def tree_of(school: School) -> list[rules.Node]:
    """Every rubric of the school as far as rights go, in path order: one query.

    Sorted here: asked for an order, the database reads the articles too, along the index of their common table.
    """
    rows = TREE.rows(top=school.root_page.path)
    rows.sort(key=itemgetter(1))
    return list(starmap(node_of, rows))


def rows_of_tree(school: School) -> QuerySet[Rubric]:
    """The rubrics of the school in path order, with what `NODE` names."""
    return _rows().filter(path__startswith=school.root_page.path)


@cache  # the question is the same for all, but for the school: Django takes its time to put it together
def _rows() -> QuerySet[Rubric]:
    state = _flag(PUBLIC, zone=Zone.PUBLIC) + _flag(OPEN, live=True, archived_at=None) + _flag(INHERITS, inherits=True)
    return Rubric.objects.order_by("path").annotate(state=state)


def _flag(value: int, **conditions: Any) -> Case:
    return Case(When(Q(**conditions), then=value), default=0, output_field=SmallIntegerField())


TREE = Prepared(lambda: _rows().filter(path__startswith=Given("top")).order_by().values_list(*NODE))


def standing_of(person: Person) -> rules.Standing:
    """What this person is in their school: two queries."""
    return rules.Standing(roles_of(person), *_turns())


def standing_for(facts: Facts) -> rules.Standing:
    """The same for someone who may be imagined."""
    return rules.Standing(roles_for(facts), *_turns())


def standing_of_user(user: User) -> rules.Standing:
    """For an account, over all the schools where it is someone (trees never overlap)."""
    roles = {path: role for person in persons_of(user) for path, role in roles_of(person).items()}
    return rules.Standing(roles, *_turns())


def roles_of(person: Person) -> dict[str, Role]:
    """The roles that reach someone, by path of the rubric where they were given, the highest where several do."""
    return _by_path(_roles_reaching(person.profile).rows(school=person.school_id, person=person.pk))


@cache
def _roles_reaching(profile: str) -> Prepared:
    return Prepared(lambda: _role_rows(facts_by_keys(Given("school"), profile, Given("person"))))


def roles_for(facts: Facts) -> dict[str, Role]:
    """The same for someone who may be imagined."""
    return _by_path(_role_rows(facts))


def _role_rows(facts: Facts) -> QuerySet[RubricRole, tuple[str, int]]:
    rows = RubricRole.objects.filter(audience__in=audience_keys_of(facts))
    return rows.order_by("role").values_list("page__path", "role")


def _by_path(rows: Iterable[tuple[Any, ...]]) -> dict[str, Role]:
    return {path: ROLES[role] for path, role in rows}  # in the order of roles: the last one stays


def _turns() -> tuple[frozenset[str], frozenset[str]]:
    """Where a role given above stops holding, and where it becomes a role to look only: one query."""
    rows = Rubric.objects.filter(Q(inherits=False) | Q(archived_at__isnull=False))
    found = list(rows.values_list("path", "inherits", "archived_at"))
    breaks = frozenset(path for path, inherits, _archived in found if not inherits)
    return breaks, frozenset(path for path, _inherits, archived in found if archived)


def public_paths(school: School) -> list[str]:
    """Treebeard paths of the rubrics that anyone may read, in tree order."""
    return list(rules.public(tree_of(school)))


def readable_paths(school: School, person: Person | None) -> list[str]:
    """Treebeard paths of the rubrics that this person may read; nobody in particular reads the public ones."""
    if person is None:
        return public_paths(school)
    return list(readable_among(tree_of(school), roles_of(person)))


def readable_among(nodes: Sequence[rules.Node], roles: Mapping[str, Role]) -> dict[str, rules.Node]:
    """What whoever has these roles reads of a whole school's tree: it says itself where it breaks."""
    return rules.readable(nodes, rules.Standing(roles))


def rubrics_at(paths: list[str]) -> list[Rubric]:
    return list(Rubric.objects.filter(path__in=paths).order_by("path").select_related("illustration"))


def public_rubrics(school: School) -> list[Rubric]:
    return rubrics_at(public_paths(school))


def private_rubrics(school: School) -> list[Rubric]:
    """Those that the public may not read, whatever their own zone: for the export of a whole school only."""
    everything = Rubric.objects.filter(path__startswith=school.root_page.path)
    return list(everything.exclude(path__in=public_paths(school)).order_by("path").select_related("illustration"))


def public_paths_for_request(request: HttpRequest | None, school: School) -> frozenset[str]:
    """`public_paths`, asked once a request: admin lists ask it for each row."""
    if request is None:
        return frozenset(public_paths(school))
    known: dict[int, frozenset[str]] = request.__dict__.setdefault("_public_rubric_paths", {})
    if school.pk not in known:
        known[school.pk] = frozenset(public_paths(school))
    return known[school.pk]


def private_above(rubric: Rubric) -> Rubric | None:
    """The private rubric above, the highest, that keeps this one from being public (ZONE-02)."""
    above = [path for path in rules.lineage(rubric.path) if path != rubric.path]
    return Rubric.objects.filter(path__in=above).exclude(zone=Zone.PUBLIC).order_by("path").first()


# --- What changes for readers ---


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
    return _crossing(rubric, lambda node: node._replace(public=zone == Zone.PUBLIC) if node.pk == rubric.pk else node)


def crossing_of_archive(rubric: Rubric, *, archived: bool) -> Crossing:
    return _crossing(
        rubric, lambda node: node._replace(open=rubric.live and not archived) if node.pk == rubric.pk else node
    )


def crossing_of_publication(rubric: Rubric) -> Crossing:
    """What putting a draft, or what was taken offline, online would do."""
    return _crossing(
        rubric, lambda node: node._replace(open=rubric.archived_at is None) if node.pk == rubric.pk else node
    )


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
    public = set(public_paths(_school(page)))
    before, after = page.path[: -rules.STEP] in public, destination.path in public
    online = int(page.live)
    return Crossing(articles_shown=online * (after and not before), articles_hidden=online * (before and not after))


def _crossing(page: Page, change: Callable[[rules.Node], rules.Node | None]) -> Crossing:
    """Compare what is public now with what the tree would show once changed."""
    nodes = tree_of(_school(page))
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


def _school(page: Page) -> School:
    school = school_of_page(page)
    if school is None:
        raise NotFound(f"« {page.title} » n’est dans aucune école.")
    return school


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


# --- Who may do what, in rows ---


def roles_at(page: Page) -> list[RubricRole]:
    """The rows given at this very place, the strongest first."""
    return _in_order(RubricRole.objects.filter(page=page))


def roles_reaching(page: Page) -> list[RubricRole]:
    """The rows that hold at this place, its own and inherited, the nearest first and the strongest first in each."""
    breaks = frozenset(Rubric.objects.filter(inherits=False).values_list("path", flat=True))
    rows = _in_order(RubricRole.objects.filter(page__path__in=list(rules.lineage(page.path, breaks))))
    return sorted(rows, key=lambda row: -len(row.page.path))


def roles_in(school: School) -> list[RubricRole]:
    """Every row of a school's tree, its top included, the strongest first: two queries."""
    return _in_order(RubricRole.objects.filter(page__path__startswith=school.root_page.path))


def _in_order(rows: QuerySet[RubricRole]) -> list[RubricRole]:
    terms = AudienceTerm.objects.select_related(*AudienceTerm.NAMED)
    found = rows.select_related("page", "audience").prefetch_related(Prefetch("audience__terms", terms))
    return list(found.order_by("-role", "pk"))


def is_of_heads(row: RubricRole) -> bool:
    """Whether the row says that the heads of school manage the place (RUB-07)."""
    terms = list(row.audience.terms.all())
    return (
        row.role == Role.MANAGER
        and len(terms) == 1
        and signature(terms) == signature([AudienceTerm(group=terms[0].group)])
        and terms[0].group is not None
        and terms[0].group.purpose == GroupPurpose.HEADS
    )


def managers_at(page: Page) -> QuerySet[Person]:
    """People in force who manage the place."""
    found = Person.objects.none()
    for row in roles_reaching(page):
        if row.role == Role.MANAGER:
            found = found | people_in(row.audience)
    return found


def accounts_managing(place: Page) -> list[User]:
    """The accounts of those people, while they may enter."""
    people = managers_at(place).filter(user__is_active=True).select_related("user", "school").order_by("pk")
    return list({person.user.pk: person.user for person in people if person.user and may_enter(person)}.values())


def people_with(right: rules.Right, place: Page) -> QuerySet[Person]:
    """People in force who have a right at this place and may read it (ART-03), whatever is offline meanwhile.

    From the rows of the place and of those above: a few queries, however many roles the school has.
    """
    above = list(rules.lineage(place.path))
    rubrics = {rubric.path: rubric for rubric in Rubric.objects.filter(path__in=above)}
    if any(rubric.archived_at for rubric in rubrics.values()) and right not in rules.LEFT_IN_ARCHIVE:
        return Person.objects.none()
    breaks = frozenset(path for path, rubric in rubrics.items() if not rubric.inherits)
    rows = _in_order(RubricRole.objects.filter(page__path__in=above))
    school = rows[0].audience.school_id if rows else 0
    members = people_by_audience(school, [row.audience for row in rows])

    def reached(path: str, roles: frozenset[Role] = frozenset(Role)) -> set[int]:
        line = set(rules.lineage(path, breaks))
        return {
            person for row in rows if row.page.path in line and row.role in roles for person in members[row.audience_id]
        }

    found = reached(place.path, frozenset(role for role in Role if right in rules.RIGHTS[role]))
    for path, rubric in rubrics.items():
        if rubric.zone != Zone.PUBLIC:
            found &= reached(path)
    return Person.objects.filter(pk__in=found)


def rights_of_group(group: Group) -> list[str]:
    """Where the group is named by a role, with the role, in words."""
    rows = (
        RubricRole.objects.filter(audience__terms__group=group).select_related("page").order_by("page__path").distinct()
    )
    return [f"« {row.page.title} » ({row.get_role_display()})" for row in rows]


@dataclass(frozen=True)
class Reason:
    """Why somebody may do what they may in a rubric: the rows that reach them there, and what stands in the way."""

    role: Role | None
    rows: Sequence[RubricRole]
    reads: bool
    hidden_by: Rubric | None  # the rubric, this one or above, that they may not read

    @property
    def counted(self) -> Sequence[RubricRole]:
        """The rows that decide."""
        return [row for row in self.rows if row.role == self.role]


def reason_for(person: Person, rubric: Rubric) -> Reason:
    """For a named person (RUB-04): the answer itself comes from the same rules as everywhere."""
    audiences = set(audiences_of(facts_of(person)).values_list("pk", flat=True))
    rows = [row for row in roles_reaching(rubric) if row.audience_id in audiences]
    readable = set(readable_paths(person.school, person))
    line = reversed(list(rules.lineage(rubric.path)))
    closed = next((path for path in line if len(path) > 2 * rules.STEP and path not in readable), None)
    return Reason(
        role=standing_of(person).at(rubric.path),
        rows=rows,
        reads=rubric.path in readable,
        hidden_by=Rubric.objects.filter(path=closed).first() if closed else None,
    )


# --- Rubrics to look after (RUB-07, RUB-08) ---


def empty_rubrics(school: School) -> list[Rubric]:
    """Open rubrics that hold neither article nor rubric; those of classes begin so, and are not to be mended."""
    return list(_open_rubrics(school).filter(numchild=0, school_class=None).order_by("path"))


def stale_rubrics(school: School, since: datetime) -> list[Rubric]:
    """Open rubrics with articles, none of which changed since then."""
    recent = Page.objects.filter(path__startswith=OuterRef("path"), depth=OuterRef("depth") + 1)
    latest = recent.not_type(Rubric).order_by(F("latest_revision_created_at").desc(nulls_last=True))
    rows = _open_rubrics(school).annotate(latest=Subquery(latest.values("latest_revision_created_at")[:1]))
    return list(rows.filter(latest__lt=since).order_by("path"))


def rubrics_without_their_head(school: School) -> list[Page]:
    """The school's top and rubrics where the group of heads is not manager."""
    group = reserved_group(school, GroupPurpose.HEADS)
    standing = standing_for(Facts(school_id=school.pk, profile="", group_ids=[group.pk]))
    pages = Page.objects.filter(path__startswith=school.root_page.path).type(Rubric).order_by("path")
    places = [Page.objects.get(pk=school.root_page.pk), *pages.specific()]
    return [place for place in places if standing.at(place.path) != Role.MANAGER]


def class_rubrics(school: School) -> QuerySet[Rubric]:
    return Rubric.objects.filter(path__startswith=school.root_page.path, school_class__isnull=False)


def past_class_rubrics(school: School) -> list[Rubric]:
    """Those put away at the end of their school year: they may be removed (RUB-05)."""
    past = class_rubrics(school).filter(archived_at__isnull=False, school_class__school_year__lt=this_school_year())
    return list(past.select_related("school_class").order_by("path"))


def heads_of(school: School) -> QuerySet[Person]:
    """People in force in the group of heads."""
    return current_people(school.pk).filter(groups=reserved_group(school, GroupPurpose.HEADS))


def _open_rubrics(school: School) -> QuerySet[Rubric]:
    return Rubric.objects.filter(path__startswith=school.root_page.path, live=True, archived_at=None)
