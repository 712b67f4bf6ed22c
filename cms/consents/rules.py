"""When a picture may be public: the one rule, without database (ZONE-07). `selectors` asks it in bulk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from cms.consents.enums import State
from cms.directory.rules import years_after

SOON = timedelta(days=30)  # before its end, a consent is to be asked for again


@dataclass(frozen=True, slots=True)
class Terms:
    """What somebody agreed to: in which use, where, and from when to when, both days included."""

    starts_on: date
    ends_on: date
    image: bool = True
    public_site: bool = True
    withdrawn_on: date | None = None


def state(terms: Terms, day: date) -> State:
    if terms.withdrawn_on is not None and terms.withdrawn_on <= day:
        return State.WITHDRAWN
    if day < terms.starts_on:
        return State.TO_COME
    return State.ENDED if terms.ends_on < day else State.IN_FORCE


def covers(terms: Terms, day: date) -> bool:
    """Whether it lets the public site show the person that day."""
    return terms.image and terms.public_site and state(terms, day) == State.IN_FORCE


def may_be_public(people: Iterable[Iterable[Terms]], day: date) -> bool:
    """Of a picture, from what each person shown in it agreed to: one who did not is enough to withhold it."""
    return all(any(covers(terms, day) for terms in given) for given in people)


def end_of_school_year(day: date) -> date:
    """The last of August that comes next: an agreement for good is none, so this is what is proposed."""
    return date(day.year if day.month < 9 else day.year + 1, 8, 31)


def latest_end(starts_on: date) -> date:
    """Three years: from sixième to troisième, no longer."""
    return years_after(starts_on, 3)
