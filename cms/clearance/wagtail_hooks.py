"""Registration only: addresses, buttons, the line of the menu, what Wagtail asks before it acts."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from cms.clearance import doors
from cms.clearance.reading import LOOKED_AT
from cms.clearance.views import check, many, review
from cms.rubrics.history import Sentence


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("clearance/", review.review, name="clearance_review"),
        path("clearance/many/", many.many, name="clearance_many"),
        path("clearance/<int:pk>/", check.check, name="clearance_check"),
        path("clearance/<int:pk>/panel/", check.panel, name="clearance_panel"),
        path("clearance/<int:pk>/online/", check.online, name="clearance_online"),
    ]


hooks.register("before_publish_page", doors.before_publish)
hooks.register("before_bulk_action", doors.before_bulk)
hooks.register("before_copy_page", doors.before_copy)


@hooks.register("register_page_header_buttons")
def check_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if issubclass(page.specific_class or Page, LOOKED_AT) and page.permissions_for_user(user).can_edit():
        yield Button(
            _("Check before publishing"),
            reverse("clearance_check", args=[page.pk]),
            icon_name="clipboard-list",
            priority=12,
        )


class ReviewItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return review.reviews_somewhere(request.user)


@hooks.register("register_publication_menu_item")
def review_item() -> MenuItem:
    address = reverse("clearance_review")
    return ReviewItem(gettext_lazy("Data online"), address, name="clearance", icon_name="clipboard-list", order=40)


def _confirmed(data: dict[str, Any]) -> str:
    count = data.get("count", 1)
    said = ngettext("%d personal detail confirmed", "%d personal details confirmed", count)
    return said % count


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    label = gettext_lazy("Confirm personal data")
    actions.formatters["clearance.confirmed"] = Sentence(label, _confirmed)
    actions.choices.append(("clearance.confirmed", label))
