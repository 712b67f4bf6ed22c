"""Registration only."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from cms.addresses import views
from cms.addresses.selectors import old_addresses
from cms.addresses.services import forgotten
from cms.rubrics.history import Sentence


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [path("pages/<int:pk>/addresses/", views.page_addresses, name="page_addresses")]


@hooks.register("register_page_header_buttons")
def addresses_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Of a page that was somewhere else; nothing speaks of addresses elsewhere."""
    if (
        view_name == "edit"
        and old_addresses(page).exists()
        and page.specific_deferred.permissions_for_user(user).can_publish()
    ):
        yield Button(_("Old addresses"), reverse("page_addresses", args=[page.pk]), icon_name="redirect", priority=47)


@hooks.register("after_move_page")
def told_after_a_move(request: HttpRequest, page: Page) -> None:
    if request.method == "POST" and old_addresses(page).exists():
        messages.info(request, _("Its old address on the public site leads to the new one."))


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    label = gettext_lazy("Remove an old address")
    actions.formatters["preau.address.forgotten"] = Sentence(label, forgotten)
    actions.choices.append(("preau.address.forgotten", label))
