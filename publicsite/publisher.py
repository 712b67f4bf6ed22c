"""The publisher of one school: outbox → content folder → Pelican, in a process of its own → release → service.

Whatever happens, visitors keep the last complete release, and the requests stay in the outbox until one that
answers them is in service.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from cms.accounts.models import User
from cms.core import clock
from cms.core.disk import explain
from cms.core.embeds import frame_sources
from cms.homepage.notices import tell_what_is_hidden
from cms.publishing.enums import Reason
from cms.publishing.models import PublicationRequest
from cms.publishing.selectors import waiting_requests
from cms.publishing.services import (
    ask_for_the_search,
    fail_release,
    finish_release,
    record_rollback,
    record_withdrawal,
)
from cms.schools.models import School
from cms.schools.selectors import day_at
from publicsite.alone import only_publisher_of
from publicsite.content import bring_up_to_date, leaving
from publicsite.disk import write_durably
from publicsite.releases import Record, SiteFolder
from publicsite.renderer import Renderer, RenderingFailed

Progress = Callable[[str, int, int], None]
STEPS = ("contenu", "pages", "disque", "mise en service")
SEARCH_AT_ONCE = 300  # documents; with more, the index of the search is left to a publication of its own


class PublicationFailed(Exception):
    """Nothing changed for visitors. The message says why, in French."""


class NothingWaits(Exception):
    """What this publication was to answer has been answered by another."""


class WouldReappear(Exception):
    """An earlier release shows what is public no more: perhaps withdrawn for a reason that still holds."""

    def __init__(self, number: int, withdrawn: set[str]) -> None:
        pages = sorted(f"/{name.removesuffix('index.html')}" for name in withdrawn if name.endswith(".html"))
        shown = ", ".join(pages[:5] or sorted(f"/{name}" for name in withdrawn)[:5])
        super().__init__(
            f"La publication {number} montrerait de nouveau ce qui a été retiré depuis "
            f"({len(withdrawn)} fichiers, dont {shown}). Si c’est bien ce que vous voulez, "
            "ajoutez --even-withdrawn."
        )


@dataclass
class Publication:
    """One that went into service: its record, and what could not be shown as it stands."""

    record: Record
    problems: list[dict[str, Any]] = field(default_factory=list)


def site_folder(school: School) -> SiteFolder:
    return SiteFolder(settings.SITES_DIR / school.slug)


def publish(
    school: School,
    progress: Progress = lambda step, done, total: None,
    renderer: Renderer | None = None,
    *,
    only_if_waiting: bool = False,
) -> Publication:
    """Build and put in service what the school's public zone is now.

    `renderer` is given by who publishes often and keeps one ready. Raises `PublicationFailed`; `AlreadyPublishing` when
    another process is at it; `NothingWaits` when the outbox is found empty and that was asked about.
    """
    folder, renderer = site_folder(school), renderer or Renderer()
    started = monotonic()
    requests: list[PublicationRequest] = []

    def failed(error: Exception) -> PublicationFailed:
        message = explain(error, folder.root) if isinstance(error, OSError) else str(error)
        fail_release(school=school, requests=requests, seconds=monotonic() - started, message=message)
        return PublicationFailed(message)

    try:
        with only_publisher_of(school.pk), folder.locked():
            requests = waiting_requests(school)
            if only_if_waiting and not requests:
                raise NothingWaits
            try:
                publication = _build(school, folder, requests, started, progress, renderer)
            except (OSError, ValueError, RenderingFailed) as error:
                raise failed(error) from error  # before the lock is given back: who takes it then knows
            with suppress(OSError):  # it is in service: the next one will tidy up
                folder.prune()
            renderer.settle(settings.EXPORT_DIR / school.slug)  # before anybody builds upon it
            return publication
    except OSError as error:  # not even the lock
        raise failed(error) from error


def roll_back(
    school: School, number: int | None = None, *, even_withdrawn: bool = False, actor: User | None = None
) -> int:
    """Put an earlier release back in service; without a number, the one before. Returns its number.

    Raises `NoSuchRelease`, and `WouldReappear` when it shows what has been withdrawn since, unless `even_withdrawn`.
    Under a second: one rename, no building.
    """
    folder = site_folder(school)
    with only_publisher_of(school.pk), folder.locked():
        if number is None:
            number = _before(folder)
        withdrawn = set() if even_withdrawn else folder.reappearing(number)
        if withdrawn:
            raise WouldReappear(number, withdrawn)
        folder.put_in_service(number)
        record_rollback(school=school, number=number, actor=actor)
    return number


def _before(folder: SiteFolder) -> int:
    current = folder.current_number() or 0
    earlier = [record.number for record in folder.records() if record.number < current and not record.withdrawn]
    return max(earlier, default=0)


def _build(
    school: School,
    folder: SiteFolder,
    requests: list[PublicationRequest],
    started: float,
    progress: Progress,
    renderer: Renderer,
) -> Publication:
    content, cache = settings.EXPORT_DIR / school.slug, settings.CACHE_DIR / school.slug
    progress(STEPS[0], 0, len(STEPS))
    renderer.prepare(content, cache)
    if any(request.reason == Reason.ASKED for request in requests):
        folder.forget_manifests()  # whoever asks wants all of it made again
    _withdraw(school, folder, leaving(school, content, requests), requests)
    changes = bring_up_to_date(school, content, requests)
    progress(STEPS[1], 1, len(STEPS))
    number, building = folder.begin()
    base = folder.base()
    # The index of before is left as it is only where it is in service: it may tell of what was withdrawn since.
    search = (
        changes.documents <= SEARCH_AT_ONCE
        or base is None
        or base != folder.current_number()
        or all(request.reason == Reason.SEARCH for request in requests)
    )
    answered = [request for request in requests if search or request.reason != Reason.SEARCH]
    rendered = renderer.render(
        content,
        building,
        cache=cache,
        siteurl=school.url,
        today=day_at(school),
        base=folder.manifest(base) if base else None,
        manifest=folder.manifest(number),
        changed=changes.files,
        search=search,
    )
    progress(STEPS[2], 2, len(STEPS))
    record = folder.finish(
        number,
        base=base if rendered.removed is not None else None,
        removed=rendered.removed or (),
        expected=rendered.outputs,
        built_at=_now(school),
        seconds=monotonic() - started,
        changes=[str(request) for request in answered],
        moves=rendered.moves,
    )
    progress(STEPS[3], 3, len(STEPS))
    _write_beside(folder, "hosts", [school.site.hostname])
    _write_beside(folder, "frames", frame_sources(school.peertube_sites))
    folder.put_in_service(number)
    finish_release(
        school=school,
        number=number,
        requests=answered,
        seconds=monotonic() - started,
        message="\n".join(f"{problem['path']} : {problem['message']}" for problem in rendered.problems),
    )
    if not search:
        ask_for_the_search(school)
    tell_what_is_hidden(school)
    progress(STEPS[3], 4, len(STEPS))
    return Publication(record, rendered.problems)


def _withdraw(school: School, folder: SiteFolder, addresses: list[str], requests: list[PublicationRequest]) -> None:
    """Take these off what visitors are given, before anything is built."""
    if not addresses:
        return
    record = folder.withdraw(addresses, built_at=_now(school), changes=[str(request) for request in requests])
    if record:
        folder.put_in_service(record.number)
        record_withdrawal(school=school, number=record.number, seconds=record.seconds, requests=requests)


def _now(school: School) -> str:
    """In the school's own time."""
    return clock.now().astimezone(ZoneInfo(school.timezone)).isoformat(timespec="seconds")


def _write_beside(folder: SiteFolder, name: str, lines: list[str]) -> None:
    """What a server that has no database must know: the host names of this site, what its pages may show in frames."""
    file, text = folder.root / name, "".join(f"{line}\n" for line in lines)
    if not file.exists() or file.read_text() != text:
        write_durably(file, text)
