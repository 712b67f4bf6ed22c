"""One's own notices: the list, and what is new on the home screen."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin.ui.components import Component
from wagtail.admin.utils import get_valid_next_url_from_request

from cms.core.keys import key_in
from cms.notifications.enums import Kind
from cms.notifications.selectors import notices_of, unread_of
from cms.notifications.services import mark_read

A_PAGE = 50
SHOWN = 5


def unread(request: HttpRequest) -> int:
    """Asked once a request: the menu and the home screen both say it."""
    if not hasattr(request, "_unread_notices"):
        request._unread_notices = unread_of(request.user).count()  # type: ignore[attr-defined]
    return int(request._unread_notices)  # type: ignore[attr-defined]


def index(request: HttpRequest) -> HttpResponse:
    page = Paginator(notices_of(request.user).select_related("actor"), A_PAGE).get_page(request.GET.get("p"))
    context = {
        "page": page,
        "unread": unread(request),
        "header_title": _("Notices"),
        "breadcrumbs_items": [{"url": "", "label": _("Notices")}],
    }
    return render(request, "notifications/notices.html", context)


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark one as read (`notice`), or all of them."""
    asked = request.POST.getlist("notice")
    keys = [key for key in map(key_in, asked) if key is not None]
    marked = mark_read(user=request.user, keys=keys if asked else None)  # type: ignore[arg-type]  # signed in
    said = ngettext("%d notice is marked as read.", "%d notices are marked as read.", marked) % marked
    messages.success(request, said)
    return redirect(get_valid_next_url_from_request(request) or "notices")


class NewNotices(Component):
    """But for what waits for one's decision: the same screen lists those articles themselves."""

    name = "notices"
    template_name = "notifications/new_notices.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        request = (parent_context or {})["request"]
        count = unread(request)
        told = unread_of(request.user).exclude(kind=Kind.PROPOSED)
        return {"request": request, "count": count, "notices": told[:SHOWN] if count else []}
