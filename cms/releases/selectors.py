"""What the screen of publications tells: what is in service, what waits, what failed, what was."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page

from cms.accounts.models import User
from cms.publishing import shelf, words
from cms.publishing.enums import Outcome
from cms.publishing.models import Release
from cms.publishing.selectors import waiting_requests
from cms.publishing.waiting import Failing, failing
from cms.schools.models import School

NAMED = 5  # changes that are told one by one; the others are counted
LISTED = 20


@dataclass(frozen=True)
class Line:
    """One change, in words: what, by whom, since when."""

    text: str
    by: str = ""
    ago: str = ""


@dataclass(frozen=True)
class Attempt:
    """One release, or failures in a row for the same reason, as the history tells them."""

    release: Release  # the last of them
    first: Release
    times: int
    changes: Sequence[Line]
    more: int
    by: Sequence[str]
    lasted: str
    may_return: bool = False


@dataclass(frozen=True)
class Problem:
    """Something that could not be shown as it stands, and the page to mend where it is known."""

    text: str
    where: str
    page: Page | None = None


@dataclass(frozen=True)
class Situation:
    attempt: Attempt | None  # that is in service
    since: datetime | None
    kept: shelf.Kept | None
    waiting: Sequence[Line]
    more: int
    fault: Failing | None
    problems: Sequence[Problem] = field(default_factory=tuple)

    @property
    def busy(self) -> bool:
        return bool(self.waiting)


def situation(school: School) -> Situation:
    """Now. What is in service is read from the disk, which visitors read too; the record says the rest."""
    kept = next((one for one in shelf.kept(school) if one.in_service), None)
    number = kept.number if kept else None
    records = Release.objects.filter(school=school, number=number) if number else Release.objects.none()
    service = records.exclude(outcome=Outcome.FAILED).first()
    built = records.filter(outcome=Outcome.IN_SERVICE).first()
    requests = waiting_requests(school)
    return Situation(
        attempt=next(iter(told([built or service], school)), None) if service else None,
        since=service.ended_at if service else None,
        kept=kept,
        waiting=[
            Line(
                words.change(request.reason, request.subject),
                name_of(request.actor) if request.actor else "",
                words.ago(request.requested_at),
            )
            for request in requests[:LISTED]
        ],
        more=max(0, len(requests) - LISTED),
        fault=failing(school.pk) if requests else None,
        problems=problems(school, built) if built else (),
    )


def history(school: School) -> QuerySet[Release]:
    return Release.objects.filter(school=school)


def told(releases: Iterable[Release | None], school: School) -> list[Attempt]:
    found = [release for release in releases if release]
    users = _people(found)
    back = {one.number for one in shelf.kept(school) if not one.in_service}
    return [_told(list(alike), users, back) for _key, alike in groupby(found, _likeness)]


def _likeness(release: Release) -> Any:
    return release.message if release.outcome == Outcome.FAILED else release.pk


def _told(alike: Sequence[Release], users: Mapping[str, str], back: set[int]) -> Attempt:
    release = alike[0]
    changes = [] if release.outcome == Outcome.ROLLED_BACK else release.changes
    texts = list(dict.fromkeys(words.change(change["reason"], change["subject"]) for change in changes))
    names = dict.fromkeys(change["by"] for change in release.changes if change["by"])
    return Attempt(
        release=release,
        first=alike[-1],
        times=len(alike),
        changes=[Line(text) for text in texts[:NAMED]],
        more=max(0, len(texts) - NAMED),
        by=[users.get(name, name) for name in names],
        lasted=words.lasted(release.seconds),
        may_return=release.outcome == Outcome.IN_SERVICE and release.number in back,
    )


def _people(releases: Sequence[Release]) -> dict[str, str]:
    names = {change["by"] for release in releases for change in release.changes if change["by"]}
    return {user.username: name_of(user) for user in User.objects.filter(username__in=names)}


def name_of(user: User) -> str:
    return user.get_full_name() or user.get_username()


def problems(school: School, release: Release) -> list[Problem]:
    """A line of the release's message each: "articles/vie/cross.html : what is wrong"."""
    found = []
    for line in filter(None, release.message.split("\n")):
        where, separator, text = line.partition(" : ")
        page = page_of(school, where) if separator else None
        found.append(Problem(text if page else line, where, page))
    return found


def page_of(school: School, path: str) -> Page | None:
    """The page that a file of the content folder or of the site comes from: "articles/vie/cross.html, ligne 3"."""
    place = path.partition(",")[0].removesuffix("/index.html").removesuffix(".html")
    room, _slash, inside = place.partition("/")
    place = inside if room in {"articles", "agenda", "pages"} and inside else place
    rubric, _slash, slug = place.rpartition("/")
    top = school.root_page.url_path
    found = [f"{top}{place}/", f"{top}{rubric.removesuffix('agenda').strip('/')}/{slug}/"]
    return Page.objects.filter(url_path__in=found).first()


def with_titles(school: School, addresses: Sequence[str]) -> list[tuple[str, str]]:
    """Addresses of the site, each with the title of its page where there is one."""
    top = school.root_page.url_path.rstrip("/")
    pages = Page.objects.filter(url_path__in=[top + address for address in addresses])
    titles = {page.url_path: page.title for page in pages}
    return [(address, titles.get(top + address, "")) for address in addresses]
