"""Reads about schools."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from wagtail.models import Page, Site

from cms.core import clock
from cms.core.exceptions import NotFound
from cms.schools.models import School


def all_schools() -> list[School]:
    return list(School.objects.select_related("site__root_page", "collection"))


def day_at(school: School, moment: datetime | None = None) -> date:
    """The day that it is, or was at that moment, on the school's own clock."""
    return (moment or clock.now()).astimezone(ZoneInfo(school.timezone)).date()


def school_by_slug(slug: str) -> School:
    """Raises `NotFound`, with the short names that exist."""
    schools = {school.slug: school for school in all_schools()}
    if slug not in schools:
        known = ", ".join(sorted(schools)) or "aucune pour l’instant"
        raise NotFound(f"Aucune école ne s’appelle « {slug} ». Écoles connues : {known}.")
    return schools[slug]


def school_of_request(request: HttpRequest) -> School | None:
    """The school whose host name was asked for; the default site's school for an unknown one."""
    site = Site.find_for_request(request)
    return School.objects.select_related("site__root_page").filter(site=site).first() if site else None


def school_among(request: HttpRequest, schools: Sequence[School]) -> School | None:
    """Of these schools, the one that the request names (`school`), else the one whose host it asks, else the first.

    None when it names another: that one does not exist for whoever asks.
    """
    if wanted := request.GET.get("school") or request.POST.get("school"):
        return next((school for school in schools if school.slug == wanted), None)
    here = school_of_request(request) if len(schools) > 1 else None
    return next((school for school in schools if school == here), next(iter(schools), None))


def school_of_page(page: Page) -> School | None:
    return school_of_path(page.path)


def school_holding(page: Page) -> School:
    """The same where there must be one. Raises `NotFound`."""
    school = school_of_page(page)
    if school is None:
        raise NotFound(f"« {page.title} » n’est dans aucune école.")
    return school


def school_of_path(path: str) -> School | None:
    """The school whose tree holds this treebeard path: one query, on the ancestors of the path."""
    steps = [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)]
    return School.objects.select_related("site__root_page").filter(site__root_page__path__in=steps).first()
