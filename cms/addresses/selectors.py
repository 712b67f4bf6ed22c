"""Reads about addresses of the public site, old and present. The export calls only those named `public_…`."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from django.db.models import QuerySet
from wagtail.models import Page

from cms.addresses.models import OldAddress
from cms.agenda.models import SEGMENT, Event, public_address
from cms.agenda.selectors import public_events
from cms.articles.models import Article
from cms.articles.selectors import public_articles
from cms.rubrics.models import Rubric
from cms.rubrics.selectors import public_paths
from cms.schools.models import School


class Placed(NamedTuple):
    """A page that is online, whoever may read it, and where it is: `url` is Wagtail's, from the top of all schools."""

    pk: int
    url: str
    event: bool
    public: bool


def branch(school: School, path: str) -> list[Placed]:
    """What is online at a treebeard path and beneath it."""
    public = _public_beneath(school, path)
    return _placed(Page.objects.filter(path__startswith=path, live=True), public)


def address(school: School, url: str, *, event: bool) -> str:
    """ "/essai/vie/concert/" → "vie/concert", or "vie/agenda/concert" for an event."""
    path = url.removeprefix(school.root_page.url_path).strip("/")
    return public_address(f"/{path}/").strip("/") if event else path


def old_addresses(page: Page) -> QuerySet[OldAddress]:
    return OldAddress.objects.filter(page=page)


def public_old_addresses(school: School) -> dict[str, int]:
    """Old addresses that may be told, and the keys of their pages; whether these are public, the caller asks.

    Not one that a public page has now, and not one below a rubric that is there and is private now.
    """
    known = _known(school)
    if not known:
        return {}
    here = _standing_at(school, known)
    public = _public_beneath(school, school.root_page.path, {page.pk for page in here})
    taken = {address(school, page.url, event=page.event) for page in here if page.pk in public}
    closed = _closed(school)
    return {path: page for path, page in known.items() if path not in taken and closed.isdisjoint(_lineage(path))}


def every_old_address(school: School) -> dict[str, int]:
    """All those that no page has now: for the export of a whole school only."""
    known = _known(school)
    taken = {address(school, page.url, event=page.event) for page in _standing_at(school, known)} if known else set()
    return {path: page for path, page in known.items() if path not in taken}


def page_at(school: School, path: str) -> Page | None:
    """The page of the school that has this address, public or not."""
    here = (page for page in _standing_at(school, [path]) if address(school, page.url, event=page.event) == path)
    found = next(here, None)
    return Page.objects.get(pk=found.pk) if found else None


def _known(school: School) -> dict[str, int]:
    return dict(OldAddress.objects.filter(school=school).values_list("path", "page"))


def _public_beneath(school: School, path: str, among: Collection[int] | None = None) -> set[int]:
    rows: list[Any] = [
        Rubric.objects.filter(path__in=[one for one in public_paths(school) if one.startswith(path)]),
        public_articles(school).filter(path__startswith=path),
        public_events(school).filter(path__startswith=path),
    ]
    if among is not None:
        rows = [kind.filter(pk__in=among) for kind in rows]
    return {pk for kind in rows for pk in kind.order_by().values_list("pk", flat=True)}


def _standing_at(school: School, paths: Collection[str] | Mapping[str, int]) -> list[Placed]:
    """Pages at these addresses; also at what these are without the segment of agendas."""
    root, segment = school.root_page.url_path, f"/{SEGMENT}/"
    urls = {f"{root}{path}/" for path in paths}
    urls |= {root + "/".join(f"/{path}".rsplit(segment, 1)).strip("/") + "/" for path in paths if segment in f"/{path}"}
    return _placed(Page.objects.filter(url_path__in=urls, path__startswith=school.root_page.path), set())


def _placed(pages: Any, public: Collection[int]) -> list[Placed]:
    """Those that have an address: homepages have none."""
    found = pages.type(Rubric, Article)
    rows = list(found.values_list("pk", "url_path"))
    events = set(Event.objects.filter(pk__in=found.values("pk")).values_list("pk", flat=True))
    return [Placed(pk, url, pk in events, pk in public) for pk, url in rows]


def _closed(school: School) -> set[str]:
    """The addresses that rubrics have, or would have, which the public may not read."""
    public = set(public_paths(school))
    rows = Rubric.objects.filter(path__startswith=school.root_page.path).values_list("path", "url_path")
    return {address(school, url, event=False) for path, url in rows if path not in public}


def _lineage(path: str) -> list[str]:
    """ "a/b/c" → "a/b/c", "a/b", "a"."""
    steps = path.split("/")
    return ["/".join(steps[:end]) for end in range(len(steps), 0, -1)]
