"""What one build knows of the site: its school, its media and the problems met. Pelican's settings carry it around."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, tzinfo
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from publicsite.contract import EventDoc, HomepageDoc, Problem, RedirectDoc, SchoolDoc
from publicsite.portable.layout import REDIRECTS, SCHOOL, stays_inside
from publicsite.portable.source import Notes
from publicsite.portable.tables import homepage_of, redirects_of, school_of
from publicsite.render.attachments import Attachments
from publicsite.render.cache import Cache
from publicsite.render.door import Door
from publicsite.render.memory import Memory
from publicsite.render.pictures import Pictures
from publicsite.render.streams import Streams

SETTING = "PREAU_SITE"
LAYOUTS = ("cour", "galerie", "tableau")  # `cms.schools.enums.Layout` without Django; a test compares them


class UnusableSite(Exception):
    """Nothing can be built; the message says why, in French."""


@dataclass
class Site:
    content: Path
    cache: Cache
    school: SchoolDoc
    memory: Memory
    door: Door
    today: date | None = None  # the day that the site is built for; None: that of its latest change
    only: str = ""  # the one page that is asked for; empty for the whole site
    left_out: Collection[str] = ()  # documents, by their path, that could not be put on a page
    agendas: Any = None  # `render.agenda.Agendas`, once documents are read
    entries: int = 0  # of the search
    moves: dict[str, str] = field(default_factory=dict)  # old addresses, and where each leads: "/vie/" → "/clubs/"

    @cached_property
    def timezone(self) -> tzinfo:
        return ZoneInfo(self.school.timezone)

    @property
    def layout(self) -> str:
        """The school's, or the first for a name that the theme does not know: it comes from a file."""
        return self.school.layout if self.school.layout in LAYOUTS else LAYOUTS[0]

    @cached_property
    def pictures(self) -> Pictures:
        docs, memory = self.memory.media["images"].docs, self.memory
        folder, content_of = self.content / "images", memory.content_of
        return Pictures(folder, docs, self.cache, self.door, content_of, memory.signs, memory.pictures)

    @cached_property
    def attachments(self) -> Attachments:
        docs = self.memory.media["files"].docs
        return Attachments(self.content / "files", docs, self.cache, self.door, self.memory.signs)

    @cached_property
    def homepages(self) -> list[HomepageDoc]:
        read = (homepage_of(path, self.content, self._notes(str(path))) for path in self._homepage_files())
        return [doc for doc in read if doc]

    @property
    def redirects(self) -> list[RedirectDoc]:
        file = self.content / REDIRECTS
        if not file.is_file() or not stays_inside(file, self.content):
            return []
        return redirects_of(PurePosixPath(REDIRECTS), self.content, self._notes(REDIRECTS))

    @property
    def events(self) -> list[tuple[str, EventDoc]]:
        """Those of the public room with their files, by their place in it."""
        return [(path, doc) for path, doc in self.memory.events if path not in self.left_out]

    @cached_property
    def streams(self) -> Streams:
        if not self.left_out:
            return self.memory.streams
        return Streams(article for article in self.memory.streams.all if article.source not in self.left_out)

    def address_of(self, path: str) -> str | None:
        """Where a document of the folder is on the site, if it is published."""
        return None if path in self.left_out else self.memory.address_of(path)

    def complain(self, path: Path | PurePosixPath | str, message: str, line: int | None = None) -> None:
        self.note([Problem(Path(path), line, message)])

    def note(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.door.note(problem)

    def _notes(self, path: str) -> Notes:
        return _DoorNotes(Path(path), self.door)

    def _homepage_files(self) -> Iterator[PurePosixPath]:
        folder = self.content / "homepages"
        if folder.is_dir():
            for path in sorted(folder.iterdir()):
                if path.is_file() and not path.name.startswith(".") and path.name.endswith(".toml"):
                    yield PurePosixPath("homepages", path.name)


class _DoorNotes(Notes):
    """Notes that are told as they are taken."""

    def __init__(self, path: Path, door: Door) -> None:
        super().__init__(path)
        self._door = door

    def error(self, message: str, line: int | None = None) -> None:
        self._door.note(Problem(self.path, line, message))

    def remark(self, message: str, line: int | None = None) -> None:
        self._door.note(Problem(self.path, line, message, fatal=False))


def read_school(content: Path) -> tuple[SchoolDoc, list[Problem]]:
    """Raises `UnusableSite` when nothing can be built."""
    notes = Notes(PurePosixPath(SCHOOL))
    school = school_of(PurePosixPath(SCHOOL), content, notes)
    if school is None:
        raise UnusableSite("\n".join(map(str, notes.problems)))
    return school, notes.problems
