"""What the headers of a document may be, and their values read from text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil import parser as dateutil_parser  # type: ignore[import-untyped]

from publicsite.contract import ARTICLE_TEXTS

ARTICLE_HEADERS = (
    *("title", "date", "modified", "category", "slug", "url", "save_as", "status", "state", "tags"),
    *ARTICLE_TEXTS,
    *("illustration", "expires"),
)
EVENT_HEADERS = (
    *ARTICLE_HEADERS,
    *("starts", "ends", "place", "repeat", "weekdays", "until", "times", "except", "cancelled"),
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
RUBRIC_HEADERS = (
    *("title", "date", "modified", "slug", "url", "save_as", "status", "zone", "position", "menu", "blog"),
    "agenda",
    *("colour", "icon", "illustration"),
)
DEFAULT_TIMEZONE = "Europe/Paris"
FIRST_YEAR, LAST_YEAR = 1000, 9000  # what no time zone takes out of the calendar

_MONTHS = {
    **dict.fromkeys(("janvier", "janv", "jan", "january"), 1),
    **dict.fromkeys(("février", "fevrier", "févr", "fév", "fev", "feb", "february"), 2),
    **dict.fromkeys(("mars", "mar", "march"), 3),
    **dict.fromkeys(("avril", "avr", "apr", "april"), 4),
    **dict.fromkeys(("mai", "may"), 5),
    **dict.fromkeys(("juin", "jun", "june"), 6),
    **dict.fromkeys(("juillet", "juil", "jul", "july"), 7),
    **dict.fromkeys(("août", "aout", "aug", "august"), 8),
    **dict.fromkeys(("septembre", "sept", "sep", "september"), 9),
    **dict.fromkeys(("octobre", "oct", "october"), 10),
    **dict.fromkeys(("novembre", "nov", "november"), 11),
    **dict.fromkeys(("décembre", "decembre", "déc", "dec", "december"), 12),
}
_TIME = (
    r"(?:[T ,]|à|at)*(?:(?P<hour>\d{1,2})\s?[:h]\s?(?P<minute>\d{2})?(?::(?P<second>\d{2})(?:\.\d+)?)?"
    r"\s*(?P<offset>Z|[+-]\d{2}:?\d{2})?)?"
)
_DAY_NAME = r"(?:[^\W\d]+\.?,?\s+)??"
_FORMS = [
    re.compile(form + _TIME, re.I)
    for form in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})",
        _DAY_NAME + r"(?P<day>\d{1,2})(?:er|st|nd|rd|th)?[ -](?P<name>[^\W\d]+)\.?[ ,-]+(?P<year>\d{4})",
        _DAY_NAME + r"(?P<name>[^\W\d]+)\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})",
    )
]
_AMBIGUOUS = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}")


@dataclass(frozen=True, slots=True)
class Header:
    """The value of a header as it was written, and its line."""

    value: str
    line: int | None


def read_date(text: str) -> datetime:
    """A date in our form or in Pelican's usual ones, naive when no offset is written.

    ValueError with a French sentence otherwise.
    """
    text = " ".join(text.split())
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = _read_form(text) or _read_freely(text)
    if not FIRST_YEAR <= instant.year <= LAST_YEAR:
        raise ValueError(f"la date « {text} » est trop lointaine : corrigez-la")
    return instant


def is_ambiguous(text: str) -> bool:
    """Whether another country would read another day: 03/10/2010."""
    match = _AMBIGUOUS.match(text.strip())
    return match is not None and int(match[1]) <= 12 and int(match[2]) <= 12 and match[1] != match[2]


def timezone(name: str) -> ZoneInfo:
    """The time zone of that name; the default one when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(DEFAULT_TIMEZONE)


def split_tags(text: str, separators: str = ",") -> tuple[str, ...]:
    return tuple(filter(None, (tag.strip() for tag in re.split(f"[{separators}]", text))))


def _read_form(text: str) -> datetime | None:
    for form in _FORMS:
        match = form.fullmatch(text)
        month = _month(match.groupdict()) if match else None
        if match and month:
            return _build(match, month, text)
    return None


def _month(parts: dict[str, str | None]) -> int | None:
    name = parts.get("name")
    return _MONTHS.get(name.lower()) if name else int(parts.get("month") or 0)


def _build(match: re.Match[str], month: int, text: str) -> datetime:
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    offset = (match["offset"] or "").upper()
    try:
        day = date(int(match["year"]), month, int(match["day"]))
        instant = datetime.combine(day, time(hour, minute, second))
        return instant.replace(tzinfo=datetime.strptime(offset, "%z").tzinfo) if offset else instant
    except ValueError:
        raise ValueError(f"la date « {text} » n’existe pas : corrigez-la") from None


def _read_freely(text: str) -> datetime:
    """Any other form in which dateutil finds a year, a month and a day.

    It takes what it does not find from a default date: two defaults tell whether it found all.
    """
    defaults = (datetime.combine(day, time()) for day in (date(2000, 1, 1), date(2001, 2, 2)))
    try:
        found: set[datetime] = {dateutil_parser.parse(text, dayfirst=True, default=default) for default in defaults}
    except (ValueError, OverflowError, TypeError):
        found = set()
    if len(found) != 1:
        raise ValueError(f"la date « {text} » ne se lit pas : écrivez-la comme 2025-10-17 14:30")
    return found.pop()
