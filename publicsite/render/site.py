"""What one build knows of the site: its school, its media and the problems met. Pelican's settings carry it around."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, tzinfo
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from publicsite.contract import EventDoc, HomepageDoc, Problem, SchoolDoc, State
from publicsite.portable.layout import SCHOOL
from publicsite.portable.reader import read_event
from publicsite.portable.source import Notes
from publicsite.portable.tables import files_of, homepage_of, images_of, school_of
from publicsite.render.attachments import Attachments
from publicsite.render.cache import Cache
from publicsite.render.pictures import Pictures

SETTING = "PREAU_SITE"
LAYOUTS = ("cour", "galerie", "tableau")  # `cms.schools.enums.Layout` without Django; a test compares them


class UnusableSite(Exception):
    """Nothing can be built; the message says why, in French."""


@dataclass
class Site:
    content: Path
    output: Path
    cache: Cache
    school: SchoolDoc
    problems: list[Problem] = field(default_factory=list)
    today: date | None = None  # the day that the site is built for; None: that of its latest change
    agendas: Any = None  # `render.agenda.Agendas`, once documents are read
    only: str = ""  # the one page that is asked for; empty for the whole site

    @cached_property
    def timezone(self) -> tzinfo:
        return ZoneInfo(self.school.timezone)

    @property
    def layout(self) -> str:
        """The school's, or the first for a name that the theme does not know: it comes from a file."""
        return self.school.layout if self.school.layout in LAYOUTS else LAYOUTS[0]

    @cached_property
    def pictures(self) -> Pictures:
        docs = images_of(self._media("images"), "", self.content, self._notes("images.toml"))
        known = {doc.name: doc for doc in docs}
        return Pictures(self.content / "images", known, self.cache, self.output, self._complain_of("images"))

    @cached_property
    def attachments(self) -> Attachments:
        docs = files_of(self._media("files"), "", self.content, self._notes("files.toml"))
        known = {doc.name: doc for doc in docs}
        return Attachments(self.content / "files", known, self.cache, self.output, self._complain_of("files"))

    @cached_property
    def homepages(self) -> list[HomepageDoc]:
        read = (homepage_of(path, self.content, self._notes(str(path))) for path in self._listing("homepages", ".toml"))
        return [doc for doc in read if doc]

    @cached_property
    def events(self) -> list[EventDoc]:
        """Those of the public room, by their place in it."""
        room = self.content / "agenda"
        if room.is_symlink():  # it could lead into private/, which is never opened
            self.complain(
                "agenda", "ce lien symbolique mène hors de son dossier : remplacez-le par le dossier lui-même."
            )
            return []
        return [doc for path in sorted(room.rglob("*.html")) if (doc := self._event(path, room))]

    def _event(self, path: Path, room: Path) -> EventDoc | None:
        relative = path.relative_to(self.content)
        if any(part.startswith(".") for part in relative.parts) or not path.resolve().is_relative_to(room.resolve()):
            return None
        doc, problems = read_event(path, self.content)
        self.note(problems)
        if doc and doc.state is not State.ONLINE:
            self.complain(relative, "ce document n’est pas public : il n’est pas publié. Sa place est dans private/.")
            return None
        return doc

    def complain(self, path: Path | PurePosixPath | str, message: str, line: int | None = None) -> None:
        self.note([Problem(Path(path), line, message)])

    def note(self, problems: Iterable[Problem]) -> None:
        """Keep each problem once, though the same file may be met several times."""
        self.problems += [problem for problem in problems if problem not in self.problems]

    def _complain_of(self, folder: str) -> Callable[[str, str], None]:
        """Reports a medium of that folder, by its name."""
        return lambda name, message: self.complain(PurePosixPath(folder, name), message)

    def _notes(self, path: str) -> Notes:
        notes = Notes(Path(path))
        notes.problems = self.problems
        return notes

    def _media(self, folder: str) -> list[PurePosixPath]:
        return list(self._listing(folder, ""))

    def _listing(self, folder: str, suffix: str) -> Iterator[PurePosixPath]:
        if (self.content / folder).is_dir():
            for path in sorted((self.content / folder).iterdir()):
                if path.is_file() and not path.name.startswith(".") and path.name.endswith(suffix):
                    yield PurePosixPath(folder, path.name)


def open_site(content: Path, output: Path, cache: Path, today: date | None = None, only: str = "") -> Site:
    """The site of a content folder, without reading its documents yet."""
    notes = Notes(PurePosixPath(SCHOOL))
    school = school_of(PurePosixPath(SCHOOL), content, notes)
    if school is None:
        raise UnusableSite("\n".join(map(str, notes.problems)))
    site = Site(content, output, Cache(cache), school, today=today, only=only)
    site.note(notes.problems)
    return site
