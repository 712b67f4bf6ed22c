"""Whether visitors of the public site read a page now, and if not, why: told beside its fields.

Three things answer: the rule (is it public?), the release in service (is it there?), the outbox (is it on its way?).
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.core.words import moment
from cms.publishing import shelf
from cms.publishing.enums import Outcome, Reason
from cms.publishing.models import PublicationRequest, Release
from cms.publishing.waiting import failing
from cms.rubrics.models import Rubric
from cms.rubrics.permissions import can_manage_school
from cms.rubrics.selectors import public_paths_for_request
from cms.schools.models import School
from cms.schools.selectors import school_of_page

LOOKED_AT = 100  # releases since the page changed


@dataclass(frozen=True)
class OnSite:
    """`shown`: visitors read it; `coming`: that is about to change."""

    sentence: str
    shown: bool = False
    coming: bool = False
    address: str = ""


def on_site(page: Page, request: HttpRequest) -> OnSite | None:
    """None of a page that is in no school. Why publications fail is for those who manage the school (ADM-01)."""
    school = school_of_page(page)
    if school is None:
        return None
    saved = Page.objects.get(pk=page.pk).specific  # not the draft that is being edited
    parts = saved.get_url_parts(request)
    path = parts[2] if parts else ""
    place = saved if isinstance(saved, Rubric) else saved.get_parent().specific
    shown, waits = (
        shelf.shows(school, path),
        PublicationRequest.objects.filter(school=school).exclude(reason=Reason.SEARCH),
    )
    public = saved.live and place.path in public_paths_for_request(request, school)
    if not public:
        leaving = shown and waits.exists()
        return OnSite(_leaving() if leaving else _why_not(saved, place), shown=shown, coming=leaving)
    named = waits.filter(Q(page=saved.pk) | Q(subject=saved.title[:255]))  # a row of a rubric names it by its title
    coming = named.exists() or (not shown and waits.exists())
    address = (school.url or school.site.root_url) + path if shown else ""
    if not coming:
        return OnSite(_since(school, saved, shown), shown, coming, address)
    return OnSite(_coming(school, shown, why=can_manage_school(request.user, school)), shown, coming, address)


def _leaving() -> str:
    return _("Being taken off the site: visitors may read it for a moment more.")


def _why_not(page: Page, place: Any) -> str:
    if not page.live:
        if page.approved_schedule and page.go_live_at:
            return _("Not online yet: it goes online on %s.") % moment(page.go_live_at)
        return _("Not online: visitors do not see this page.")
    if getattr(place, "archived_at", None):
        return _("Not online: the rubric is archived.")
    return _("Read in the authenticated space only: its rubric is private, or is in a private one.")


def _coming(school: School, shown: bool, *, why: bool) -> str:
    fault = failing(school.pk)
    if fault:
        hour = formats.time_format(timezone.localtime(fault.next_try), "TIME_FORMAT")
        said = (
            _("Going online is delayed: the last publication failed (%(why)s) The next attempt comes at %(hour)s.")
            if why
            else _("Going online is delayed: the last publication failed. The next attempt comes at %(hour)s.")
        )
        return said % {"why": fault.last.message, "hour": hour}
    if shown:
        return _("On its way to the site… Visitors read the version before for a moment more.")
    return _("On its way to the site…")


def _since(school: School, page: Page, shown: bool) -> str:
    kept = next((one for one in shelf.kept(school) if one.in_service), None)
    if not shown or kept is None:
        return _("Not online yet: the publication in service does not show it. See what it says, in “Publications”.")
    release = _first_with(school, page)
    if release is None or release.number is None:
        return _("Online (publication %d).") % kept.number
    if release.number > kept.number:
        said = _("An older publication (%(number)d) was put back in service: visitors read the page as it was then.")
        return said % {"number": kept.number}
    return _("Online since %(when)s (publication %(number)d).") % {
        "when": moment(release.ended_at),
        "number": release.number,
    }


def _first_with(school: School, page: Page) -> Release | None:
    """The release that brought the version that is online: that names it, or the first begun after it was published."""
    changed = page.last_published_at
    if changed is None:
        return None
    later = Release.objects.filter(school=school, outcome=Outcome.IN_SERVICE, ended_at__gte=changed).order_by("pk")
    return next(
        (
            release
            for release in later[:LOOKED_AT]
            if (release.ended_at - changed).total_seconds() >= release.seconds
            or any(change["subject"] == page.title for change in release.changes)
        ),
        None,
    )
