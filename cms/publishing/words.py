"""The outbox and the record of releases, in plain words."""

from datetime import datetime
from typing import Any

from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.core import clock
from cms.publishing.enums import Reason

# What happened to a thing that is named; what happened, when none is.
SAID: dict[str, tuple[Any, Any]] = {
    Reason.PUBLISHED: (gettext_lazy("“%s” put online"), gettext_lazy("A page put online")),
    Reason.WITHDRAWN: (gettext_lazy("“%s” taken offline"), gettext_lazy("A page taken offline")),
    Reason.MOVED: (gettext_lazy("“%s” moved"), gettext_lazy("A page moved")),
    Reason.DELETED: (gettext_lazy("“%s” deleted"), gettext_lazy("A page deleted")),
    Reason.ZONE: (gettext_lazy("“%s”: change of zone"), gettext_lazy("Change of zone")),
    Reason.CONSENT: (
        gettext_lazy("Agreement of the people shown in “%s”"),
        gettext_lazy("Agreement of people shown in pictures"),
    ),
    Reason.MEDIA: (gettext_lazy("File “%s” changed"), gettext_lazy("A file changed")),
    Reason.SCHOOL: (gettext_lazy("Settings of “%s”"), gettext_lazy("Settings of the school")),
    Reason.HOMEPAGE: (gettext_lazy("Homepage: “%s”"), gettext_lazy("Homepage")),
    Reason.IMPORTED: (gettext_lazy("Content imported: “%s”"), gettext_lazy("Content imported")),
    Reason.DAY: (gettext_lazy("A new day in the agenda"), gettext_lazy("A new day in the agenda")),
    Reason.TAG: (gettext_lazy("Tag “%s” changed"), gettext_lazy("A tag changed")),
    Reason.ASKED: (gettext_lazy("Everything published again"), gettext_lazy("Everything published again")),
    Reason.SEARCH: (gettext_lazy("Index of the search"), gettext_lazy("Index of the search")),
}


def change(reason: str, subject: str) -> str:
    named, unnamed = SAID.get(reason, (None, None))
    if named is None:  # of a version that is not ours: a record outlives what wrote it
        return subject or _("A change")
    return str(named).replace("%s", subject) if subject else str(unnamed)


def ago(moment: datetime) -> str:
    """ "3 s ago", "5 minutes ago"."""
    seconds = max(0, int((clock.now() - moment).total_seconds()))
    since = _("%d s") % seconds if seconds < 60 else timesince(moment, clock.now(), depth=1)
    return _("%s ago") % since


def lasted(seconds: float) -> str:
    if seconds < 60:
        return _("%s s") % (f"{seconds:.1f}".replace(".", ",") if seconds < 10 else round(seconds))
    return ngettext("%d minute", "%d minutes", round(seconds / 60)) % round(seconds / 60)
