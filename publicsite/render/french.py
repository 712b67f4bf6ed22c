"""How dates and sizes are written in French, without system locales: a bare machine has none."""

from __future__ import annotations

from datetime import datetime

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip

KILO = 1000


def french_date(value: datetime) -> str:
    """17 octobre 2025; the first of a month is "1er"."""
    day = "1er" if value.day == 1 else str(value.day)
    return f"{day} {MONTHS[value.month - 1]} {value.year}"


def month_name(number: int) -> str:
    return MONTHS[number - 1]


def file_size(size: int) -> str:
    """120 ko, 1,4 Mo."""
    if size < KILO * KILO:
        return f"{max(1, round(size / KILO))} ko"
    return f"{size / KILO / KILO:.1f} Mo".replace(".", ",")
