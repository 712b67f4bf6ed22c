"""Reads of the publisher: which schools wait, and from when each may be tried."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db import connection
from django.db.models import Max, Min

from cms.publishing.enums import Outcome, Reason
from cms.publishing.models import PublicationRequest, Release
from cms.publishing.rules import next_try

COUNTED = 20  # failures in a row: more than an hour of them, and the delay grows no more long before


@dataclass(frozen=True, slots=True)
class Waiting:
    """A school with something in its outbox, between these rows."""

    school_id: int
    oldest: int
    newest: int


@dataclass(frozen=True, slots=True)
class Failing:
    """Attempts that failed in a row, since when, the last of them, and when the next one comes."""

    failures: int
    since: datetime
    last: Release
    next_try: datetime


def outbox() -> list[Waiting]:
    """Schools with something waiting, the one that has waited longest first.

    A school that is published takes its rows away, and its next ones are younger than those of any school that waits.
    """
    with connection.cursor() as cursor:
        cursor.execute(_question())
        return sorted((Waiting(*row) for row in cursor.fetchall()), key=lambda one: one.oldest)


@cache
def _question() -> str:
    """In SQL, once: it is asked fifty times a second, and to word it costs forty times what the answer does."""
    rows = PublicationRequest.objects.order_by().values("school_id")
    return str(rows.annotate(oldest=Min("pk"), newest=Max("pk")).values_list("school_id", "oldest", "newest").query)


def search_alone(school_id: int) -> datetime | None:
    """When the index of the search was last asked for, where nothing else waits."""
    rows = list(PublicationRequest.objects.filter(school=school_id).values_list("reason", "requested_at"))
    return max(asked for _, asked in rows) if rows and {reason for reason, _ in rows} == {Reason.SEARCH} else None


def failing(school_id: int) -> Failing | None:
    """How a school fails since the last time that something of it went into service; None if it does not."""
    last = list(Release.objects.filter(school=school_id).order_by("-pk")[:COUNTED])
    failures = next((place for place, one in enumerate(last) if one.outcome != Outcome.FAILED), len(last))
    if not failures:
        return None
    return Failing(failures, last[failures - 1].ended_at, last[0], next_try(failures, last[0].ended_at))


def asked_since(school_id: int, moment: datetime) -> bool:
    """Whether somebody asked that all be published, after that: then nothing is waited for."""
    asked = PublicationRequest.objects.filter(school=school_id, reason=Reason.ASKED, requested_at__gt=moment)
    return asked.exists()
