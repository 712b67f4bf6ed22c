"""Measuring an installation (ADM-02). What is too much of it: `rules.faults`."""

import os
import urllib.error
import urllib.request
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count, Min, OuterRef, QuerySet, Subquery
from django_tasks_db.models import DBTaskResult

from cms.core import clock
from cms.core.disk import explain_database
from cms.notifications.models import Notice
from cms.notifications.selectors import unsent
from cms.operations import versions
from cms.operations.middleware import HEALTH
from cms.operations.rules import Database, Disk, Health, Mail, Queue, SchoolState
from cms.operations.services import bind_address
from cms.publishing.enums import Outcome
from cms.publishing.models import Release
from cms.publishing.waiting import failing
from cms.schools.models import School

PATIENCE = 5  # seconds left to the web server


def measure() -> Health:
    database = _database()
    if database.refused or database.missing:
        return Health(_web_answers(), database, _disk())
    return Health(_web_answers(), database, _disk(), _queue(), _mail(), _schools())


def _web_answers() -> bool:
    """By the address that anybody may ask, on this machine."""
    address = f"http://{bind_address()}:{settings.ENV.port}{HEALTH}"
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE):
            return True
    except urllib.error.HTTPError:
        return True  # it says that the database does not answer, which is told as such
    except OSError:
        return False


def _database() -> Database:
    try:
        missing, unknown = versions.missing(), versions.of_a_later_version(versions.applied())
    except DatabaseError as error:
        return Database(connection.vendor, refused=explain_database(error))
    return Database(connection.vendor, missing=missing, unknown=unknown)


def _disk() -> Disk:
    facts = os.statvfs(settings.DATA_DIR)
    return Disk(
        bytes_free=facts.f_bavail * facts.f_frsize,
        bytes=facts.f_blocks * facts.f_frsize,
        files_free=facts.f_favail if facts.f_files else None,
    )


def _queue() -> Queue:
    kind = settings.ENV.queue_url.partition(":")[0]
    return {"immediate": lambda: Queue(kind), "database": _queue_in_database}.get(kind, _queue_in_redis)()


def _queue_in_database() -> Queue:
    tasks = DBTaskResult.objects.ready().aggregate(waiting=Count("pk"), oldest=Min("enqueued_at"))
    failed = DBTaskResult.objects.failed().count()
    return Queue("database", waiting=tasks["waiting"], waiting_seconds=_seconds(tasks["oldest"]), failed=failed)


def _queue_in_redis() -> Queue:
    from django_rq import get_queue  # installed with this queue only
    from redis.exceptions import RedisError

    try:
        queue = get_queue("default")
        first = next(iter(queue.get_jobs(0, 1)), None)
        return Queue(
            "redis",
            waiting=queue.count,
            waiting_seconds=_seconds(first.enqueued_at if first else None),
            failed=queue.failed_job_registry.count,
        )
    except RedisError as error:
        return Queue("redis", refused=" ".join(str(error).split()))


def _mail() -> Mail:
    rows: QuerySet[Notice] = unsent()
    found = rows.order_by().aggregate(waiting=Count("pk"), oldest=Min("created_at"))
    oldest = found["oldest"]
    return Mail(
        waiting=found["waiting"],
        waiting_seconds=_seconds(oldest),
        refused=rows.filter(tries__gt=0).count(),
        sent_meanwhile=oldest is not None and Notice.objects.filter(mailed_at__gt=oldest).exists(),
    )


def _schools() -> dict[str, SchoolState]:
    """Four queries, and one for each school that waits."""
    served = Release.objects.filter(school=OuterRef("pk")).exclude(outcome=Outcome.FAILED).order_by("-pk")
    schools = School.objects.order_by("slug").annotate(
        release=Subquery(served.values("number")[:1]),
        since=Subquery(served.values("ended_at")[:1]),
        waiting=Count("publication_requests"),
        oldest=Min("publication_requests__requested_at"),
    )
    return {school.slug: _state(school) for school in schools}


def _state(school: School) -> SchoolState:
    found = school.__dict__  # what was annotated
    fault = failing(school.pk) if found["waiting"] else None
    return SchoolState(
        name=school.name,
        release=found["release"],
        since=found["since"].isoformat(timespec="seconds") if found["since"] else None,
        waiting=found["waiting"],
        waiting_seconds=_seconds(found["oldest"]),
        failures=fault.failures if fault else 0,
        message=fault.last.message if fault else "",
    )


def _seconds(since: datetime | None) -> int:
    return max(0, int((clock.now() - since).total_seconds())) if since else 0
