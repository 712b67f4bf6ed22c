"""What one build knows of the site: its school, its media and the problems met. Pelican's settings carry it around."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import tzinfo
from functools import cached_property
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from publicsite.contract import HomepageDoc, Problem, SchoolDoc
from publicsite.portable.layout import SCHOOL
from publicsite.portable.source import Notes
from publicsite.portable.tables import files_of, homepage_of, images_of, school_of
from publicsite.render.attachments import Attachments
from publicsite.render.cache import Cache
from publicsite.render.pictures import Pictures

SETTING = "PREAU_SITE"


class UnusableSite(Exception):
    """Nothing can be built; the message says why, in French."""


@dataclass
class Site:
    content: Path
    output: Path
    cache: Cache
    school: SchoolDoc
    problems: list[Problem] = field(default_factory=list)
    only: str = ""  # the one page that is asked for; empty for the whole site

    @cached_property
    def timezone(self) -> tzinfo:
        return ZoneInfo(self.school.timezone)

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


def open_site(content: Path, output: Path, cache: Path, only: str = "") -> Site:
    """The site of a content folder, without reading its documents yet."""
    notes = Notes(PurePosixPath(SCHOOL))
    school = school_of(PurePosixPath(SCHOOL), content, notes)
    if school is None:
        raise UnusableSite("\n".join(map(str, notes.problems)))
    site = Site(content, output, Cache(cache), school, only=only)
    site.note(notes.problems)
    return site
