"""The old addresses of one page: seen and removed by those who may put it online."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.addresses.selectors import old_addresses
from cms.addresses.services import forget
from cms.core.keys import row_at
from cms.rubrics.on_site import on_site
from cms.rubrics.views.shared import way_to


def page_addresses(request: HttpRequest, pk: int) -> HttpResponse:
    page = get_object_or_404(Page, pk=pk).specific
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    if request.method == "POST":
        old = row_at(old_addresses(page), request.POST.get("old", ""))
        if old:
            forget(old=old, actor=request.user)
            messages.success(request, _("%s leads nowhere any more.") % old)
        return redirect("page_addresses", page.pk)
    parts = page.get_url_parts(request)
    title = _("Addresses of “%s”") % page.title
    context = {
        "page": page,
        "path": parts[2] if parts else "",
        "on_site": on_site(page, request),
        "old": old_addresses(page),
        "header_title": title,
        "page_title": title,
        "breadcrumbs_items": way_to(page, _("Addresses")),
    }
    return render(request, "addresses/page.html", context)
