"""Why an article is read-only, in Wagtail's own terms: its editor then shows it and saves nothing."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.locks import BaseLock


class ArchivedLock(BaseLock):
    def for_user(self, user: Any) -> bool:
        return True

    def get_message(self, user: Any) -> str:
        return _("This article is archived: it can be read here, and restored by whoever may delete it.")

    def get_icon(self, user: Any) -> str:
        return "folder"

    def get_locked_by(self, user: Any) -> str:
        return _("Archived")

    def get_description(self, user: Any) -> str:
        return _("Nobody changes an archived article.")
