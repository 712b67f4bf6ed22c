"""The content folder of a school, kept as its public zone is: what the requests of the outbox tell is brought into it.

The folder is a state between two publications, and the renderer's only input. It may be deleted at any time: the next
publication writes it anew. When every request names an article or an event, or changes none of them, only these are
exported again, with those that link to them when an address came or went. Otherwise every page is compared with what
its file was made from. Both are known from the folder's index.
"""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from cms.core import clock
from cms.core.disk import writing_in
from cms.core.snapshot import snapshot
from cms.publishing.enums import Reason
from cms.publishing.models import PublicationRequest
from cms.publishing.rules import BESIDE_PAGES
from cms.publishing.selectors import last_in_service, waiting_requests
from cms.schools.models import School
from publicsite.content_index import Index
from publicsite.exporting import (
    Export,
    Uses,
    public_export,
    public_files,
    public_media,
    public_media_files,
    public_part,
    public_rubric_files,
)
from publicsite.origins import Origins
from publicsite.portable.layout import MEDIA_FOLDERS, REDIRECTS, document_file
from publicsite.portable.source import Notes
from publicsite.portable.tables import redirects_of
from publicsite.portable.writer import Plan, compose, put

PAGES = ("agenda", "articles", "pages")  # what has an address of its own
CONTRIBUTIONS = ("agenda", "articles")
MANY = 5_000  # pages; with more, everything is made again


@dataclass(frozen=True, slots=True)
class Changes:
    """`files` of the folder that may differ since the last publication; None: any of them. `documents` is how many the
    folder holds."""

    files: list[Path] | None = None
    documents: int = 0


def leaving(school: School, folder: Path, requests: Sequence[PublicationRequest]) -> list[str]:
    """What is in the folder and may be read by the public no more, as addresses of the site ("vie/sortie/"): pages,
    and `images/…`, `files/…` by their names. Quick: it is asked before anything is built.

    A page that is public at another address has not left, where the index knows which page a file is.
    """
    index = Index.read(folder, identity(school))
    with snapshot():
        gone, media = _left(school, index, requests) if index else _left_by_name(school, folder)
        return sorted({*map(_address, gone), *media, *_leading_to(gone, folder)})


def identity(school: School) -> str:
    """The school, with what all its documents are written by: its time, and what their addresses are counted from."""
    return f"{school.ref} {school.timezone} {school.root_page.url_path}"


def _leading_to(gone: Set[str], folder: Path) -> Iterator[str]:
    """Pages at old addresses, which say where these files of the folder are on the site: they go with them."""
    if gone and (folder / REDIRECTS).is_file():
        table = PurePosixPath(REDIRECTS)
        for doc in redirects_of(table, folder, Notes(table)):
            if document_file(doc.target) in gone:
                yield f"{doc.path}/index.html"


def _left(school: School, index: Index, requests: Sequence[PublicationRequest]) -> tuple[set[str], set[str]]:
    """Files of pages, and of media."""
    pages = _pages_named(requests, index)
    asked = _in(PAGES, index.uses)
    if pages is not None:
        asked = {file for file in asked if index.uses[file].page in pages}
    public = {*public_files(school, pages), *(public_rubric_files(school) if pages is None else ())}
    gone = {file for file in asked if index.uses[file].page not in public}
    if pages is not None and not gone:
        return set(), set()
    kept = [uses for file, uses in index.uses.items() if file not in gone]
    media = public_media_files(school, _all_images(kept), _all_documents(kept))
    return gone, {*(index.media - media)}


def _left_by_name(school: School, folder: Path) -> tuple[set[str], set[str]]:
    tops = [folder / name for name in (*PAGES, *MEDIA_FOLDERS)]
    found = {path.relative_to(folder).as_posix() for top in tops for path in top.rglob("*") if path.is_file()}
    public = {*public_files(school).values(), *public_rubric_files(school).values(), *public_media_files(school)}
    gone = found - public
    return gone, _in(MEDIA_FOLDERS, gone)


def _address(file: str) -> str:
    if file.startswith(tuple(f"{folder}/" for folder in MEDIA_FOLDERS)):
        return file
    folder, *rubric, name = file.removesuffix(".html").split("/")
    return "/".join([*rubric, *(["agenda"] if folder == "agenda" else []), name, ""])


def bring_up_to_date(school: School, folder: Path, requests: Sequence[PublicationRequest]) -> Changes:
    """Make the folder hold what is public now; `school` is read again. Raises ValueError, OSError: see `write_site`."""
    with writing_in(folder):
        with snapshot():
            school.refresh_from_db()  # it may have changed between its reading and that of the rows
            known = Index.read(folder, identity(school))
            # What was committed since they were read is seen here too: it is counted in, and its rows stay.
            told = [*requests, *waiting_requests(school)] if requests else []
            release = last_in_service(school)
            update = _update(school, known, told, release)
        Index.forget(folder)
        written, removed = put(update.plan, folder, gone=update.gone)
        update.index.write(folder, identity(school), known)
    # After an attempt that was not put in service, what it changed may be unknown to who renders.
    told_apart = known and known.release != release
    return Changes([*written, *removed] if told_apart else None, documents=len(update.index.uses))


@dataclass(frozen=True, slots=True)
class _Update:
    """What is written, what is removed (None: all the rest), and the index of what is then there."""

    plan: Plan
    gone: set[str] | None
    index: Index


def _update(school: School, known: Index | None, requests: Sequence[PublicationRequest], release: int) -> _Update:
    asked = not requests or any(request.reason == Reason.ASKED for request in requests)
    if known is None or asked:  # whoever asks wants all of it made again
        return _whole(school, release)
    pages = _pages_named(requests, known)
    named = None if pages is None else _part(school, known, pages, release)
    return named or _compared(school, known, release) or _whole(school, release)


def _whole(school: School, release: int) -> _Update:
    export, origins = public_export(school), Origins(school)
    plan = compose(export.site)
    media = _in(MEDIA_FOLDERS, map(str, plan))
    _remember_origins(export.uses.values(), origins)
    return _Update(plan, None, _index(export.uses, export.shown, media, release))


def _compared(school: School, known: Index, release: int) -> _Update | None:
    """The pages that are not what their files were made from, and all that is not of one page; None where that is most
    of it."""
    origins = Origins(school)
    before = {known.uses[file].page: known.uses[file] for file in _in(CONTRIBUTIONS, known.uses)}
    same = {page for page, uses in before.items() if uses.origin and uses.origin == origins.of(uses)}
    pages = (before.keys() | origins.pages) - same
    return _part(school, known, pages, release, origins) if len(pages) <= min(MANY, len(before) // 2) else None


def _part(
    school: School, known: Index, pages: Set[int], release: int, origins: Origins | None = None
) -> _Update | None:
    """These pages, and all that is not of one page. With `origins` they are known to be all that changed; without, None
    when more did than they tell."""
    before = {uses.page: file for file, uses in known.uses.items() if uses.page in pages}
    now = public_files(school, pages)
    readdressed = {page for page in pages if before.get(page) != now.get(page)}
    contributions = _in(CONTRIBUTIONS, known.uses)
    again = contributions.intersection(before.values())
    if readdressed:
        again |= {file for file in contributions if not known.uses[file].pages.isdisjoint(readdressed)}
    linked = {page for file in again for page in known.uses[file].pages}
    part = public_part(school, pages | {known.uses[file].page for file in again}, linked)
    kept = {file: known.uses[file] for file in contributions - again}
    if origins:
        _remember_origins(part.uses.values(), origins)
    elif _is_in_doubt(known, part, kept.values()):
        return None
    uses = kept | part.uses
    index = _index(uses, part.shown, known.media, release)
    site = part.site
    gone = known.uses.keys() - uses.keys()
    if origins or (index.images, index.documents) != (known.images, known.documents):
        images, files = public_media(school, index.images, index.documents)
        site = replace(site, public=replace(site.public, images=images, files=files))
        media = frozenset({f"images/{doc.name}" for doc in images} | {f"files/{doc.name}" for doc in files})
        index = replace(index, media=media)
        gone |= known.media - media
        gone |= {f"{folder}.toml" for folder in MEDIA_FOLDERS if not _in([folder], media)}
    return _Update(compose(site), gone, index)


def _remember_origins(uses: Iterable[Uses], origins: Origins) -> None:
    for one in uses:
        one.origin = origins.of(one)


def _is_in_doubt(known: Index, part: Export, kept: Iterable[Uses]) -> bool:
    """Whether something changed that no request tells: rubrics, or who agreed to be seen, as a day begins."""
    named = _all_images(kept)
    return _in(["pages"], known.uses) != _in(["pages"], part.uses) or named - part.shown != named & known.withheld


def _pages_named(requests: Sequence[PublicationRequest], index: Index) -> set[int] | None:
    """The articles and events that these rows name, and those whose time is over; None where a row names none, and
    may have changed any of them."""
    if not requests:
        return None
    pages = {request.page for request in requests if request.reason not in BESIDE_PAGES}
    if None in pages:
        return None
    now = clock.now().timestamp()
    over = {uses.page for uses in index.uses.values() if uses.expires is not None and uses.expires <= now}
    return {page for page in pages | over if page is not None}


def _index(uses: dict[str, Uses], shown: frozenset[int], media: Iterable[str], release: int) -> Index:
    images, documents = _all_images(uses.values()), _all_documents(uses.values())
    return Index(uses, images & shown, documents, images - shown, frozenset(media), release)


def _in(folders: Iterable[str], files: Iterable[str]) -> set[str]:
    tops = tuple(f"{folder}/" for folder in folders)
    return {file for file in files if file.startswith(tops)}


def _all_images(uses: Iterable[Uses]) -> frozenset[int]:
    return frozenset().union(*(one.images for one in uses))


def _all_documents(uses: Iterable[Uses]) -> frozenset[int]:
    return frozenset().union(*(one.documents for one in uses))
