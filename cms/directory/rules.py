"""Dates of the school year, and who may do what with the directory: tables and pure functions."""

import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from cms.directory.enums import COLLEAGUES, Profile


class DirectoryRight(StrEnum):
    CONSULT = "search people and read their records"
    SEE_TECHNICAL = "see sources, identifiers and states of accounts"
    MANAGE_GROUPS = "make, fill and delete free groups"
    MANAGE_GUESTS = "create guests and end their stay"
    LINK_ADULTS = "link an accompanying adult to a pupil"
    CLOSE_ACCESS = "close access for pupils and parents"
    READ_LOG = "read who changed which right"


class Standing(StrEnum):
    """What an account is to the directory of one school."""

    NOBODY = "nobody"
    COLLEAGUE = "colleague"
    ADMINISTRATOR = "administrator"


DIRECTORY_RIGHTS: Mapping[Standing, frozenset[DirectoryRight]] = {
    Standing.NOBODY: frozenset(),
    Standing.COLLEAGUE: frozenset({DirectoryRight.CONSULT}),
    Standing.ADMINISTRATOR: frozenset(DirectoryRight),
}


def standing(profile: str, *, administers: bool) -> Standing:
    """`administers`: whether they are in the group of heads or of administrators."""
    if administers:
        return Standing.ADMINISTRATOR
    return Standing.COLLEAGUE if Profile(profile) in COLLEAGUES else Standing.NOBODY


def school_year(day: date) -> int:
    """The year in which the school year of that day began: 2026 for 2026-2027. It changes on the first of August."""
    return day.year if day.month >= 8 else day.year - 1


def summer(day: date) -> tuple[date, date]:
    """First and last day of the summer closing that is under way or comes next, proposed by default (DIR-07).

    The ministry's calendar ends the year in the first week of July and begins the next on the first of September.
    """
    year = day.year if day <= date(day.year, 8, 31) else day.year + 1
    return date(year, 7, 6), date(year, 8, 31)


def is_closed(day: date, first: date | None, last: date | None) -> bool:
    """Whether pupils and parents are kept out that day; both bounds are included, and one alone is no closing."""
    return first is not None and last is not None and first <= day <= last


def latest_closing(first: date) -> date:
    """Access is closed for a year at most: for longer than that, accounts are closed."""
    return years_after(first, 1) - timedelta(days=1)


SOON = timedelta(days=30)  # a stay that ends so soon is shown first, to be prolonged or let go
LONGEST_STAY = 2  # years for which a guest is received at once


def latest_end_of_stay(today: date) -> date:
    return years_after(today, LONGEST_STAY)


def years_after(day: date, years: int) -> date:
    """The same day of a later year."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + years, day=28)


AS_COMPARED = str.maketrans({"œ": "oe", "æ": "ae", "’": "'"})


def folded(text: str) -> str:
    """Text as it is compared: "Léa" is found by "lea", "Le Gœff" by "goeff", "L’Hostis" by "l'hostis"."""
    letters = unicodedata.normalize("NFKD", text.casefold().translate(AS_COMPARED))
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


def username_for(first: str, last: str) -> str:
    """ "Émilie Le Goff" signs in as "emilie.legoff"."""
    names = (folded(name).encode("ascii", "ignore").decode() for name in (first, last))
    return ".".join(filter(None, ("".join(filter(str.isalnum, name)) for name in names)))
