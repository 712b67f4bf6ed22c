"""How dates, sizes and plain text are written in French, without system locales: a bare machine has none."""

from __future__ import annotations

import re
from datetime import date

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip

# As calendars write them where there is little room.
SHORT_MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")

KILO = 1000


def french_date(value: date) -> str:
    """17 octobre 2025; the first of a month is "1er"."""
    day = "1er" if value.day == 1 else str(value.day)
    return f"{day} {MONTHS[value.month - 1]} {value.year}"


def french_span(first: date, last: date) -> str:
    """ "du 3 au 12 mai 2026", "du 3 mars au 12 mai 2026", or "le 3 mars 2026"; what both days share is said once."""
    if first == last:
        return f"le {french_date(first)}"
    day = "1er" if first.day == 1 else str(first.day)
    month = f" {MONTHS[first.month - 1]}" if (first.year, first.month) != (last.year, last.month) else ""
    year = f" {first.year}" if first.year != last.year else ""
    return f"du {day}{month}{year} au {french_date(last)}"


def month_name(number: int) -> str:
    return MONTHS[number - 1]


def short_month(number: int) -> str:
    return SHORT_MONTHS[number - 1]


def file_size(size: int) -> str:
    """120 ko, 1,4 Mo."""
    if size < KILO * KILO:
        return f"{max(1, round(size / KILO))} ko"
    return f"{size / KILO / KILO:.1f} Mo".replace(".", ",")


def dialled(phone: str) -> str:
    """What a telephone is asked to call: spaces of any kind, dots and words are for the eye."""
    return "".join(sign for sign in phone if sign.isdecimal() or sign == "+")


def paragraphs(text: str) -> list[list[str]]:
    """The lines of each paragraph of a plain text: an empty line begins another."""
    groups = ([line.strip() for line in part.splitlines()] for part in re.split(r"\n\s*\n", text.strip()))
    return [[line for line in group if line] for group in groups if any(group)]
