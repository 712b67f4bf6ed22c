"""Registration only: the list, its place in the menu with a number, and what is new on the home screen."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from cms.notifications import views


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("notices/", views.index, name="notices"),
        path("notices/read/", views.read, name="notices_read"),
    ]


class NoticesItem(MenuItem):
    """With the number of those not read."""

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        count = views.unread(request)
        label = f"{self.label} ({count})" if count else self.label
        return LinkMenuItem(self.name, label, self.url, icon_name=self.icon_name, classname=self.classname)


@hooks.register("register_admin_menu_item")
def notices_item() -> MenuItem:
    return NoticesItem(_("Notices"), reverse("notices"), name="notices", icon_name="info-circle", order=110)


@hooks.register("construct_homepage_panels")
def new_notices(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(views.NewNotices())
