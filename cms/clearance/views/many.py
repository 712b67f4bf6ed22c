"""Deciding many pages at once, ticked in the list of `review`: a table of deeds, and the two steps of each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.models import Page, PagePermissionTester

from cms.articles.models import Article
from cms.clearance.enums import Ground
from cms.clearance.selectors import pages_at
from cms.clearance.services import confirm, looks_of, send_to_private, withdraw
from cms.clearance.views.check import private_rubrics
from cms.clearance.views.review import schools_reviewed, theirs
from cms.core.exceptions import DomainError
from cms.core.keys import key_in
from cms.rubrics.models import Rubric
from cms.rubrics.views.shared import school_asked
from cms.schools.models import School

MOST = 200  # pages that are decided at once
REFUSALS_TOLD = 10


@dataclass(frozen=True)
class Asked:
    """What the form says, beside which pages."""

    actor: Any
    keys: Sequence[str]  # "<page>:<what was found>", as it was shown
    ground: str
    rubric: Rubric | None

    def keys_of(self, page: Page) -> list[str]:
        return [found for key, _colon, found in (key.partition(":") for key in self.keys) if key == str(page.pk)]


@dataclass(frozen=True)
class Deed:
    """`ready`: whether what it needs was said. A rubric and a homepage are closed, or corrected, on their own screens,
    which say what goes with them: only what is `for_any_page` touches them.
    """

    may: Callable[[PagePermissionTester], bool]
    ready: Callable[[Asked], bool]
    act: Callable[[Any, Asked], Any]
    done: Callable[[int], str]
    for_any_page: bool = False

    def is_for(self, page: Page, user: Any) -> bool:
        return (self.for_any_page or isinstance(page, Article)) and bool(self.may(page.permissions_for_user(user)))


def _confirm(page: Any, asked: Asked) -> None:
    confirm(version=page, keys=asked.keys_of(page), ground=Ground(asked.ground), actor=asked.actor)


def _send_to_private(page: Any, asked: Asked) -> None:
    assert asked.rubric is not None  # noqa: S101 - `ready` asked it
    send_to_private(article=page, rubric=asked.rubric, actor=asked.actor)


DEEDS: Mapping[str, Deed] = {
    "confirm": Deed(
        may=lambda tester: tester.can_publish(),
        ready=lambda asked: asked.ground in Ground.values,
        act=_confirm,
        done=lambda count: ngettext("%d page is confirmed.", "%d pages are confirmed.", count) % count,
        for_any_page=True,
    ),
    "withdraw": Deed(
        may=lambda tester: tester.can_unpublish(),
        ready=lambda asked: True,
        act=lambda page, asked: withdraw(article=page, actor=asked.actor),
        done=lambda count: ngettext("%d article is offline.", "%d articles are offline.", count) % count,
    ),
    "move": Deed(
        may=lambda tester: tester.can_move(),
        ready=lambda asked: asked.rubric is not None,
        act=_send_to_private,
        done=lambda count: (
            ngettext("%d article is in the authenticated zone.", "%d articles are in the authenticated zone.", count)
            % count
        ),
    ),
}


@require_POST
def many(request: HttpRequest) -> HttpResponse:
    """First what will be done, counted; then the deed, and what came of it."""
    school, _schools = school_asked(request, schools_reviewed(request.user))
    name, pages = request.POST.get("deed", ""), _chosen(request, school)
    deed = DEEDS.get(name)
    if deed is None or not pages:
        messages.error(request, _("Tick at least one page, and say what to do."))
        return redirect(_back(request, school))
    asked = _asked(request, school)
    if "sure" in request.POST and deed.ready(asked):
        _do(request, deed, pages, asked)
        return redirect(_back(request, school))
    return _ask(request, school, name, pages)


def _chosen(request: HttpRequest, school: School) -> list[Page]:
    """Those of the list that they see: what is not there is as what does not exist."""
    keys = [key for key in map(key_in, request.POST.getlist("page")) if key is not None][:MOST]
    found = Page.objects.filter(pk__in=keys, path__startswith=school.root_page.path, live=True)
    return theirs(request.user, school, pages_at(found.values_list("pk", flat=True)))


def _asked(request: HttpRequest, school: School) -> Asked:
    said = request.POST
    number = said.get("rubric", "")
    rubric = next((one for one in private_rubrics(request.user, school) if str(one.pk) == number), None)
    return Asked(actor=request.user, keys=said.getlist("key"), ground=said.get("ground", ""), rubric=rubric)


def _back(request: HttpRequest, school: School) -> str:
    kept = request.POST.get("kept", "")
    return f"{reverse('clearance_review')}?{kept or urlencode({'school': school.slug})}"


def _ask(request: HttpRequest, school: School, name: str, pages: Sequence[Page]) -> HttpResponse:
    """What would be done, page by page, and what the deed still needs."""
    looks, _unknown = looks_of(pages, school)
    concerned = [look for look in looks if DEEDS[name].is_for(look.reading.page, request.user)]
    back, title = _back(request, school), _("Several pages at once")
    context = {
        "school": school,
        "deed": name,
        "looks": looks,
        "count": len(concerned),
        "others": len(looks) - len(concerned),
        "finds": sum(len(look.undecided) for look in concerned),
        "grounds": Ground.choices,
        "rubrics": private_rubrics(request.user, school) if name == "move" else [],
        "missing": "sure" in request.POST,
        "kept": request.POST.get("kept", ""),
        "back": back,
        "header_title": title,
        "breadcrumbs_items": [{"url": back, "label": _("Personal data online")}, {"url": "", "label": title}],
    }
    return render(request, "clearance/many.html", context)


def _do(request: HttpRequest, deed: Deed, pages: Sequence[Page], asked: Asked) -> None:
    done, refusals = 0, []
    for page in pages:
        if not deed.is_for(page, asked.actor):
            continue
        try:
            deed.act(page, asked)
        except DomainError as error:
            refusals.append(str(error))
        else:
            done += 1
    if done:
        messages.success(request, deed.done(done))
    for refusal in refusals[:REFUSALS_TOLD]:
        messages.error(request, refusal)
