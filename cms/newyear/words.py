"""The checklist in words: what each line is about, what it found, where it is mended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from cms.newyear.rules import Check, Finding, Named, Reason, State
from cms.schools.models import School

NAMED = 6  # things that a line names; the others are counted

TITLES: Mapping[Check, Any] = {
    Check.HEADS: _("The head of school’s rights"),
    Check.CLASSES: _("Classes of the year"),
    Check.FAMILIES: _("Access of pupils and parents"),
    Check.GUESTS: _("Guests to remove"),
    Check.DECIDERS: _("Who validates in each rubric"),
    Check.STALE: _("Forgotten rubrics"),
    Check.EMPTY: _("Empty rubrics"),
    Check.HOMEPAGE: _("Homepage"),
    Check.CONTACTS: _("How to reach the school"),
    Check.DIRECTOR: _("Publication director"),
    Check.PUBLICATION: _("The public site is up to date"),
}

STATES: Mapping[State, Any] = {State.TO_DO: _("to do"), State.TO_SEE: _("to look at"), State.DONE: _("in order")}

SENTENCES: Mapping[Reason, Any] = {
    Reason.HEADS_SET: _("They manage every rubric with their own account:"),
    Reason.NO_HEAD: _(
        "The group “Chef d’établissement” has nobody in it. Add the head: they answer in law for the site."
    ),
    Reason.HEADS_WITHOUT_ACCOUNT: _("In the group “Chef d’établissement”, nobody has an account to sign in with:"),
    Reason.HEADS_NOT_MANAGERS: _("The group “Chef d’établissement” does not manage these places:"),
    Reason.CLASSES_SET: ngettext_lazy(
        "%(count)d class, with its rubric.", "%(count)d classes, each with its rubric.", "count"
    ),
    Reason.NO_CLASS: _(
        "The directory has no class for this school year: pupils and families are still those of last year. Ask "
        "whoever runs the server."
    ),
    Reason.CLASSES_WITHOUT_RUBRIC: _("These classes have no rubric yet. Ask whoever runs the server to make them:"),
    Reason.FAMILIES_IN: _("Pupils and parents may sign in."),
    Reason.FAMILIES_OUT: _("Pupils and parents are kept out until %(day)s, that day included."),
    Reason.FAMILIES_OUT_SOON: _("Pupils and parents may sign in. They will be kept out from %(day)s."),
    Reason.NO_GUEST_TO_REMOVE: _("No guest has outstayed their last day."),
    Reason.GUESTS_TO_REMOVE: _("Their stay is over:"),
    Reason.DECIDERS_NAMED: _("Wherever somebody proposes articles, somebody besides the head decides."),
    Reason.NOBODY_DECIDES: _("Articles are proposed here, and nobody may put them online. Name a moderator:"),
    Reason.HEADS_DECIDE_ALONE: _(
        "The head alone decides of what is proposed here. Name a moderator, unless it is meant:"
    ),
    Reason.NOTHING_STALE: _("Each rubric with articles has one that changed within the year."),
    Reason.RUBRICS_STALE: _("Nothing has changed in them for a year. Update them, or archive them:"),
    Reason.NOTHING_EMPTY: _("No rubric is empty."),
    Reason.RUBRICS_EMPTY: _("Readers find nothing in them. Write there, archive them or delete them:"),
    Reason.HOMEPAGE_IN_SERVICE: _("In service:"),
    Reason.NO_HOMEPAGE: _("No homepage is in service: visitors get a plain list of the news."),
    Reason.CONTACTS_SHOWN: _("The address, the telephone and the e-mail address are at the foot of every page."),
    Reason.CONTACTS_MISSING: _("Visitors do not find:"),
    Reason.DIRECTOR_NAMED: _("The legal notice names:"),
    Reason.NO_DIRECTOR: _("The legal notice names nobody: the law asks for the head of school."),
    Reason.DIRECTOR_IS_NO_HEAD: _("The legal notice names somebody who is not in the group “Chef d’établissement”:"),
    Reason.PUBLISHED: _("What visitors see was put in service on %(day)s."),
    Reason.NEVER_PUBLISHED: _("Nothing has been published yet: visitors find no site."),
    Reason.PUBLICATIONS_FAIL: _("The last publications failed: visitors keep the site of before."),
    Reason.PUBLICATIONS_ASLEEP: _("Changes have waited since %(day)s: ask whoever runs the server."),
    Reason.EARLIER_PUBLICATION: _("An earlier publication was put back in service on %(day)s."),
}

LOOK_AFTER, LOOK = "rubrics_to_look_after", "school_look"
# By line, then by what was found where that leads elsewhere: the name of the button, and the screen.
WAYS: Mapping[Check | Reason, tuple[Any, str]] = {
    Check.HEADS: (_("Give the head their right back"), LOOK_AFTER),
    Reason.NO_HEAD: (_("Open the groups"), "directory_groups"),
    Reason.HEADS_WITHOUT_ACCOUNT: (_("Open the groups"), "directory_groups"),
    Reason.HEADS_SET: (_("Open the groups"), "directory_groups"),
    Check.CLASSES: (_("Open the directory"), "directory_people"),
    Check.FAMILIES: (_("Choose the dates"), "directory_access"),
    Check.GUESTS: (_("See the guests"), "directory_guests"),
    Check.DECIDERS: (_("See rubrics and rights"), "rubrics_rights"),
    Check.STALE: (_("See what to look after"), LOOK_AFTER),
    Check.EMPTY: (_("See what to look after"), LOOK_AFTER),
    Check.HOMEPAGE: (_("See the homepages"), "homepages"),
    Check.CONTACTS: (_("Change them"), LOOK),
    Check.DIRECTOR: (_("Change this"), LOOK),
    Check.PUBLICATION: (_("See the publications"), "publications"),
}
# The part of the screen where it is.
PLACES: Mapping[Check, str] = {Check.CONTACTS: "#id_address", Check.DIRECTOR: "#id_publication_director"}
# Where a rubric that is named is mended.
OF_RUBRIC: Mapping[Check, str] = {
    Check.HEADS: "rubric_rights",
    Check.DECIDERS: "rubric_rights",
    Check.STALE: "wagtailadmin_explore",
    Check.EMPTY: "wagtailadmin_explore",
}


@dataclass(frozen=True)
class Line:
    """One line of the checklist, as the screen shows it."""

    title: Any
    state: State
    said: str
    named: Sequence[tuple[str, str]]  # each with its address, or ""
    more: int
    way: tuple[Any, str]  # label, address

    @property
    def in_words(self) -> Any:
        return STATES[self.state]


def line(finding: Finding, school: School) -> Line:
    check = finding.check
    said = str(SENTENCES[finding.reason] % {"count": finding.count, "day": _day(finding.day)})
    label, name = WAYS.get(finding.reason) or WAYS[check]
    address = f"{reverse(name)}?school={school.slug}{PLACES.get(check, '')}"
    named = [(one.title, _address(check, one)) for one in finding.named[:NAMED]]
    return Line(TITLES[check], finding.state, said, named, max(0, len(finding.named) - NAMED), (label, address))


def _address(check: Check, named: Named) -> str:
    return reverse(OF_RUBRIC[check], args=[named.page]) if named.page and check in OF_RUBRIC else ""


def _day(day: Any) -> str:
    if day is None:
        return ""
    return formats.date_format(timezone.localtime(day) if isinstance(day, datetime) else day, "DATE_FORMAT")
