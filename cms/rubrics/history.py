"""The audit log of rights in sentences: what Wagtail shows of our actions, in a page's history and in the school's."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.log_actions import LogActionRegistry, LogFormatter

from cms.media.rules import megabytes
from cms.rubrics.enums import Role, Zone


class Sentence(LogFormatter):
    """A message made of what the entry keeps, with the words of today's enumerations."""

    def __init__(self, label: Any, sentence: Any) -> None:
        self.label = label
        self.sentence = sentence

    def format_message(self, log_entry: Any) -> str:
        return str(self.sentence(log_entry.data))


def _role(text: Any) -> Any:
    def sentence(data: dict[str, Any]) -> str:
        known = {role.name.lower(): role.label for role in Role}
        return str(text) % {"audience": data.get("audience", "?"), "role": known.get(data.get("role", ""), "?")}

    return sentence


def _zone(data: dict[str, Any]) -> str:
    return _("made %(zone)s") % {"zone": dict(Zone.choices).get(data.get("zone", ""), "?")}


def _inheritance(data: dict[str, Any]) -> str:
    return _("takes the roles given above") if data.get("inherits") else _("no longer takes the roles given above")


def _deleted(data: dict[str, Any]) -> str:
    rubrics, articles = data.get("rubrics", 1), data.get("articles", 0)
    return _("deleted, with %(rubrics)s and %(articles)s") % {
        "rubrics": ngettext("%(count)d rubric", "%(count)d rubrics", rubrics) % {"count": rubrics},
        "articles": ngettext("%(count)d article", "%(count)d articles", articles) % {"count": articles},
    }


def _seen_as(data: dict[str, Any]) -> str:
    seen = _("the school was seen as “%s”") % data.get("as", "?")
    return f"{seen} : {data['article']}" if data.get("article") else seen


def _quota(data: dict[str, Any]) -> str:
    return _("room for files changed: %(size)s, %(files)d files") % {
        "size": megabytes(data.get("size", 0)),
        "files": data.get("files", 0),
    }


ACTIONS: dict[str, tuple[Any, Any]] = {
    "preau.zone": (gettext_lazy("Change the zone"), _zone),
    "preau.quota": (gettext_lazy("Change the room for files"), _quota),
    "preau.archived": (gettext_lazy("Archive"), lambda data: _("archived")),
    "preau.restored": (gettext_lazy("Restore"), lambda data: _("restored")),
    "preau.deleted": (gettext_lazy("Delete"), _deleted),
    "preau.role.given": (gettext_lazy("Give a role"), _role(gettext_lazy("role given to %(audience)s: %(role)s"))),
    "preau.role.changed": (
        gettext_lazy("Change a role"),
        _role(gettext_lazy("role of %(audience)s changed: %(role)s")),
    ),
    "preau.role.taken": (
        gettext_lazy("Take a role away"),
        _role(gettext_lazy("role taken from %(audience)s: %(role)s")),
    ),
    "preau.inheritance": (gettext_lazy("Change the inheritance"), _inheritance),
    "preau.heads": (
        gettext_lazy("Repair the heads’ right"),
        lambda data: _("the heads of school manage it again"),
    ),
    "preau.seen_as": (gettext_lazy("See as"), _seen_as),
}


def register(actions: LogActionRegistry) -> None:
    for action, (label, sentence) in ACTIONS.items():
        actions.formatters[action] = Sentence(label, sentence)
        actions.choices.append((action, label))
