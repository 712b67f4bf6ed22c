"""Registration only: addresses, the menu, what the log says of each act."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse_lazy
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem, SubmenuMenuItem
from wagtail.log_actions import LogActionRegistry, LogFormatter

from cms.core.menus import AskedOnce
from cms.directory.permissions import schools_where
from cms.directory.rules import DirectoryRight
from cms.directory.views import access, groups, guests, people


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("directory/people/", people.search, name="directory_people"),
        path("directory/people/<uuid:ref>/", people.record, name="directory_person"),
        path("directory/people/<uuid:ref>/adults/", people.link_adult, name="directory_adult_link"),
        path("directory/people/<uuid:ref>/adults/<uuid:adult_ref>/", people.drop_adult, name="directory_adult_drop"),
        path("directory/groups/", groups.index, name="directory_groups"),
        path("directory/groups/new/", groups.new, name="directory_group_new"),
        path("directory/groups/<uuid:ref>/", groups.group, name="directory_group"),
        path("directory/groups/<uuid:ref>/add/", groups.add, name="directory_group_add"),
        path("directory/groups/<uuid:ref>/rename/", groups.rename, name="directory_group_rename"),
        path("directory/groups/<uuid:ref>/delete/", groups.delete, name="directory_group_delete"),
        path("directory/guests/", guests.index, name="directory_guests"),
        path("directory/guests/new/", guests.new, name="directory_guest_new"),
        path("directory/guests/remove/", guests.remove, name="directory_guests_remove"),
        path("directory/guests/<uuid:ref>/", guests.guest, name="directory_guest"),
        path("directory/guests/<uuid:ref>/link/", guests.link, name="directory_guest_link"),
        path("directory/guests/<uuid:ref>/end/", guests.end, name="directory_guest_end"),
        path("directory/access/", access.access, name="directory_access"),
    ]


@hooks.register("insert_global_admin_css")
def look() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("preau/directory.css"))


class DirectoryItem(MenuItem):
    """Shown to those who have a right in the directory of some school."""

    def __init__(self, label: str | Promise, url_name: str, right: DirectoryRight, **options: Any) -> None:
        super().__init__(label, reverse_lazy(url_name), name=url_name.replace("_", "-"), **options)
        self.right = right

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(schools_where(request.user, self.right))


@hooks.register("register_admin_menu_item")
def menu() -> SubmenuMenuItem:
    items = [
        DirectoryItem(_("People"), "directory_people", DirectoryRight.CONSULT, icon_name="user", order=1),
        DirectoryItem(_("Groups"), "directory_groups", DirectoryRight.CONSULT, icon_name="group", order=2),
        DirectoryItem(_("Guests"), "directory_guests", DirectoryRight.MANAGE_GUESTS, icon_name="key", order=3),
        DirectoryItem(
            _("Families’ access"), "directory_access", DirectoryRight.CLOSE_ACCESS, icon_name="lock", order=4
        ),
    ]
    return SubmenuMenuItem(_("Directory"), AskedOnce(items=items), name="directory", icon_name="group", order=500)


# By action: its name in a list of them, then what was done.
ACTIONS = {
    "group.made": (_("Make a group"), _("Group made")),
    "group.renamed": (_("Rename a group"), _("Group renamed")),
    "group.deleted": (_("Delete a group"), _("Group deleted")),
    "group.joined": (_("Add to a group"), _("Added to the group")),
    "group.left": (_("Take out of a group"), _("Taken out of the group")),
    "guest.made": (_("Make a guest"), _("Guest made")),
    "guest.until": (_("Change the stay of a guest"), _("Last day of the guest changed")),
    "guest.ended": (_("End the access of a guest"), _("Access of the guest ended")),
    "guest.removed": (_("Remove a guest"), _("Guest removed")),
    "guest.link": (_("Make a link to choose a password"), _("Link to choose a password made")),
    "adult.linked": (_("Link an accompanying adult"), _("Accompanying adult linked")),
    "adult.unlinked": (_("Unlink an accompanying adult"), _("Accompanying adult unlinked")),
    "access.closed": (_("Close access for pupils and parents"), _("Access of pupils and parents closed")),
    "access.opened": (_("Open access for pupils and parents"), _("Access of pupils and parents opened")),
}


class Told(LogFormatter):
    """What was done, then with whom or until when."""

    def format_message(self, log_entry: Any) -> str:
        data = log_entry.data
        details = [*data.get("people", ()), *(str(data[key]) for key in ("before", "first", "until") if key in data)]
        return f"{self.message} : {', '.join(details)}" if details else str(self.message)


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    for name, (label, message) in ACTIONS.items():
        formatter = type(Told.__name__, (Told,), {"label": label, "message": message})
        actions.register_action(f"preau.{name}")(formatter)
