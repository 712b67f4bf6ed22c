"""What an agenda entry of a body tells, for its page and for machines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from publicsite.render.tree import parse, text


@dataclass(frozen=True, slots=True)
class BodyEvent:
    """`start` and `end` are written as in the content format: a day, or a day and an hour on the school's clock."""

    title: str
    start: str
    end: str
    place: str
    title_element: Element | None
    when: Element
    place_element: Element | None


def event_of(element: Element) -> BodyEvent | None:
    """None for an entry that has no time."""
    title, when, place = (element.find(f"p[@class='event-{part}']") for part in ("title", "when", "place"))
    times = [] if when is None else [time.get("datetime", "") for time in when.iter("time")]
    if when is None or not times:
        return None
    end = times[1] if len(times) > 1 else ""
    return BodyEvent(text(title), times[0], end, text(place), title, when, place)


def events_in(html: str) -> Iterator[BodyEvent]:
    """The entries of a canonical body, in its order."""
    if 'class="event"' in html:
        yield from filter(None, map(event_of, parse(html).findall("div[@class='event']")))
