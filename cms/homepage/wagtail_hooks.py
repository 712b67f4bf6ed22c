"""Registration only: addresses, buttons, the menu item, what the log may say, and what is asked before a deletion."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, re_path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from cms.core.exceptions import DomainError
from cms.homepage import buttons, previews, views
from cms.homepage.models import IN_SERVICE, OUT_OF_SERVICE, Homepage
from cms.homepage.services import check_deletion
from cms.rubrics.permissions import can_modify
from cms.rubrics.wagtail_hooks import ManagersItem


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("homepages/", views.listing, name="homepages"),
        path("homepages/undo/", views.undone, name="homepage_undo"),
        path("homepages/<int:pk>/online/", views.online, name="homepage_online"),
        path("homepages/<int:pk>/copy/", views.copied, name="homepage_copy"),
        path("homepages/<int:pk>/arrange/", views.grid, name="homepage_arrange"),
        path("homepages/<int:pk>/look/", views.look, name="homepage_look"),
        path("homepages/<int:pk>/preview/", views.preview, name="homepage_preview"),
        re_path(
            rf"^homepages/previews/(?P<school>[-\w]+)/(?P<token>{previews.TOKEN})/(?P<name>.+)$",
            views.preview_file,
            name="homepage_preview_file",
        ),
    ]


@hooks.register("register_admin_menu_item")
def homepages_item() -> MenuItem:
    return ManagersItem(gettext_lazy("Homepages"), reverse("homepages"), name="homepages", icon_name="home", order=108)


@hooks.register("register_page_header_buttons")
def header_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    homepage = page.specific_deferred
    if isinstance(homepage, Homepage) and can_modify(user, homepage):
        address = reverse("homepage_arrange", args=[homepage.pk])
        yield Button(_("Arrange the tiles"), address, icon_name="grid", priority=14)
        if not homepage.in_service:
            yield Button(
                _("Put online…"), reverse("homepage_online", args=[homepage.pk]), icon_name="upload", priority=15
            )


@hooks.register("register_page_listing_buttons")
def list_buttons(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    homepage = page.specific_deferred
    if isinstance(homepage, Homepage) and can_modify(user, homepage):
        yield Button(
            _("Arrange the tiles"), reverse("homepage_arrange", args=[homepage.pk]), icon_name="grid", priority=12
        )


hooks.register("construct_page_action_menu", buttons.of_homepage)
hooks.register("after_create_page", buttons.saved)
hooks.register("after_edit_page", buttons.saved)


@hooks.register("before_delete_page")
def never_the_one_online(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refused(request, [page])


@hooks.register("before_unpublish_page")
def nor_taken_offline(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refused(request, [page])


@hooks.register("before_bulk_action")
def nor_among_many(request: HttpRequest, kind: str, pages: Sequence[Any], action: Any) -> HttpResponse | None:
    return (
        _refused(request, [page for page in pages if isinstance(page, Page)])
        if kind in {"delete", "unpublish"}
        else None
    )


def _refused(request: HttpRequest, pages: Sequence[Page]) -> HttpResponse | None:
    try:
        for page in pages:
            homepage = page.specific_deferred
            if isinstance(homepage, Homepage):
                check_deletion(homepage)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(error.remedy)
    return None


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        IN_SERVICE, gettext_lazy("Put a homepage online"), gettext_lazy("Put online as the homepage")
    )
    actions.register_action(
        OUT_OF_SERVICE, gettext_lazy("Take a homepage offline"), gettext_lazy("Taken offline as the homepage")
    )
