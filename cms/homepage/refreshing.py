"""Reading again the streams that homepages name. No transaction is held while another site answers."""

import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from cms.core import clock
from cms.core.fetching import Bounds, NotFetched, fetch
from cms.homepage.models import Stream
from cms.homepage.notices import forget_stream, tell_of_stream
from cms.homepage.selectors import addresses_of_streams, streams_at
from cms.homepage.streams import Reading, link_of, read_stream
from cms.publishing.enums import Reason
from cms.publishing.services import request_publication
from cms.schools.models import School
from cms.schools.selectors import all_schools

logger = logging.getLogger("preau.streams")

EVERY = timedelta(minutes=30)
LEASE = timedelta(minutes=5)  # what one reader took, another leaves alone meanwhile
LONGEST_WAIT = timedelta(hours=12)
PATIENCE = 3  # failures in a row before somebody is told: sites have bad hours
# Names that nobody can have (RFC 2606): those of demonstrations.
NOBODY = ("example", "invalid", "test")


def refresh_streams(*, all_of_them: bool = False) -> tuple[int, int]:
    """Those whose hour has come, of all schools: how many were read, and how many could not be."""
    read = failed = 0
    for school in all_schools():
        for stream in _due(school, all_of_them=all_of_them):
            if _refresh(stream):
                read += 1
            else:
                failed += 1
    return read, failed


def write_stream(*, school: School, address: str, site: str, entries: Sequence[Mapping[str, Any]]) -> None:
    """What a stream said, as a content folder tells it. For imports: it is not asked, and nobody is told."""
    facts = {"site": link_of(site), "entries": [dict(entry) for entry in entries], "read_at": clock.now()}
    Stream.objects.update_or_create(school=school, address=address, defaults=facts)


@transaction.atomic
def _due(school: School, *, all_of_them: bool) -> list[Stream]:
    """Taken for a while. Streams that no homepage names any more are forgotten."""
    addresses = {address for address in addresses_of_streams(school) if not _is_nobodys(address)}
    for stream in Stream.objects.filter(school=school).exclude(address__in=addresses_of_streams(school)):
        forget_stream(stream)
        stream.delete()
    for address in sorted(addresses):
        Stream.objects.get_or_create(school=school, address=address)
    rows = streams_at(school, addresses).select_for_update(of=("self",)).select_related("school__site__root_page")
    now = clock.now()
    due = list(rows if all_of_them else rows.filter(Q(try_after=None) | Q(try_after__lte=now)))
    Stream.objects.filter(pk__in=[stream.pk for stream in due]).update(try_after=now + LEASE)
    return due


def _is_nobodys(address: str) -> bool:
    return (urlsplit(address).hostname or "").rpartition(".")[2] in NOBODY


def _refresh(stream: Stream) -> bool:
    bounds = Bounds(private=settings.STREAMS_OF_PRIVATE_NETWORKS)
    try:
        reading = read_stream(fetch(stream.address, bounds), stream.address)
    except NotFetched as error:
        _keep_failure(stream, str(error))
        return False
    _keep(stream, reading)
    return True


@transaction.atomic
def _keep(stream: Stream, reading: Reading) -> None:
    changed = (stream.site, stream.entries) != (reading.site, reading.stored)
    now = clock.now()
    facts = {"read_at": now, "try_after": now + EVERY, "failures": 0, "fault": ""}
    Stream.objects.filter(pk=stream.pk).update(site=reading.site, entries=reading.stored, **facts)
    if stream.failures:
        forget_stream(stream)
    if changed:
        request_publication(school=stream.school, reason=Reason.HOMEPAGE, subject=stream.address)


@transaction.atomic
def _keep_failure(stream: Stream, why: str) -> None:
    """What it last said stays. Managers are told once: at once of what never answered, of the rest with patience."""
    failures = min(stream.failures + 1, 1000)
    wait = min(LONGEST_WAIT, EVERY * 2 ** min(failures - 1, 10))
    facts = {"failures": failures, "fault": why[:300], "try_after": clock.now() + wait}
    Stream.objects.filter(pk=stream.pk).update(**facts)
    logger.info("%s : %s", stream.address, why)
    stream.fault = facts["fault"]
    if failures == (PATIENCE if stream.read_at else 1):
        tell_of_stream(stream)
