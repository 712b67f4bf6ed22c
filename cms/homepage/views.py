"""Screens for whoever prepares the front page: the list, the grid, the preview, and what puts one online."""

import mimetypes
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.messages import button
from wagtail.admin.messages import error as told_error

from cms.core.exceptions import Conflict, DomainError, NotAllowed
from cms.homepage import previews, rules, selectors
from cms.homepage.models import Homepage
from cms.homepage.services import Overtaken, arrange, copy_homepage, put_online, rearranged, undo
from cms.rubrics.online import held_back
from cms.rubrics.permissions import can_modify
from cms.rubrics.views.shared import school_asked
from cms.schools.models import School
from cms.schools.selectors import school_of_page


def listing(request: HttpRequest) -> HttpResponse:
    """The homepages of the school, which one is online, and what was."""
    school, schools = school_asked(request)
    homepages = selectors.homepages_of(school)
    change = selectors.last_change(school)
    before = next((homepage.title for homepage in homepages if change and homepage.pk == change.before), None)
    context = {
        "school": school,
        "schools": schools,
        "lines": [
            {"page": homepage, "boxes": selectors.boxes(selectors.latest(homepage)), **_changed(homepage)}
            for homepage in sorted(homepages, key=lambda homepage: not homepage.in_service)
        ],
        "services": selectors.services(school),
        "change": change,
        "before": before,
        # What came with an import was nobody's act: there is nothing to undo.
        "undoable": bool(change and change.by and (change.before is None or before)),
        "header_title": _("Homepages"),
        "page_title": _("Homepages"),
        "breadcrumbs_items": [{"url": "", "label": _("Homepages")}],
    }
    return render(request, "homepage/listing.html", context)


def _changed(homepage: Homepage) -> dict[str, Any]:
    revision = homepage.latest_revision
    user = revision.user if revision else None
    return {
        "changed_at": revision.created_at if revision else homepage.last_published_at,
        "changed_by": (user.get_full_name() or user.get_username()) if user else "",
        "may_delete": not homepage.in_service,
    }


def online(request: HttpRequest, pk: int) -> HttpResponse:
    """Putting online is asked once, saying what visitors will see; it can be undone."""
    homepage = _theirs(request, pk)
    school = _school(homepage)
    number = selectors.version_number(homepage)
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        try:
            put_online(homepage=homepage, actor=_actor(request), seen=int(seen) if _is_number(seen) else number)
        except NotAllowed:
            raise PermissionDenied from None
        except DomainError as error:
            held_back.send(Homepage, page=homepage, actor=request.user)
            _refuse(request, error)
            return redirect("homepage_online", homepage.pk) if isinstance(error, Overtaken) else _back(school)
        messages.success(request, _("“%s” is online: visitors see it in a few seconds.") % homepage.title)
        return _back(school)
    draft = selectors.latest(homepage)
    context = {
        "page": homepage,
        "draft": draft,
        "seen": number,
        "shown": selectors.public_homepage(school),
        "faults": [box for box in selectors.boxes(draft) if box.fault],
        "empty": not len(draft.tiles),
        "changes": not homepage.live or homepage.has_unpublished_changes,
        "back": _list_of(school),
        "preview": reverse("homepage_preview", args=[homepage.pk]),
        "header_title": _("Put “%s” online") % draft.title,
        "page_title": _("Put online"),
        "breadcrumbs_items": _way(school, _("Put online")),
    }
    return render(request, "homepage/online.html", context)


@require_POST
def undone(request: HttpRequest) -> HttpResponse:
    school, _schools = school_asked(request)
    seen = request.POST.get("seen", "")
    try:
        back = undo(school=school, actor=_actor(request), seen=int(seen) if _is_number(seen) else None)
    except NotAllowed:
        raise PermissionDenied from None
    except DomainError as error:
        _refuse(request, error)
        return _back(school)
    said = (
        _("“%s” is online again.") % back.title if back else _("No homepage is online: visitors see the latest news.")
    )
    messages.success(request, said)
    return _back(school)


@require_POST
def copied(request: HttpRequest, pk: int) -> HttpResponse:
    homepage = _theirs(request, pk)
    try:
        copy = copy_homepage(homepage=homepage, actor=_actor(request))
    except NotAllowed:
        raise PermissionDenied from None
    messages.success(request, _("Here is the copy, as a draft. Give it a title of its own."))
    return redirect("wagtailadmin_pages:edit", copy.pk)


def grid(request: HttpRequest, pk: int) -> HttpResponse:
    """The tiles as boxes on their grid; a POST saves their order and settings as a new version of the draft."""
    homepage = _theirs(request, pk)
    if request.method == "POST":
        return _saved(request, homepage)
    school = _school(homepage)
    draft = selectors.latest(homepage)
    boxes = selectors.boxes(draft)
    context = {
        "page": homepage,
        "draft": draft,
        "boxes": boxes,
        "seen": selectors.version_number(homepage),
        "widths": _widths(boxes),
        "back": _list_of(school),
        "preview": reverse("homepage_preview", args=[homepage.pk]),
        "header_title": _("Arrange “%s”") % draft.title,
        "page_title": _("Arrange"),
        "breadcrumbs_items": _way(school, _("Arrange")),
    }
    return render(request, "homepage/grid.html", context)


def _widths(boxes: list[selectors.TileBox]) -> list[dict[str, Any]]:
    """From narrow to wide: the key, its columns, and its name as the tiles say it."""
    labels = {key: label for box in boxes for key, label in box.choices.get("width", [])}
    return [
        {"key": key, "columns": columns, "label": labels[key]} for key, columns in rules.WIDTHS.items() if key in labels
    ]


def _saved(request: HttpRequest, homepage: Homepage) -> JsonResponse:
    seen, over = request.POST.get("seen", ""), request.POST.get("over", "")
    try:
        number = arrange(
            homepage=homepage,
            seen=int(seen) if _is_number(seen) else -1,
            arrangement=request.POST.get("arrangement", ""),
            over=int(over) if _is_number(over) else None,
            actor=_actor(request),
        )
    except NotAllowed:
        raise PermissionDenied from None
    except Overtaken as error:
        return JsonResponse({"sentence": error.message, "latest": error.latest}, status=409)
    except DomainError as error:
        return JsonResponse({"sentence": error.message}, status=409 if isinstance(error, Conflict) else 400)
    return JsonResponse({"seen": number})


def look(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview alone, with the whole screen for it."""
    homepage = _theirs(request, pk)
    school = _school(homepage)
    draft = selectors.latest(homepage)
    context = {
        "page": homepage,
        "draft": draft,
        "back": _list_of(school),
        "preview": reverse("homepage_preview", args=[homepage.pk]),
        "header_title": _("Preview of “%s”") % draft.title,
        "page_title": _("See a preview"),
        "breadcrumbs_items": _way(school, _("See a preview")),
    }
    return render(request, "homepage/look.html", context)


# --- Previews ---


@require_GET
def preview(request: HttpRequest, pk: int) -> JsonResponse:
    """Make one, of the draft or of an arrangement that is not saved yet; its address.

    Asked with GET, so that no transaction is open for the second that it takes.
    """
    homepage = _theirs(request, pk)
    seen, arrangement = request.GET.get("seen", ""), request.GET.get("arrangement")
    try:
        if arrangement is not None:
            shown = rearranged(homepage=homepage, seen=int(seen) if _is_number(seen) else -1, arrangement=arrangement)
        else:
            shown = selectors.latest(homepage)
        return JsonResponse({"address": previews.make_preview(_school(homepage), shown)})
    except DomainError as error:
        return JsonResponse({"sentence": error.message}, status=409 if isinstance(error, Conflict) else 400)


@require_GET
def preview_file(request: HttpRequest, school: str, token: str, name: str) -> FileResponse:
    """One file of a preview, for those who prepare the homepages of its school."""
    place = School.objects.select_related("site__root_page").filter(slug=school).first()
    if place is None:
        raise Http404
    if not can_modify(request.user, place.root_page):
        raise PermissionDenied
    path = previews.file_of(place, token, name)
    if path is None:
        raise Http404
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    kind = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
    response = FileResponse(path.open("rb"), content_type=kind)
    response["Content-Security-Policy"] = previews.POLICY
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, max-age=3600"  # an address never shows anything else
    return response


# --- What they share ---


def _theirs(request: HttpRequest, pk: int) -> Homepage:
    homepage: Homepage = get_object_or_404(Homepage.objects.select_related("latest_revision__user"), pk=pk)
    if not can_modify(request.user, homepage):
        raise PermissionDenied
    return homepage


def _school(homepage: Homepage) -> School:
    school = school_of_page(homepage)
    if school is None:
        raise Http404
    return school


def _actor(request: HttpRequest) -> Any:
    return request.user


def _list_of(school: School) -> str:
    return f"{reverse('homepages')}?school={school.slug}"


def _back(school: School) -> HttpResponse:
    return redirect(_list_of(school))


def _way(school: School, label: str) -> list[dict[str, str]]:
    return [{"url": _list_of(school), "label": _("Homepages")}, {"url": "", "label": label}]


def _refuse(request: HttpRequest, error: DomainError) -> None:
    told_error(request, error.message, buttons=[button(error.remedy, _("See it"))] if error.remedy else None)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
