"""Registration only: the address, its place in the menu, the panel of the home screen."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.newyear import views
from cms.rubrics.wagtail_hooks import ManagersItem


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [path("new-year/", views.new_year, name="new_year")]


@hooks.register("register_admin_menu_item")
def new_year_item() -> MenuItem:
    return ManagersItem(_("Start of year"), reverse("new_year"), name="new-year", icon_name="tasks", order=315)


@hooks.register("construct_homepage_panels")
def panel(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(views.NewYearPanel())
