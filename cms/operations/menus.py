"""The main menu, short enough to be read at once: what goes together is under one name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

# Pages about Wagtail itself, and reports over the whole installation: of use to whoever runs it.
FOR_OPERATORS = frozenset({"help", "reports"})


@dataclass(frozen=True)
class Group:
    name: str
    label: Any
    icon: str
    order: int
    entries: tuple[str, ...]  # by the names that their apps give them


GROUPS = (
    Group("files", _("Files"), "image", 300, ("images", "documents", "documents-replace", "consents")),
    Group("rubrics", _("Rubrics"), "key", 310, ("rights", "to-look-after", "seen-as", "rights-history")),
    Group("our-school", _("Our school"), "site", 520, ("new-year", "look", "outside-contents")),
)


class Shown(Menu):
    """Items of which it is known already that this person sees them."""

    def menu_items_for_request(self, request: HttpRequest) -> list[MenuItem]:
        return list(self.initial_menu_items)


def grouped(request: HttpRequest, items: list[MenuItem]) -> None:
    """For `construct_main_menu`. What is alone in its group stays where it is."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name not in FOR_OPERATORS]
    for group in GROUPS:
        inside = [item for item in items if item.name in group.entries]
        if len(inside) > 1:
            items[:] = [*(item for item in items if item not in inside), _submenu(group, inside)]


def _submenu(group: Group, inside: Sequence[MenuItem]) -> SubmenuMenuItem:
    return SubmenuMenuItem(
        group.label, Shown(items=list(inside)), name=group.name, icon_name=group.icon, order=group.order
    )
