"""When the event of a document takes place: its headers as the schedule that `cms.agenda.rules` reads, and back."""

from __future__ import annotations

from datetime import datetime

from cms.agenda.rules import MONTH_ADDRESS, Repeat, Schedule, day_of, expand, faults
from publicsite.contract import EventDoc
from publicsite.portable.events import Moment, moment

__all__ = ["MONTH_ADDRESS", "bounds_of", "expand", "faults", "schedule_of"]


def schedule_of(doc: EventDoc) -> Schedule:
    """Raises `ValueError`, with a sentence, when its times or its repetition are not written as such."""
    first, last = moment(doc.starts), moment(doc.ends)
    if first is None:
        raise ValueError("Il manque le jour : écrivez par exemple 2026-11-27T18:00, ou 2026-11-27 pour la journée.")
    if doc.ends and last is None:
        raise ValueError("La fin ne se lit pas : écrivez par exemple 2026-11-27T20:00.")
    if last is not None and isinstance(first, datetime) is not isinstance(last, datetime):
        raise ValueError("Le début et la fin ont tous deux une heure, ou aucun des deux.")
    if doc.repeat not in set(Repeat):
        raise ValueError("La répétition doit être day, week, fortnight ou month.")
    last_day = day_of(last) if last is not None else None
    return Schedule(
        day=day_of(first),
        start=first.time() if isinstance(first, datetime) else None,
        last_day=last_day if last_day != day_of(first) else None,
        end=last.time() if isinstance(last, datetime) else None,
        repeat=Repeat(doc.repeat),
        weekdays=doc.weekdays,
        until=doc.until,
        times=doc.times,
        exceptions=doc.exceptions,
    )


def bounds_of(schedule: Schedule) -> tuple[str, str]:
    """`starts` and `ends`, as they are written."""
    last_day = schedule.last_day or schedule.day
    if schedule.start is None:
        return schedule.day.isoformat(), last_day.isoformat() if last_day != schedule.day else ""
    first = datetime.combine(schedule.day, schedule.start)
    last = datetime.combine(last_day, schedule.end) if schedule.end else None
    return _written(first), _written(last) if last else ""


def _written(value: Moment) -> str:
    return value.isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()
