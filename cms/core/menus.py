"""A menu inside the administration's, whose items say each time they are asked whether they are shown."""

from django.http import HttpRequest
from wagtail.admin.menu import Menu, MenuItem


class AskedOnce(Menu):
    """Wagtail asks whether there is something in it, then what: each item would ask the database twice a page."""

    def menu_items_for_request(self, request: HttpRequest) -> list[MenuItem]:
        shown: dict[Menu, list[MenuItem]] = request.__dict__.setdefault("preau_menus", {})
        if self not in shown:
            shown[self] = super().menu_items_for_request(request)
        return shown[self]
