"""Where a page is on the public site, alone: the editor asks it again while the page is on its way."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET
from wagtail.models import Page

from cms.rubrics.on_site import on_site


@require_GET
def page_on_site(request: HttpRequest, pk: int) -> HttpResponse:
    page = get_object_or_404(Page, pk=pk).specific
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return render(request, "rubrics/on_site.html", {"on_site": on_site(page, request)})
