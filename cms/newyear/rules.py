"""The checklist of the start of the year as a table and pure functions (ADM-04): from facts to findings.

The lines are those that the guides have a head of school go through each September. None of them asks the clock or the
database: the facts are gathered once (`selectors`), the words and the ways to mend are elsewhere (`words`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

ASLEEP = timedelta(hours=1)  # a change that waits so long for its publication is not being published


class Check(StrEnum):
    """The lines, in the order in which they are gone through: who, then what, then how it looks from outside."""

    HEADS = "heads"
    CLASSES = "classes"
    FAMILIES = "families"
    GUESTS = "guests"
    DECIDERS = "deciders"
    STALE = "stale"
    EMPTY = "empty"
    HOMEPAGE = "homepage"
    CONTACTS = "contacts"
    DIRECTOR = "director"
    PUBLICATION = "publication"


class State(StrEnum):
    TO_DO = "to do"
    TO_SEE = "to see"  # may be as it is meant: a person looks
    DONE = "done"


class Reason(StrEnum):
    """What a line found: each has its sentence (`words`)."""

    HEADS_SET = "heads set"
    NO_HEAD = "no head"
    HEADS_WITHOUT_ACCOUNT = "heads without account"
    HEADS_NOT_MANAGERS = "heads not managers"
    CLASSES_SET = "classes set"
    NO_CLASS = "no class"
    CLASSES_WITHOUT_RUBRIC = "classes without rubric"
    FAMILIES_IN = "families in"
    FAMILIES_OUT = "families out"
    FAMILIES_OUT_SOON = "families out soon"
    NO_GUEST_TO_REMOVE = "no guest to remove"
    GUESTS_TO_REMOVE = "guests to remove"
    DECIDERS_NAMED = "deciders named"
    NOBODY_DECIDES = "nobody decides"
    HEADS_DECIDE_ALONE = "heads decide alone"
    NOTHING_STALE = "nothing stale"
    RUBRICS_STALE = "rubrics stale"
    NOTHING_EMPTY = "nothing empty"
    RUBRICS_EMPTY = "rubrics empty"
    HOMEPAGE_IN_SERVICE = "homepage in service"
    NO_HOMEPAGE = "no homepage"
    CONTACTS_SHOWN = "contacts shown"
    CONTACTS_MISSING = "contacts missing"
    DIRECTOR_NAMED = "director named"
    NO_DIRECTOR = "no director"
    DIRECTOR_IS_NO_HEAD = "director is no head"
    PUBLISHED = "published"
    NEVER_PUBLISHED = "never published"
    PUBLICATIONS_FAIL = "publications fail"
    PUBLICATIONS_ASLEEP = "publications asleep"
    EARLIER_PUBLICATION = "earlier publication"


@dataclass(frozen=True, slots=True)
class Named:
    """Something that a line names; `page` is the key of the rubric, where it is one."""

    title: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Head:
    name: str
    has_account: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A rubric where some people only propose: how many decide of it, and how many of those are not heads of school."""

    named: Named
    deciders: int
    besides_heads: int


@dataclass(frozen=True, slots=True)
class Publication:
    """What visitors see of the school: since when, and what has waited since when to join it."""

    since: datetime | None
    put_back: bool = False  # somebody put an earlier one in service again
    failing: bool = False
    waiting_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the checklist knows of a school at one moment."""

    now: datetime
    today: date
    heads: Sequence[Head]
    headless: Sequence[Named]  # where their group does not manage
    classes: int  # of this school year
    without_rubric: Sequence[Named]
    out_from: date | None
    out_until: date | None
    gone_guests: Sequence[Named]
    places: Sequence[Place]
    stale: Sequence[Named]
    empty: Sequence[Named]
    homepage: str
    missing_contacts: Sequence[Named]
    director: str
    director_is_head: bool
    publication: Publication


@dataclass(frozen=True, slots=True)
class Finding:
    check: Check
    state: State
    reason: Reason
    named: Sequence[Named] = ()
    count: int = 0
    day: date | datetime | None = None


def heads(facts: Facts) -> Finding:
    """The head answers in law for what is published: with their own account, and everywhere (RUB-07)."""
    check = Check.HEADS
    if not facts.heads:
        return Finding(check, State.TO_DO, Reason.NO_HEAD)
    if facts.headless:
        return Finding(check, State.TO_DO, Reason.HEADS_NOT_MANAGERS, facts.headless)
    if not any(head.has_account for head in facts.heads):
        return Finding(check, State.TO_DO, Reason.HEADS_WITHOUT_ACCOUNT, _names(facts.heads))
    return Finding(check, State.DONE, Reason.HEADS_SET, _names(facts.heads))


def classes(facts: Facts) -> Finding:
    """Those of the new year have come in, and have their rubrics (RUB-05)."""
    if not facts.classes:
        return Finding(Check.CLASSES, State.TO_DO, Reason.NO_CLASS)
    if facts.without_rubric:
        return Finding(Check.CLASSES, State.TO_DO, Reason.CLASSES_WITHOUT_RUBRIC, facts.without_rubric)
    return Finding(Check.CLASSES, State.DONE, Reason.CLASSES_SET, count=facts.classes)


def families(facts: Facts) -> Finding:
    """Closed for the summer is as it should be; it is shown, so that nobody forgets it (DIR-07)."""
    first, last = facts.out_from, facts.out_until
    if first is None or last is None or last < facts.today:
        return Finding(Check.FAMILIES, State.DONE, Reason.FAMILIES_IN)
    if first > facts.today:
        return Finding(Check.FAMILIES, State.DONE, Reason.FAMILIES_OUT_SOON, day=first)
    return Finding(Check.FAMILIES, State.TO_SEE, Reason.FAMILIES_OUT, day=last)


def guests(facts: Facts) -> Finding:
    if facts.gone_guests:
        return Finding(Check.GUESTS, State.TO_DO, Reason.GUESTS_TO_REMOVE, facts.gone_guests)
    return Finding(Check.GUESTS, State.DONE, Reason.NO_GUEST_TO_REMOVE)


def deciders(facts: Facts) -> Finding:
    """Where people propose, somebody decides; that it be the head alone may be meant, in a small school."""
    check = Check.DECIDERS
    if nobody := [place.named for place in facts.places if not place.deciders]:
        return Finding(check, State.TO_DO, Reason.NOBODY_DECIDES, nobody)
    if alone := [place.named for place in facts.places if not place.besides_heads]:
        return Finding(check, State.TO_SEE, Reason.HEADS_DECIDE_ALONE, alone)
    return Finding(check, State.DONE, Reason.DECIDERS_NAMED)


def stale(facts: Facts) -> Finding:
    if facts.stale:
        return Finding(Check.STALE, State.TO_SEE, Reason.RUBRICS_STALE, facts.stale)
    return Finding(Check.STALE, State.DONE, Reason.NOTHING_STALE)


def empty(facts: Facts) -> Finding:
    if facts.empty:
        return Finding(Check.EMPTY, State.TO_SEE, Reason.RUBRICS_EMPTY, facts.empty)
    return Finding(Check.EMPTY, State.DONE, Reason.NOTHING_EMPTY)


def homepage(facts: Facts) -> Finding:
    if facts.homepage:
        return Finding(Check.HOMEPAGE, State.DONE, Reason.HOMEPAGE_IN_SERVICE, [Named(facts.homepage)])
    return Finding(Check.HOMEPAGE, State.TO_DO, Reason.NO_HOMEPAGE)


def contacts(facts: Facts) -> Finding:
    if facts.missing_contacts:
        return Finding(Check.CONTACTS, State.TO_DO, Reason.CONTACTS_MISSING, facts.missing_contacts)
    return Finding(Check.CONTACTS, State.DONE, Reason.CONTACTS_SHOWN)


def director(facts: Facts) -> Finding:
    """The legal notice names who answers for the site: a new head finds their predecessor there."""
    if not facts.director:
        return Finding(Check.DIRECTOR, State.TO_DO, Reason.NO_DIRECTOR)
    named = [Named(facts.director)]
    if facts.heads and not facts.director_is_head:
        return Finding(Check.DIRECTOR, State.TO_SEE, Reason.DIRECTOR_IS_NO_HEAD, named)
    return Finding(Check.DIRECTOR, State.DONE, Reason.DIRECTOR_NAMED, named)


def publication(facts: Facts) -> Finding:
    check, seen = Check.PUBLICATION, facts.publication
    if seen.failing:
        return Finding(check, State.TO_DO, Reason.PUBLICATIONS_FAIL)
    if seen.waiting_since is not None and facts.now - seen.waiting_since > ASLEEP:
        return Finding(check, State.TO_DO, Reason.PUBLICATIONS_ASLEEP, day=seen.waiting_since)
    if seen.since is None:
        return Finding(check, State.TO_DO, Reason.NEVER_PUBLISHED)
    if seen.put_back:
        return Finding(check, State.TO_SEE, Reason.EARLIER_PUBLICATION, day=seen.since)
    return Finding(check, State.DONE, Reason.PUBLISHED, day=seen.since)


RULES: Mapping[Check, Callable[[Facts], Finding]] = {
    Check.HEADS: heads,
    Check.CLASSES: classes,
    Check.FAMILIES: families,
    Check.GUESTS: guests,
    Check.DECIDERS: deciders,
    Check.STALE: stale,
    Check.EMPTY: empty,
    Check.HOMEPAGE: homepage,
    Check.CONTACTS: contacts,
    Check.DIRECTOR: director,
    Check.PUBLICATION: publication,
}


def checklist(facts: Facts) -> list[Finding]:
    """A finding for each line, in order."""
    return [RULES[check](facts) for check in Check]


def _names(people: Iterable[Head]) -> list[Named]:
    return [Named(head.name) for head in people]
