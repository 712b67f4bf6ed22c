"""The agendas: events read from the content folder, as the theme sees them, their pages and their calendars.

What is to come is told from the site's reference day (`Site.today`): the publisher gives the day it publishes on, and
publishes again when a day ends. Without one it is the day of the latest change in the folder. So the same folder and
the same day give the same bytes.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache, partial
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import icalendar
from markupsafe import Markup

from cms.agenda.rules import Occurrence, Repeat, Schedule, expand, first_time, month_rule, school_year
from publicsite.contract import EventDoc
from publicsite.portable.events import DAYS, moment
from publicsite.portable.events import when as in_words
from publicsite.portable.schedules import schedule_of
from publicsite.render.bodies import teaser
from publicsite.render.french import MONTHS, french_date
from publicsite.render.generators import Part
from publicsite.render.keys import key
from publicsite.render.rubrics import Article, Rubric, Tree, links_of
from publicsite.render.site import SETTING, Site
from publicsite.render.tree import parse, text
from publicsite.render.writer import SiteWriter

FEW = 4  # of what comes next, on the page of a rubric
MOST_MONTHS = 36  # pages of months of one agenda, around the reference day
ICAL_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(eq=False, slots=True)
class Event:
    """One event with its page."""

    doc: EventDoc
    rubric: Rubric
    source: str  # its path in the content folder
    teaser: str
    schedule: Schedule
    occurrences: Sequence[Occurrence]
    links: tuple[str, ...]  # of its text, to documents and media of the folder
    whole: bytes  # digest of the document
    body: Markup = field(default_factory=Markup)  # while its page is made

    @property
    def title(self) -> str:
        return self.doc.title

    @property
    def url(self) -> str:
        return f"/{self.doc.path}/"

    @property
    def repetition(self) -> str:
        return repetition(self.schedule, self.occurrences)

    @property
    def exceptions(self) -> str:
        return exceptions(self.schedule.exceptions)

    def next(self, today: date) -> Occurrence:
        """The one to come, or the last there was."""
        return next((one for one in self.occurrences if one.last_day >= today), self.occurrences[-1])


@dataclass(frozen=True, slots=True)
class Meeting:
    """One time at which an event takes place, or a date that an article tells."""

    occurrence: Occurrence
    title: str
    url: str
    place: str
    rubric: Rubric
    changed: datetime  # when it was last told
    identity: str  # the same as long as it is the same, for calendars
    cancelled: bool = False
    event: Event | None = None

    @property
    def day(self) -> date:
        return self.occurrence.day

    @property
    def when(self) -> Markup:
        return when(self.occurrence)

    @property
    def hour(self) -> str:
        """ "18 h 30", or nothing for whole days."""
        first = self.occurrence.first
        if not isinstance(first, datetime):
            return ""
        return f"{first.hour}\u00a0h" + (f"\u00a0{first:%M}" if first.minute else "")


@dataclass(frozen=True, slots=True)
class Month:
    year: int
    number: int
    url: str

    @property
    def title(self) -> str:
        return f"{MONTHS[self.number - 1]} {self.year}"


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    meetings: Sequence[Meeting] = ()

    @property
    def name(self) -> str:
        return f"{DAYS[self.date.weekday()]} {'1er' if self.date.day == 1 else self.date.day}"


@dataclass(eq=False, slots=True)
class Agenda:
    """The agenda of a rubric, with those beneath it; or of the whole site, when it has no rubric."""

    rubric: Rubric | None
    meetings: list[Meeting]
    today: date
    zone: str
    months: list[Month] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.months = list(self._months())

    @property
    def base(self) -> str:
        return f"{self.rubric.path}/agenda/" if self.rubric else "agenda/"

    @property
    def url(self) -> str:
        return f"/{self.base}"

    @property
    def title(self) -> str:
        return f"Agenda : {self.rubric.title}" if self.rubric else "Agenda"

    @property
    def calendar_url(self) -> str:
        return f"{self.url}agenda.ics"

    @property
    def coming(self) -> list[Meeting]:
        """What is to come, a repeated event once: its page tells the rest."""
        return _once(one for one in self.meetings if one.occurrence.last_day >= self.today)

    @property
    def past(self) -> list[Meeting]:
        """What took place this school year, latest first; a repeated event that goes on is among what is to come."""
        start, _end = school_year(self.today, self.zone)
        coming = {one.url for one in self.coming if one.event}
        gone = [one for one in self.meetings if start <= one.occurrence.last_day < self.today]
        return _once(one for one in reversed(gone) if not (one.event and one.url in coming))

    def by_month(self, meetings: Iterable[Meeting]) -> list[tuple[str, list[Meeting]]]:
        found: dict[str, list[Meeting]] = {}
        for one in meetings:
            found.setdefault(f"{MONTHS[one.day.month - 1]} {one.day.year}", []).append(one)
        return list(found.items())

    @property
    def month(self) -> Month | None:
        """The page of the reference day's month, or the nearest."""
        near = (abs((one.year - self.today.year) * 12 + one.number - self.today.month) for one in self.months)
        return min(zip(near, self.months, strict=True), key=lambda pair: pair[0])[1] if self.months else None

    def touching(self, month: Month) -> list[Meeting]:
        """What takes place in that month, be it in part."""
        first = date(month.year, month.number, 1)
        last = first.replace(day=calendar.monthrange(month.year, month.number)[1])
        return [one for one in self.meetings if one.day <= last and one.occurrence.last_day >= first]

    def weeks(self, month: Month) -> list[list[Day | None]]:
        """The days of the month by weeks; None outside it."""
        here = self.touching(month)
        weeks = []
        for week in calendar.Calendar().monthdatescalendar(month.year, month.number):
            days = [
                Day(day, [one for one in here if one.day <= day <= one.occurrence.last_day])
                if day.month == month.number
                else None
                for day in week
            ]
            weeks.append(days)
        return weeks

    def around(self, month: Month) -> tuple[Month | None, Month | None]:
        """The months before and after it that have a page."""
        place = self.months.index(month)
        return (
            self.months[place - 1] if place else None,
            self.months[place + 1] if place + 1 < len(self.months) else None,
        )

    def _months(self) -> Iterator[Month]:
        """From the first meeting to the last, without a gap, within a year and a half of the reference day."""
        if not self.meetings:
            return
        here = self.today.year * 12 + self.today.month - 1
        first = min(one.day.year * 12 + one.day.month - 1 for one in self.meetings)
        last = max(one.occurrence.last_day.year * 12 + one.occurrence.last_day.month - 1 for one in self.meetings)
        for number in range(max(first, here - MOST_MONTHS // 2), min(last, here + MOST_MONTHS // 2) + 1):
            year, month = divmod(number, 12)
            yield Month(year, month + 1, f"{self.url}{year}-{month + 1:02}/")


class Agendas:
    """All of them, and the events by rubric."""

    def __init__(self, site: Site, tree: Tree, articles: Iterable[Article]) -> None:
        self.today = site.today or _latest_change(site, articles)
        self._zone = site.school.timezone
        self.events = [event for path, doc in site.events if (event := _event(path, doc, site, tree))]
        own: dict[str, list[Meeting]] = {rubric.path: [] for rubric in tree if rubric.doc.agenda}
        for event in self.events:
            own[event.rubric.path] += _meetings(event)
        for article in articles:
            if article.rubric and article.rubric.path in own:
                own[article.rubric.path] += _told_by(article)
        self._own = own
        self._agendas = {path: self._agenda(tree.by_path[path]) for path in own}
        self.whole = self._agenda(None) if own else None

    def __iter__(self) -> Iterator[Agenda]:
        yield from self._agendas.values()
        if self.whole:
            yield self.whole

    def of(self, rubric: Rubric) -> Agenda | None:
        return self._agendas.get(rubric.path)

    def upcoming(self, paths: Iterable[str] = (), count: int = FEW) -> list[Meeting]:
        """What comes next in these rubrics and beneath them; without any, in the whole site."""
        wanted = list(paths)
        chosen = [path for path in self._own if not wanted or any(_beneath(path, one) for one in wanted)]
        meetings = sorted((one for path in chosen for one in self._own[path]), key=_order)
        return _once(one for one in meetings if one.occurrence.last_day >= self.today)[:count]

    def _agenda(self, rubric: Rubric | None) -> Agenda:
        paths = [below.path for below in rubric.within()] if rubric else list(self._own)
        meetings = sorted((one for path in paths for one in self._own.get(path, ())), key=_order)
        return Agenda(rubric, meetings, self.today, self._zone)


def upcoming(site: Site, rubric_paths: Iterable[str] = (), count: int = FEW) -> list[Meeting]:
    """For a tile: what comes next in these rubrics and beneath them, soonest first, a repeated event once.

    Without rubrics, in the whole site. Of a rubric whose agenda is off, nothing.
    """
    agendas: Agendas | None = site.agendas
    return agendas.upcoming(rubric_paths, count) if agendas else []


class AgendaGenerator(Part):
    """Lists, months, events, and a calendar to subscribe to beside each list."""

    def generate_output(self, writer: SiteWriter) -> None:
        agendas: Agendas = self.context["agendas"]
        inputs = self.context["inputs"]
        for agenda in agendas:
            self._page(writer, agenda.base, "agenda", inputs.agenda(agenda), agenda=agenda)
            for month in agenda.months:
                around = before, after = agenda.around(month)
                made_of = inputs.month(agenda, month, around)
                values = {"agenda": agenda, "month": month, "before": before, "after": after}
                self._page(writer, month.url[1:], "agenda_month", made_of, **values)
            made = partial(calendar_of, agenda, self.settings[SETTING], self.settings["SITEURL"])
            writer.door.put(f"{agenda.base}agenda.ics", inputs.calendar(agenda), made)
        for event in agendas.events:
            values = {"event": event, "today": agendas.today, "when": when}
            self._page(writer, event.url[1:], "agenda_event", inputs.event(event), shows=event, **values)

    def _page(self, writer: SiteWriter, base: str, template: str, made_of: bytes, **values: Any) -> None:
        writer.write_file(f"{base}index.html", self.get_template(template), self.context, made_of=made_of, **values)


def calendar_of(agenda: Agenda, site: Site, siteurl: str) -> bytes:
    """The agenda as iCalendar (RFC 5545). Hours carry the school's time zone; no instant of the build is in it."""
    zone = ZoneInfo(site.school.timezone)
    made = icalendar.Calendar()
    made.add("prodid", "-//Preau//Agenda//FR")
    made.add("version", "2.0")
    made.add("x-wr-calname", f"{agenda.title} – {site.school.name}")
    made.add("x-wr-timezone", site.school.timezone)
    for one in _once(agenda.meetings):
        made.add_component(_entry(one, zone, siteurl, site.school.slug))
    if any(not one.occurrence.whole_days for one in agenda.meetings):
        first = min(one.day for one in agenda.meetings)
        last = max(one.occurrence.last_day for one in agenda.meetings)
        made.add_missing_timezones(date(first.year, 1, 1), date(last.year + 1, 12, 31))
    written: bytes = made.to_ical()
    return written


def when(one: Occurrence) -> Markup:
    """ "mardi 1er décembre 2026, 18 h – 20 h", each moment in its `<time>`: digits and our own words only."""
    return Markup(in_words(_iso(one.first), _iso(one.last) if one.last else ""))  # noqa: S704


def repetition(schedule: Schedule, occurrences: Sequence[Occurrence]) -> str:
    """ "tous les mardis, jusqu’au 29 juin 2027"."""
    if not schedule.repeat or len(occurrences) + len(schedule.exceptions) < 2:
        return ""
    days = [DAYS[day] for day in schedule.weekdays or (schedule.day.weekday(),)]
    how = {
        Repeat.DAY: "tous les jours",
        Repeat.WEEK: "tous les " + _listed([_plural(day) for day in days]),
        Repeat.FORTNIGHT: "une semaine sur deux, le " + _listed(days),
        Repeat.MONTH: f"chaque mois, le {'1er' if schedule.day.day == 1 else schedule.day.day}",
    }[schedule.repeat]
    return f"{how}, jusqu’au {_date(occurrences[-1].day)}"


def exceptions(days: Sequence[date]) -> str:
    """ "les 20 et 27 octobre 2026 et le 16 février 2027"."""
    months: dict[tuple[int, int], list[str]] = {}
    for day in days:
        months.setdefault((day.year, day.month), []).append("1er" if day.day == 1 else str(day.day))
    told = [
        f"{'le' if len(numbers) == 1 else 'les'} {_listed(numbers)} {MONTHS[month - 1]} {year}"
        for (year, month), numbers in months.items()
    ]
    return _listed(told) if told else ""


def _event(path: str, doc: EventDoc, site: Site, tree: Tree) -> Event | None:
    """None for one that stands in no agenda."""
    rubric = tree.by_path.get(doc.rubric)
    if rubric is None or not rubric.doc.agenda:
        site.complain(f"{doc.file}.html", "l’agenda de sa rubrique n’est pas ouvert : cet événement n’est pas publié.")
        return None
    schedule = schedule_of(doc)
    links = links_of(doc.body)
    return Event(doc, rubric, path, teaser(doc.summary, doc.body), schedule, _expanded(schedule), links, key(doc))


@lru_cache(maxsize=4096)
def _expanded(schedule: Schedule) -> Sequence[Occurrence]:
    return tuple(expand(schedule))


def _meetings(event: Event) -> list[Meeting]:
    doc = event.doc
    changed = doc.modified or doc.date
    identity = f"{doc.date.astimezone(UTC):%Y%m%dT%H%M%SZ}-{doc.slug}"
    return [
        Meeting(one, doc.title, event.url, doc.place, event.rubric, changed, identity, doc.cancelled, event)
        for one in event.occurrences
    ]


def _told_by(article: Article) -> list[Meeting]:
    """The dates for the agenda that an article holds, which lead to it."""
    if not article.tells_dates or article.rubric is None:
        return []
    changed = article.doc.modified or article.doc.date
    first = f"{article.doc.date.astimezone(UTC):%Y%m%dT%H%M%SZ}-{article.slug}"
    return [
        Meeting(when, title or article.title, f"/{article.url}", place, article.rubric, changed, f"{first}-{number}")
        for number, when, title, place in _dates_in(article.doc.body)
    ]


@lru_cache(maxsize=4096)
def _dates_in(body: str) -> Sequence[tuple[int, Occurrence, str, str]]:
    """Number, time, title and place of each."""
    found = []
    for number, element in enumerate(parse(body).iterfind("div[@class='event']"), start=1):
        times = [moment(time.get("datetime", "")) for time in element.iter("time")]
        if times and times[0] is not None:
            title, place = (text(element.find(f"p[@class='event-{part}']")) for part in ("title", "place"))
            found.append((number, Occurrence(times[0], times[1] if len(times) > 1 else None), title, place))
    return found


def _entry(one: Meeting, zone: ZoneInfo, siteurl: str, slug: str) -> icalendar.Event:
    host = urlsplit(siteurl).hostname or f"{slug}.invalid"
    entry = icalendar.Event()
    entry.add("uid", f"{one.identity}@{host}")
    entry.add("summary", one.title)
    entry.add("dtstamp", one.changed.astimezone(UTC).replace(microsecond=0))
    # A rule counts from the first day of the schedule, even where that day is itself left out.
    occurrence = first_time(one.event.schedule) if one.event else one.occurrence
    first, last = occurrence.first, occurrence.last
    if isinstance(first, datetime):
        entry.add("dtstart", first.replace(tzinfo=zone))
        if isinstance(last, datetime):
            entry.add("dtend", last.replace(tzinfo=zone))
    else:
        entry.add("dtstart", first)
        entry.add("dtend", occurrence.last_day + timedelta(days=1))
    if one.place:
        entry.add("location", one.place)
    if siteurl:
        entry.add("url", f"{siteurl}{one.url}")
    entry.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    if one.event:
        doc = one.event.doc
        # Calendars take a later version over an earlier one: seconds since it was first published only grow.
        entry.add("sequence", int((one.changed - doc.date).total_seconds()))
        if one.event.teaser:
            entry.add("description", one.event.teaser)
        _add_repetition(entry, one.event, zone)
    return entry


def _add_repetition(entry: icalendar.Event, event: Event, zone: ZoneInfo) -> None:
    """The rule as it was typed, so that a calendar keeps it as one event; the times that are left out are told."""
    schedule = event.schedule
    if not schedule.repeat:
        return
    rule: dict[str, Any] = {"freq": {Repeat.DAY: "DAILY", Repeat.MONTH: "MONTHLY"}.get(schedule.repeat, "WEEKLY")}
    if schedule.repeat == Repeat.FORTNIGHT:
        rule["interval"] = 2
    rule["count"] = len(event.occurrences) + len(schedule.exceptions)
    if schedule.repeat in (Repeat.WEEK, Repeat.FORTNIGHT):
        rule["byday"] = [ICAL_DAYS[day] for day in schedule.weekdays or (schedule.day.weekday(),)]
    elif schedule.repeat == Repeat.MONTH and len(days := month_rule(schedule.day.day)) > 1:
        rule |= {"bymonthday": list(days), "bysetpos": -1}
    entry.add("rrule", rule)
    first = entry.decoded("dtstart")
    for day in schedule.exceptions:
        if isinstance(first, datetime) and schedule.start:
            entry.add("exdate", datetime.combine(day, schedule.start, tzinfo=zone))
        else:
            entry.add("exdate", day)


def _once(meetings: Iterable[Meeting]) -> list[Meeting]:
    """Of a repeated event, the first that is met."""
    found: dict[tuple[Any, ...], Meeting] = {}
    for one in meetings:
        found.setdefault((one.url,) if one.event else (one.url, one.identity), one)
    return list(found.values())


def _order(one: Meeting) -> tuple[date, bool, str, str, str]:
    """Whole days before hours."""
    timed = not one.occurrence.whole_days
    return one.day, timed, _iso(one.occurrence.first), one.title, one.url


def _beneath(path: str, rubric: str) -> bool:
    return path == rubric or path.startswith(f"{rubric}/")


def _latest_change(site: Site, articles: Iterable[Article]) -> date:
    docs = [*(article.doc for article in articles), *(doc for _path, doc in site.events)]
    instants = [doc.modified or doc.date for doc in docs]
    return max(instants).astimezone(site.timezone).date() if instants else date(2000, 1, 1)


def _iso(value: date | datetime) -> str:
    return value.isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()


def _date(day: date) -> str:
    return french_date(datetime.combine(day, datetime.min.time()))


def _plural(day: str) -> str:
    return f"{day}s"


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} et {words[-1]}"
