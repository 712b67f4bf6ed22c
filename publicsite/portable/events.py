"""An entry for an agenda: what happens, when, where. Times are those of the school's clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from bs4.element import Tag

from publicsite.portable.inline import join, wrap

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip

Moment = date | datetime  # a day without hour is a whole day


def moment(text: object) -> Moment | None:
    """ "2026-03-14" or "2026-03-14T09:00"."""
    for read, length in ((date.fromisoformat, 10), (datetime.fromisoformat, 16)):
        try:
            if len(str(text)) == length:
                return read(str(text))
        except ValueError:
            return None
    return None


def read_times(event: Tag) -> tuple[str, str] | None:
    """Start and end as they are written in `datetime`, the end perhaps empty; None when they are no times."""
    written = [str(tag.get("datetime") or "") for tag in event.find_all("time")]
    if not 1 <= len(written) <= 2 or not all(map(moment, written)):
        return None
    return written[0], written[1] if len(written) > 1 else ""


def render_event(value: Mapping[str, Any], text: str) -> str:
    """`text` is canonical running text."""
    return join(
        '<div class="event">',
        wrap("p", value["title"], "event-title"),
        f'<p class="event-when">{when(value["start"], value.get("end", ""))}</p>',
        wrap("p", value.get("place", ""), "event-place"),
        text,
        "</div>",
    )


def when(start: str, end: str) -> str:
    """ "samedi 14 mars 2026, 9 h – 12 h 30", each moment in its `<time>`."""
    first, last = moment(start), moment(end)
    if first is None:
        return ""
    told = _time(start, _in_words(first))
    if last is None:
        return told
    same_day = isinstance(last, datetime) and (last.year, last.month, last.day) == (first.year, first.month, first.day)
    return f"{told} – {_time(end, _hour(last) if same_day else _in_words(last))}"


def _time(written: str, words: str) -> str:
    return f'<time datetime="{written}">{words}</time>'


def _in_words(value: Moment) -> str:
    number = "1er" if value.day == 1 else str(value.day)
    day = f"{DAYS[value.weekday()]} {number} {MONTHS[value.month - 1]} {value.year}"
    return f"{day}, {_hour(value)}" if isinstance(value, datetime) else day


def _hour(value: Moment) -> str:
    """With no-break spaces: "9 h 30"."""
    hour = f"{value:%H}".lstrip("0") or "0"
    return f"{hour}\u00a0h\u00a0{value:%M}" if f"{value:%M}" != "00" else f"{hour}\u00a0h"
