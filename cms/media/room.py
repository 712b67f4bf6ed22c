"""The room that a rubric has for files, in words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from cms.media.rules import Use, megabytes
from cms.media.selectors import use_of


def in_short(use: Use) -> str:
    """ "12 Mo sur 250 Mo, 3 fichiers sur 150"; and that it is full, or nearly."""
    said = ngettext(
        "%(size)s of %(most)s, %(files)d file of %(number)d",
        "%(size)s of %(most)s, %(files)d files of %(number)d",
        use.files,
    ) % {
        "size": megabytes(use.size),
        "most": megabytes(use.quota.size),
        "files": use.files,
        "number": use.quota.files,
    }
    if use.is_full:
        return _("full: %s") % said
    return _("nearly full: %s") % said if use.is_near else said


def refusal_of(place: Page, size: int, already: Any) -> str:
    """Why a file of this size does not go in the rubric; "" when it does. `already`: the file that it replaces."""
    use = use_of([place.pk])[place.pk]
    counted = already.place_id == place.pk and already.pk is not None
    if counted and size <= (already.file_size or 0):
        return ""
    added = size - (already.file_size or 0) if counted else size
    if use.takes(added, 0 if counted else 1):
        return ""
    return _(
        "“%(rubric)s” has no room for this file of %(size)s: it holds %(use)s. Delete files of no more use, choose "
        "another rubric, or ask the head of school for more room."
    ) % {"rubric": place.title, "size": megabytes(size), "use": in_short(use)}
