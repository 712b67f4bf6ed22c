"""The screen of publications, for those who manage the school: what visitors see, what waits, what was."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cms.core.exceptions import DomainError
from cms.publishing import shelf
from cms.publishing.enums import Reason
from cms.publishing.services import request_publication
from cms.releases import selectors
from cms.rubrics.views.shared import school_asked
from cms.schools.models import School

A_PAGE = 20


@require_GET
def publications(request: HttpRequest) -> HttpResponse:
    school, schools = school_asked(request)
    context = {
        **_state(request, school),
        "schools": schools,
        "header_title": _("Publications"),
        "page_title": _("Publications"),
        "breadcrumbs_items": [{"url": "", "label": _("Publications")}],
    }
    return render(request, "releases/publications.html", context)


@require_GET
def state(request: HttpRequest) -> HttpResponse:
    """What changes by itself on that screen: asked again while something is under way."""
    school, _schools = school_asked(request)
    return render(request, "releases/state.html", _state(request, school))


@require_POST
def again(request: HttpRequest) -> HttpResponse:
    school, _schools = school_asked(request)
    user: Any = request.user
    request_publication(school=school, reason=Reason.ASKED, subject=school.name, actor=user)
    messages.success(request, _("Everything is being published again: visitors keep the present site meanwhile."))
    return redirect(_home(school))


def back(request: HttpRequest, number: int) -> HttpResponse:
    """Putting an earlier release back is asked once, with all that it would show again."""
    school, _schools = school_asked(request)
    user: Any = request.user
    kept = {one.number: one for one in shelf.kept(school)}
    current = next((one.number for one in kept.values() if one.in_service), 0)
    try:
        pages = shelf.reappearing(school, number)
        if request.method == "POST" and request.POST.get("seen") == str(current):
            shelf.put_back(school, number, user, even_withdrawn=bool(pages))
            messages.success(request, _("Publication %d is in service again.") % number)
            return redirect(_home(school))
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(_home(school))
    if request.method == "POST":
        messages.warning(request, _("The site has changed since you looked: read this again."))
    context = {
        "school": school,
        "number": number,
        "kept": kept[number],
        "current": current,
        "pages": selectors.with_titles(school, [page for page in pages if page.endswith("/")]),
        "files": sum(not page.endswith("/") for page in pages),
        "back": _home(school),
        "header_title": _("Put publication %d back in service") % number,
        "page_title": _("Put back in service"),
        "breadcrumbs_items": [
            {"url": _home(school), "label": _("Publications")},
            {"url": "", "label": _("Put back in service")},
        ],
    }
    return render(request, "releases/back.html", context)


def _state(request: HttpRequest, school: School) -> dict[str, Any]:
    page = Paginator(selectors.history(school), A_PAGE).get_page(request.GET.get("p"))
    return {
        "school": school,
        "now": selectors.situation(school),
        "page": page,
        "attempts": selectors.told(page.object_list, school),
        "address": school.url or school.site.root_url,
    }


def _home(school: School) -> str:
    return f"{reverse('publications')}?school={school.slug}"
