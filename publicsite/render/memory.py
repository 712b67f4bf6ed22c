"""The documents and media of a content folder, as last read: only what changed is read again.

The folder is the truth. What is kept here is what a fresh reading would give, or it is read again.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterable, Iterator, Set
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import tzinfo
from hashlib import blake2b, file_digest
from io import BufferedRandom, BufferedReader
from pathlib import Path, PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from pelican.contents import Tag as PelicanTag
from pelican.settings import DEFAULT_CONFIG

from publicsite.contract import ArticleDoc, EventDoc, FileDoc, ImageDoc, Problem, RubricDoc, SchoolDoc, State
from publicsite.portable.layout import link_kind
from publicsite.portable.reader import read_article, read_event, read_rubric
from publicsite.portable.source import Notes
from publicsite.portable.tables import files_of, images_of
from publicsite.render import pictures
from publicsite.render.addresses import RESERVED, address
from publicsite.render.bodies import teaser
from publicsite.render.keys import SIZE, key, of_bytes, of_program, without_text
from publicsite.render.recent import Recent
from publicsite.render.rubrics import Article, Tag, links_of
from publicsite.render.streams import Streams

ROOMS = {"articles": read_article, "pages": read_rubric, "agenda": read_event}
MEDIA = ("images", "files")
KEPT_WITHIN = 20  # what is kept is at most a twentieth behind
LONGEST_NAME = 200  # a tag is a folder, and one sign of some scripts is twenty letters of ours
NOT_PUBLIC = "ce document n’est pas public : il n’est pas publié. Sa place est dans private/."
LINKED_FOLDER = "ce lien symbolique vers un dossier n’est pas suivi : copiez-y les fichiers."
LEADS_OUT = "ce lien symbolique mène hors de son dossier : remplacez-le par le fichier lui-même."

Stamp = tuple[int, int, int]  # size, time of the last change, number on the disk


@dataclass(slots=True)
class Read:
    """One file of a room: what it holds, if that may be shown, and what is wrong with it."""

    stamp: Stamp
    doc: ArticleDoc | RubricDoc | None
    problems: list[Problem]
    needs: frozenset[str]  # files of the folder that it names: whether they are there is among its problems


@dataclass(slots=True)
class Media:
    """The images, or the files, of the folder."""

    docs: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    stamps: dict[str, Stamp] = field(default_factory=dict)
    told: Stamp | None = None  # of the table that tells of them


class Memory:
    def __init__(self, content: Path) -> None:
        self._content = content
        self._school: SchoolDoc | None = None
        self._news = 1  # documents that were read since all was kept
        self._tags: dict[str, Tag] = {}
        self._clear()

    def _clear(self) -> None:
        self._read: dict[str, dict[str, Read]] = {room: {} for room in ROOMS}
        self._refused: list[Problem] = []
        self._articles: dict[str, Article] = {}
        self._rivals: dict[str, dict[str, Article]] = {}  # by address, then by file: the first one has it
        self._contested: set[str] = set()  # addresses that several would have
        self._readdressed: set[str] = set()
        self._just_read: set[str] = set()  # in this refreshing: they were compared with the folder as it is
        self.streams = Streams()
        self.lists: dict[str, Any] = {}  # what `inputs` knows of long lists
        self.mapped: dict[str, Any] = {}  # what `robots` knows of rubrics
        self.recent = Recent()
        self.media = {name: Media() for name in MEDIA}
        self.media_changes = 0
        self.signs: dict[str, bytes] = {}  # of pictures and attachments, until one changes
        self.pictures: pictures.Kept = {}  # likewise
        self.contents: dict[str, tuple[Stamp, bytes]] = {}  # of images, by name

    def refresh(self, school: SchoolDoc, changed: Iterable[Path] | None) -> None:
        """Read what differs: among the `changed` files, or anywhere."""
        if self._school is None or self._school.timezone != school.timezone:  # dates without an offset are the school's
            self._clear()
            changed = None
        self._school = school
        named = None if changed is None else {self._relative(path) for path in changed}
        flipped: set[str] = set()
        for room in ROOMS:
            flipped |= self._refresh_room(room, named)
        for name in MEDIA:
            flipped |= self._refresh_media(name, named)
        flipped |= self._readdressed
        if flipped:
            self._tell_again(flipped)
            self._readdressed.clear()
        self._just_read.clear()

    # --- from one process to the next ---

    def keep(self, path: Path) -> None:
        """Write what is known where `recall` finds it, when enough of it was read since."""
        if self._school is None or self._news <= len(self._articles) // KEPT_WITHIN:
            return
        known = self._read, self._refused, list(self._articles.values()), self.media, self.contents
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f".{path.name}")
        with fresh.open("wb+") as handle:  # never in one piece in memory: it is as long as all the documents
            handle.write(bytes(2 * SIZE))
            pickle.dump((self._school.timezone, known), handle, pickle.HIGHEST_PROTOCOL)
            seal = _seal(handle)
            handle.seek(0)
            handle.write(seal)
        fresh.replace(path)
        self._news = 0

    def recall(self, path: Path, school: SchoolDoc) -> None:
        """What another process kept, if it can be read: each file is compared with the folder all the same."""
        timezone, known = _kept_at(path)
        if timezone == school.timezone:
            self._school = school
            self._read, self._refused, articles, self.media, self.contents = known
            for article in articles:
                self._place(article)
            self._readdressed.clear()
            self._news = 0

    # --- what a build asks ---

    @property
    def rubrics(self) -> list[tuple[str, RubricDoc]]:
        return [(path, read.doc) for path, read in sorted(self._read["pages"].items()) if read.doc]  # type: ignore[misc]

    def address_of(self, path: str) -> str | None:
        """Where a document of the folder is on the site."""
        article = self._articles.get(path)
        if article:
            return f"/{article.url}" if self._holder(article.url) is article else None
        if path in self._read["pages"]:
            return f"/{address(path[6:-5])}"
        read = self._read["agenda"].get(path)
        return f"/{address(read.doc.path)}" if read and read.doc else None

    def _holder(self, url: str) -> Article | None:
        rivals = self._rivals.get(url)
        return rivals[min(rivals)] if rivals else None

    @property
    def doubles(self) -> Iterator[Article]:
        """Articles whose address another one has."""
        for url in sorted(self._contested):
            yield from (article for article in self._rivals[url].values() if self._holder(url) is not article)

    @property
    def events(self) -> list[tuple[str, EventDoc]]:
        return [(path, read.doc) for path, read in sorted(self._read["agenda"].items()) if read.doc]  # type: ignore[misc]

    @property
    def problems(self) -> Iterator[Problem]:
        yield from self._refused
        for reads in self._read.values():
            for _path, read in sorted((path, read) for path, read in reads.items() if read.problems):
                yield from read.problems
        for media in self.media.values():
            yield from media.problems

    def content_of(self, image: str, path: Path) -> bytes:
        """The digest of an image's bytes."""
        stamp = stamp_of(path.stat())
        known = self.contents.get(image)
        if known is None or known[0] != stamp:
            known = self.contents[image] = stamp, of_bytes(path.read_bytes())
        return known[1]

    def holds(self, name: str) -> bool:
        """Whether the picture or the attachment that this file of a release was made of is still in the folder."""
        folder, _, file = name.partition("/")
        if folder == "images":
            return file.rsplit("-", 2)[0] in {PurePosixPath(one).stem for one in self.media["images"].stamps}
        return folder != "files" or file in self.media["files"].stamps

    # --- documents ---

    def _refresh_room(self, room: str, named: set[str] | None) -> set[str]:
        reads = self._read[room]
        if named is None:
            looked: Set[str] = reads.keys()
            found = dict(self._walk(room))
        else:
            here = {path for path in named if path.startswith(f"{room}/") and _is_document(path)}
            looked = here & reads.keys()
            found = {path: stamp for path in here if (stamp := self._stamp(path))}
        gone = looked - found.keys()
        flipped = gone | (found.keys() - reads.keys())
        for path in gone:
            del reads[path]
            self._displace(path)
            self._readdressed.add(path)
        for path, stamp in found.items():
            known = reads.get(path)
            if known is None or known.stamp != stamp or named is not None:
                self._read_one(room, path, stamp)
        return flipped

    def _walk(self, room: str) -> Iterator[tuple[str, Stamp]]:
        self._refused = [problem for problem in self._refused if problem.path.parts[0] != room]
        top = self._content / room
        if top.is_symlink():  # it could lead into private/, which is never opened
            self._refused.append(Problem(Path(room), None, LEADS_OUT))
        elif top.is_dir():
            yield from self._walk_folder(str(top), room)

    def _walk_folder(self, folder: str, relative: str) -> Iterator[tuple[str, Stamp]]:
        with os.scandir(folder) as entries:
            for entry in entries:
                path = f"{relative}/{entry.name}"
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    yield from self._walk_folder(entry.path, path)
                elif entry.is_dir():
                    self._refused.append(Problem(Path(path), None, LINKED_FOLDER))
                elif _is_document(path):
                    yield path, stamp_of(entry.stat(follow_symlinks=False))

    def _stamp(self, path: str) -> Stamp | None:
        """None for what is not there, or is not a file of the room itself."""
        whole = self._content / path
        if not os.path.lexists(whole) or whole.is_dir():
            return None
        if os.path.realpath(whole.parent) != str(self._content / PurePosixPath(path).parent):
            return None
        return stamp_of(os.lstat(whole))

    def _read_one(self, room: str, path: str, stamp: Stamp) -> None:
        before = self._read[room].get(path)
        self._news += 1
        self._just_read.add(path)
        self._displace(path)
        try:
            doc, problems = self._read_document(room, path)
            if doc and room == "articles":
                self._place(self._article(path, doc))
        except Exception as error:  # whatever one file holds, the others are published
            message = f"ce document n’a pas pu être lu ({error}) ; il n’est pas publié."
            doc, problems = None, [Problem(Path(path), None, message)]
        needs = frozenset(_named_by(doc)) if doc else frozenset()
        self._read[room][path] = Read(stamp, doc, problems, needs)
        if _path(before.doc if before else None) != _path(doc):
            self._readdressed.add(path)

    def _place(self, article: Article) -> None:
        self._articles[article.source] = article
        self._change_holder(article.url, lambda rivals: rivals.update({article.source: article}))

    def _displace(self, path: str) -> None:
        article = self._articles.pop(path, None)
        if article:
            self._change_holder(article.url, lambda rivals: rivals.pop(path))

    def _change_holder(self, url: str, change: Callable[[dict[str, Article]], Any]) -> None:
        """Lists show the article that has the address, and no other that would have it."""
        rivals = self._rivals.setdefault(url, {})
        before = self._holder(url)
        change(rivals)
        after = self._holder(url)
        if before is not after:
            if before:
                self.streams.remove(before)
            if after:
                self.streams.add(after)
            if before and after:
                self._readdressed |= {before.source, after.source}
        if len(rivals) > 1:
            self._contested.add(url)
        else:
            self._contested.discard(url)
        if not rivals:
            del self._rivals[url]

    def _read_document(self, room: str, path: str) -> tuple[Any, list[Problem]]:
        """None for what may not be shown, with what is wrong."""
        relative = Path(path)
        if not _stays_in(self._content / relative, self._content / room):
            return None, [Problem(relative, None, LEADS_OUT)]
        doc, problems = ROOMS[room](relative, self._content)
        if doc is None:
            return None, problems
        reason = _refusal(doc)
        return (None, [*problems, Problem(relative, None, reason)]) if reason else (doc, problems)

    def _article(self, path: str, doc: ArticleDoc) -> Article:
        zone = zone_of(self._school)
        return Article(
            doc=doc,
            source=path,
            date=doc.date.astimezone(zone),
            updated=doc.modified.astimezone(zone) if doc.modified else None,
            tags=[tag for name in doc.tags if (tag := self._tag(name)).slug and len(tag.slug) <= LONGEST_NAME],
            teaser=teaser(doc.summary, doc.body),
            whole=key(doc),
            face=without_text(doc),
            links=links_of(doc.body),
        )

    def _tag(self, name: str) -> Tag:
        if name not in self._tags:
            slug = PelicanTag(name, DEFAULT_CONFIG).slug
            self._tags[name] = Tag(name, slug)
        return self._tags[name]

    def _tell_again(self, flipped: set[str]) -> None:
        """A document says what it names and is not there: it is read again when that comes or goes."""
        for room, reads in self._read.items():
            for path in [path for path, read in reads.items() if not flipped.isdisjoint(read.needs)]:
                if path not in self._just_read:
                    self._read_one(room, path, reads[path].stamp)

    # --- media ---

    def _refresh_media(self, name: str, named: set[str] | None) -> set[str]:
        table = f"{name}.toml"
        if named is not None and not any(path == table or path.startswith(f"{name}/") for path in named):
            return set()
        media = self.media[name]
        before = media.stamps
        stamps = dict(self._listing(name))
        told = _stamp_or_none(self._content / table)
        if stamps.keys() != before.keys() or told != media.told or (named is not None and table in named):
            notes = Notes(Path(table))
            paths = [PurePosixPath(name, one) for one in sorted(stamps)]
            read = images_of if name == "images" else files_of
            docs: list[ImageDoc] | list[FileDoc] = read(paths, "", self._content, notes)
            media.docs, media.problems = {doc.name: doc for doc in docs}, notes.problems
        if stamps != before or told != media.told:
            self.media_changes += 1
            self.signs.clear()
            self.pictures.clear()
        media.stamps, media.told = stamps, told
        return {f"{name}/{one}" for one in stamps.keys() ^ before.keys()}

    def _listing(self, name: str) -> Iterator[tuple[str, Stamp]]:
        folder = self._content / name
        if folder.is_dir():
            with os.scandir(folder) as entries:
                for entry in entries:
                    if not entry.name.startswith(".") and entry.is_file():
                        yield entry.name, stamp_of(entry.stat(follow_symlinks=False))

    def _relative(self, path: Path) -> str:
        return (path.relative_to(self._content) if path.is_absolute() else path).as_posix()


def _path(doc: ArticleDoc | RubricDoc | None) -> str | None:
    return doc.path if doc else None


def _kept_at(path: Path) -> tuple[str | None, Any]:
    with suppress(OSError), path.open("rb") as handle:
        if handle.read(2 * SIZE) == _seal(handle):
            handle.seek(2 * SIZE)
            kept: tuple[str, Any] = pickle.load(handle)  # noqa: S301 - sealed, and written by `keep` in our own cache
            return kept
    return None, None


def _seal(kept: BufferedReader | BufferedRandom) -> bytes:
    """Of a file that `keep` wrote: this program, and what follows the seal."""
    kept.seek(2 * SIZE)
    return of_program() + file_digest(kept, lambda: blake2b(digest_size=SIZE)).digest()


def zone_of(school: SchoolDoc | None) -> tzinfo:
    return ZoneInfo(school.timezone if school else "Europe/Paris")


def stamp_of(stat: os.stat_result) -> Stamp:
    return stat.st_size, stat.st_mtime_ns, stat.st_ino


def _stamp_or_none(path: Path) -> Stamp | None:
    try:
        return stamp_of(os.lstat(path))
    except OSError:
        return None


def _is_document(path: str) -> bool:
    return path.endswith(".html") and not any(part.startswith(".") for part in path.split("/"))


def _stays_in(path: Path, room: Path) -> bool:
    """A symbolic link could lead into private/, which is never opened."""
    return not path.is_symlink() or path.resolve().is_relative_to(room.resolve())


def _refusal(doc: ArticleDoc | RubricDoc) -> str:
    """Why a document that was read may not be shown; empty when it may."""
    if doc.path.partition("/")[0] in RESERVED and not isinstance(doc, EventDoc):
        return f"l’adresse « {doc.path.partition('/')[0]} » est réservée au site : renommez cette rubrique."
    public = doc.public if isinstance(doc, RubricDoc) else doc.state is State.ONLINE
    return "" if public else NOT_PUBLIC


def _named_by(doc: ArticleDoc | RubricDoc) -> Iterator[str]:
    html = doc.introduction if isinstance(doc, RubricDoc) else doc.body
    for link in links_of(html):
        yield link_kind(link)[1].strip("/")
    if doc.illustration:
        yield f"images/{doc.illustration}"
