"""What the screens of rubrics share: the way to them, the school they are about, what a change shows and hides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Page

from cms.core.exceptions import DomainError
from cms.rubrics.crossings import Crossing
from cms.rubrics.models import Rubric
from cms.rubrics.permissions import schools_managed
from cms.schools.models import School
from cms.schools.selectors import school_among

NAMED = 10  # rubrics that a statement names; the others are counted


def way_to(page: Page, label: str) -> list[dict[str, str]]:
    """The page's line in the explorer, from the school down, then this screen."""
    line = page.get_ancestors(inclusive=True).filter(depth__gt=1)
    steps = [{"url": reverse("wagtailadmin_explore", args=[above.pk]), "label": above.title} for above in line]
    return [*steps, {"url": "", "label": label}]


def school_asked(request: HttpRequest, schools: Sequence[School] | None = None) -> tuple[School, Sequence[School]]:
    """The school of a screen, and all those whose it may be: unless others are given, those that the person manages."""
    schools = schools_managed(request.user) if schools is None else schools
    school = school_among(request, schools)
    if school is None:
        raise PermissionDenied
    return school, schools


@dataclass(frozen=True)
class Side:
    """What appears on the public site, or what vanishes from it."""

    names: Sequence[str]
    more: int  # rubrics that are not named
    total: str  # "3 rubrics, 12 articles"


def sides(crossing: Crossing) -> dict[str, Side | None]:
    """For `rubrics/crossing.html`."""
    return {
        "appears": _side(crossing.shown, crossing.articles_shown),
        "vanishes": _side(crossing.hidden, crossing.articles_hidden),
    }


def _side(rubrics: Sequence[Rubric], articles: int) -> Side | None:
    if not rubrics and not articles:
        return None
    named = [rubric.title for rubric in rubrics[:NAMED]]
    return Side(named, len(rubrics) - len(named), in_words(rubrics=len(rubrics), articles=articles))


def in_words(*, rubrics: int, articles: int) -> str:
    parts: Iterable[Any] = (
        ngettext("%(count)d rubric", "%(count)d rubrics", rubrics) % {"count": rubrics} if rubrics else "",
        ngettext("%(count)d article", "%(count)d articles", articles) % {"count": articles} if articles else "",
    )
    return _(" and ").join(part for part in parts if part)


def refuse(request: HttpRequest, error: DomainError) -> None:
    """The refusal, with the way to what puts it right."""
    buttons = [messages.button(error.remedy, _("See what to decide"))] if error.remedy else None
    messages.error(request, str(error), buttons=buttons)
