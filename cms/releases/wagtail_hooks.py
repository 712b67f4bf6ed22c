"""Registration only: addresses, the menu."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.releases import views
from cms.rubrics.wagtail_hooks import ManagersItem


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("publications/", views.publications, name="publications"),
        path("publications/state/", views.state, name="publications_state"),
        path("publications/again/", views.again, name="publications_again"),
        path("publications/<int:number>/back/", views.back, name="publication_back"),
    ]


@hooks.register("register_publication_menu_item")
def publications_item() -> MenuItem:
    return ManagersItem(_("Publications"), reverse("publications"), name="publications", icon_name="globe", order=20)
