"""When an event takes place: its schedule, what is wrong with one, and the occurrences that it stands for.

Days and hours are those of the school's clock, without a time zone: 9 h stays 9 h when the hour changes, and whoever
needs an instant adds the school's zone (`Pacific/Noumea`, `Europe/Paris`). Used by the editor, the API, the content
format and the pages: it imports none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule  # type: ignore[import-untyped]

MOST = 400  # occurrences of one event
LONGEST = timedelta(days=366)  # from its first day to its last, each time
FIRST_YEAR, LAST_YEAR = 1990, 2200
SURE = 28  # every month has this day
# Where the school year is the calendar's; everywhere else it begins in August or September.
CALENDAR_YEARS = frozenset({"Pacific/Noumea", "Pacific/Wallis"})
MONTH_ADDRESS = re.compile(r"\d{4}-\d{2}", re.ASCII)  # "2026-11" is a page of the agenda
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)

Moment = date | datetime  # a day without hour is a whole day


class Repeat(StrEnum):
    NONE = ""
    DAY = "day"
    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Schedule:
    day: date
    start: time | None = None  # None: whole days
    last_day: date | None = None
    end: time | None = None
    repeat: Repeat = Repeat.NONE
    weekdays: tuple[int, ...] = ()  # Monday is 0; empty: the first day's own
    until: date | None = None
    times: int | None = None
    exceptions: tuple[date, ...] = ()  # first days on which it does not take place


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time. `last` is the last day of whole days, or the moment when it ends; None when nothing more is known."""

    first: Moment
    last: Moment | None = None

    @property
    def day(self) -> date:
        return day_of(self.first)

    @property
    def last_day(self) -> date:
        """The last day that it touches: what ends at midnight does not touch the day that begins then."""
        if self.last is None:
            return self.day
        if isinstance(self.last, datetime) and self.last.time() == time.min and self.last.date() > self.day:
            return self.last.date() - timedelta(days=1)
        return day_of(self.last)

    @property
    def whole_days(self) -> bool:
        return not isinstance(self.first, datetime)


def day_of(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def faults(schedule: Schedule) -> dict[str, str]:
    """What is wrong, by field, in sentences for the person who typed it; an empty answer can be expanded."""
    found = _faults_of_times(schedule)
    if not found and schedule.repeat:
        found = _faults_of_repetition(schedule)
    elif not found and schedule.exceptions:
        found = {"exceptions": "Cet événement ne se répète pas : il n’a pas de date à retirer."}
    return found


def expand(schedule: Schedule) -> list[Occurrence]:
    """Every time that it takes place, in order. Raises `ValueError` with a sentence when the schedule has a fault."""
    for sentence in faults(schedule).values():
        raise ValueError(sentence)
    left_out = frozenset(schedule.exceptions)
    return [_occurrence(schedule, day) for day in _days(schedule) if day not in left_out]


def first_time(schedule: Schedule) -> Occurrence:
    """That of its first day, be it left out or not."""
    return _occurrence(schedule, schedule.day)


def within(occurrences: Iterable[Occurrence], first: date, last: date) -> list[Occurrence]:
    """Those that touch the days from `first` to `last`."""
    return [one for one in occurrences if one.day <= last and one.last_day >= first]


def latest_end(schedule: Schedule) -> date:
    """A repetition goes no further: the end of the school year that follows the one it begins in."""
    year = schedule.day.year + (1 if schedule.day.month < 8 else 2)
    return date(year, 8, 31)


def school_year(day: date, zone: str) -> tuple[date, date]:
    """The first and the last day of the school year that this day is in, where this time zone is."""
    if zone in CALENDAR_YEARS:
        return date(day.year, 1, 1), date(day.year, 12, 31)
    year = day.year if day.month >= 8 else day.year - 1
    return date(year, 8, 1), date(year + 1, 7, 31)


def read_days(text: str) -> tuple[date, ...]:
    """Days as they are typed, "22/12/2026" or "2026-12-22", in order and once each.

    Raises `ValueError` with a sentence for one that is not written so, or that does not exist.
    """
    return tuple(sorted({_day(word) for word in re.split(r"[\s,;]+", text) if word}))


def write_days(days: Iterable[date]) -> str:
    """As the editor shows them: one a line."""
    return "\n".join(f"{day:%d/%m/%Y}" for day in days)


def month_rule(day: int) -> tuple[int, ...]:
    """The days of a month among which the last that exists is taken: the 31st is the 30th in April."""
    return tuple(range(SURE, day + 1)) if day > SURE else (day,)


def _day(word: str) -> date:
    match = _DAY.fullmatch(word)
    if match is None:
        raise ValueError(f"« {word[:40]} » n’est pas une date : écrivez-la comme 22/12/2026.")
    year, month, day = match.group(1, 2, 3) if match[1] else match.group(6, 5, 4)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise ValueError(f"La date « {word} » n’existe pas : corrigez-la.") from None


def _faults_of_times(schedule: Schedule) -> dict[str, str]:
    day, last = schedule.day, schedule.last_day
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return {"day": f"L’année {day.year} est trop lointaine : corrigez le jour."}
    if last and last < day:
        return {"last_day": "Le dernier jour vient avant le premier : corrigez l’un des deux."}
    if last and last - day > LONGEST:
        return {"last_day": "Un événement dure un an au plus : corrigez le dernier jour, ou répétez l’événement."}
    if schedule.end and not schedule.start:
        return {"start": "Dites quand il commence, ou laissez les deux heures vides pour des journées entières."}
    several = last is not None and last > day
    if schedule.start and schedule.end and not several and schedule.end <= schedule.start:
        return {"end": "La fin vient avant le début : corrigez l’une des deux heures, ou donnez le dernier jour."}
    if schedule.start and several and not schedule.end:
        return {"end": "Dites à quelle heure il finit le dernier jour, ou laissez le dernier jour vide."}
    return {}


def _faults_of_repetition(schedule: Schedule) -> dict[str, str]:
    day, latest = schedule.day, latest_end(schedule)
    if schedule.until is None and schedule.times is None:
        return {"until": "Une répétition a une fin : dites jusqu’à quelle date, ou combien de fois."}
    if schedule.until is not None and schedule.times is not None:
        return {"times": "Donnez une date de fin ou un nombre de fois, pas les deux."}
    if schedule.until and schedule.until < day:
        return {"until": "La répétition finit avant le premier jour : corrigez l’une des deux dates."}
    if schedule.until and schedule.until > latest:
        return {
            "until": f"Une répétition dure deux années scolaires au plus : ici, jusqu’au {latest:%d/%m/%Y}. "
            "Raccourcissez-la."
        }
    if schedule.times is not None and not 1 <= schedule.times <= MOST:
        return {"times": f"Un événement se répète de 1 à {MOST} fois : corrigez ce nombre."}
    if any(not 0 <= one <= 6 for one in schedule.weekdays):
        return {"weekdays": "Ce jour de la semaine n’existe pas : choisissez du lundi au dimanche."}
    if schedule.weekdays and schedule.repeat not in (Repeat.WEEK, Repeat.FORTNIGHT):
        return {"weekdays": "Les jours ne se choisissent que pour une répétition par semaine : décochez-les."}
    if schedule.weekdays and day.weekday() not in schedule.weekdays:
        return {
            "weekdays": f"Le premier jour est un {WEEKDAYS[day.weekday()]} : cochez aussi ce jour, "
            "ou changez le premier jour."
        }
    return _faults_of_days(schedule, _days(schedule))


def _faults_of_days(schedule: Schedule, days: list[date]) -> dict[str, str]:
    if len(days) > MOST:
        return {"until": f"Cela fait plus de {MOST} fois : raccourcissez la répétition."}
    if schedule.times is not None and days[-1] > latest_end(schedule):
        return {
            "times": "Une répétition dure deux années scolaires au plus, et celle-ci finirait le "
            f"{days[-1]:%d/%m/%Y} : réduisez le nombre de fois."
        }
    known = set(days)
    for one in schedule.exceptions:
        if one not in known:
            return {"exceptions": f"L’événement n’a pas lieu le {one:%d/%m/%Y} : cette date n’est pas à retirer."}
    if known <= set(schedule.exceptions):
        return {"exceptions": "Toutes les dates sont retirées : laissez-en une, ou annulez l’événement."}
    return {}


def _days(schedule: Schedule) -> list[date]:
    """The first day of each time, exceptions included; at most one more than is allowed."""
    if not schedule.repeat:
        return [schedule.day]
    bounds = {"until": datetime.combine(schedule.until, time.max)} if schedule.until else {}
    rule = rrule(
        {Repeat.DAY: DAILY, Repeat.MONTH: MONTHLY}.get(schedule.repeat, WEEKLY),
        dtstart=datetime.combine(schedule.day, time.min),
        interval=2 if schedule.repeat == Repeat.FORTNIGHT else 1,
        count=min(schedule.times, MOST + 1) if schedule.times else (None if bounds else MOST + 1),
        **bounds,
        **_parts(schedule),
    )
    days: list[date] = []
    for moment in rule:
        days.append(moment.date())
        if len(days) > MOST:
            break
    return days


def _parts(schedule: Schedule) -> dict[str, object]:
    if schedule.repeat == Repeat.MONTH:
        days = month_rule(schedule.day.day)
        return {"bymonthday": days, **({"bysetpos": -1} if len(days) > 1 else {})}
    if schedule.repeat in (Repeat.WEEK, Repeat.FORTNIGHT):
        return {"byweekday": schedule.weekdays or (schedule.day.weekday(),)}
    return {}


def _occurrence(schedule: Schedule, day: date) -> Occurrence:
    last_day = day + (schedule.last_day - schedule.day) if schedule.last_day else day
    if schedule.start is None:
        return Occurrence(day, last_day if last_day > day else None)
    first = datetime.combine(day, schedule.start)
    return Occurrence(first, datetime.combine(last_day, schedule.end) if schedule.end else None)


WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
