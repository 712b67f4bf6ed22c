"""Registration only: addresses, the menu, what the log says."""

from typing import Any

from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry, LogFormatter

from cms.look import views
from cms.rubrics.wagtail_hooks import ManagersItem
from cms.schools.models import School


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("look/", views.look, name="school_look"),
        path("look/contrast/", views.contrast, name="school_look_contrast"),
    ]


@hooks.register("insert_global_admin_css")
def style() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("preau/look.css"))


@hooks.register("register_admin_menu_item")
def look_item() -> MenuItem:
    return ManagersItem(
        _("School: hours, contact, look"), reverse("school_look"), name="look", icon_name="site", order=345
    )


class LookChanged(LogFormatter):
    label = _("Change the look of the site")
    message = _("Look of the site changed")

    def format_message(self, log_entry: Any) -> str:
        names = [str(School._meta.get_field(name).verbose_name) for name in log_entry.data.get("before", {})]  # type: ignore[union-attr]
        return f"{self.message} : {', '.join(names)}" if names else str(self.message)


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("preau.look")(LookChanged)
