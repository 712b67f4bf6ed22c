"""The administration's look and menus: registration only."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.views.home import LockedPagesPanel
from wagtail.admin.viewsets.pages import PageViewSet

from cms.operations import menus, views
from cms.operations.listings import LocksOfKnownPages, SchoolPagesViewSet, take_wagtails_place

take_wagtails_place()


@hooks.register("insert_global_admin_css")
def colours() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("preau/admin.css"))


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [path("still-here/", views.still_here, name="still_here")]


@hooks.register("insert_editor_js")
def nothing_lost() -> SafeString:
    """Before the script that waits for drafts: a form that goes nowhere waits for nothing."""
    return format_html(
        '<script defer src="{}" data-address="{}" data-sign-in="{}" '
        'data-ended="{}" data-again="{}" data-silent="{}"></script>',
        static("preau/nothing-lost.js"),
        reverse("still_here"),
        reverse("wagtailadmin_home"),
        _("Your session has ended. What you wrote is still here: sign in again in another tab, then come back."),
        _("Sign in again"),
        _("The server does not answer. What you wrote is still here: keep this page open, and try again in a moment."),
    )


@hooks.register("insert_editor_js")
def one_save_at_a_time() -> SafeString:
    return format_html('<script defer src="{}"></script>', static("preau/one-save-at-a-time.js"))


@hooks.register("insert_editor_js")
def nothing_too_large_is_sent() -> SafeString:
    return format_html('<script src="{}"></script>', static("preau/before-sending.js"))


@hooks.register("register_admin_viewset", order=1000)  # after Wagtail's own, whose place it takes
def pages() -> PageViewSet:
    return SchoolPagesViewSet()


@hooks.register("construct_homepage_panels")
def locks_of_known_pages(request: HttpRequest, panels: list[Any]) -> None:
    panels[:] = [LocksOfKnownPages() if type(panel) is LockedPagesPanel else panel for panel in panels]


hooks.register("construct_main_menu", menus.grouped)
