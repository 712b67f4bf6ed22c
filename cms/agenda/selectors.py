"""Reads about events. Those named `public_…` are the only ones that the export may call."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from cms.agenda.models import Event
from cms.articles.selectors import NEWEST_FIRST, online_in, with_related
from cms.rubrics.models import Rubric
from cms.rubrics.reach import Reach
from cms.rubrics.selectors import public_paths
from cms.schools.models import School


def public_events(school: School) -> QuerySet[Event]:
    """What anyone may read: as for articles, in a rubric whose agenda is on."""
    return online_in(_events(), _with_agenda(public_paths(school)))


def not_public_events(school: School) -> QuerySet[Event]:
    """Everything else that the school keeps: for the export of a whole school only."""
    everything = _events().filter(path__startswith=school.root_page.path)
    return with_related(everything.exclude(pk__in=public_events(school).values("pk"))).order_by(*NEWEST_FIRST)


def events_within(reach: Reach, paths: Iterable[str] | None = None) -> QuerySet[Event]:
    """What a reader finds in the agendas of all their rubrics, or of these among them."""
    wanted = reach.places if paths is None else [path for path in paths if path in reach.places]
    return online_in(_events(), _with_agenda(list(wanted)))


def event_within(reach: Reach, ref: UUID) -> Event | None:
    return events_within(reach).filter(ref=ref).first()


def _events() -> QuerySet[Event]:
    rows: Any = Event.objects
    found: QuerySet[Event] = rows.all()
    return found


def _with_agenda(paths: Sequence[str]) -> list[str]:
    """Those of these rubrics whose agenda is on, by the path of their page."""
    on = set(Rubric.objects.filter(agenda=True).values_list("path", flat=True))
    return [path for path in paths if path in on]
