"""The one way into the output: a file whose key is that of the base is not made again.

It also keeps what each file uses, leads to and complains of, so that the same can be told of a file that is not made.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from publicsite.contract import Problem
from publicsite.render.cache import lend
from publicsite.render.faults import stops_the_build
from publicsite.render.keys import of_bytes
from publicsite.render.links import own_links
from publicsite.render.manifest import Made, Manifest, Told

TAKEN = "deux documents ont cette adresse : le second n’est pas publié. Changez l’adresse de l’un d’eux."


class Unmade(Exception):
    """A file could not be made, by a fault that is neither the theme's nor the disk's, and no earlier one is there."""

    def __init__(self, path: str, cause: Exception) -> None:
        super().__init__(f"{path} : {cause}")
        self.cause = cause


@dataclass(slots=True)
class Page:
    """What is noted while one file is made."""

    uses: dict[str, None] = field(default_factory=dict)
    problems: dict[Told, None] = field(default_factory=dict)
    lacks: bool = False  # something that could not be made: it is tried again each time


class Door:
    def __init__(self, output: Path, base: Manifest | None, is_there: Callable[[str], bool]) -> None:
        """`is_there` tells whether the folder still holds what a picture or an attachment of the base was made of."""
        self._is_there = is_there
        self._output = str(output)
        self._base = base or Manifest()
        self._folders: set[str] = set()
        self._sources: dict[str, tuple[bytes, Path]] = {}
        self.manifest = Manifest(search=self._base.search)
        self.fresh: set[str] = set()  # what is not from the base
        self.whole = Page()  # of no file in particular
        self._page = self.whole
        self.written = 0

    # --- what is noted ---

    def use(self, path: str, key: bytes, source: Path) -> None:
        """What is being made needs this file beside it, which is lent from the cache."""
        self._page.uses[path] = None
        self._sources[path] = key, source

    def note(self, problem: Problem) -> None:
        told = problem.path.as_posix(), problem.line, problem.message, problem.fatal
        self._page.problems[told] = None

    def lack(self) -> None:
        self._page.lacks = True

    # --- what is written ---

    def has(self, path: str, key: bytes) -> bool:
        """Whether the base has the file, made of the same: then it stays."""
        known = self._base.made.get(path)
        if known is None or known.key != key or path in self.manifest.made:
            return False
        self.manifest.made[path] = known
        return True

    def put(self, path: str, key: bytes | None, make: Callable[[], str | bytes]) -> None:
        """Make the file unless it is in the base with this key; without a key, it is known by its content.

        One that cannot be made, by a fault that is neither the theme's nor the disk's, stays as it is in the base, to
        be tried again; raises `Unmade` when it is not there either.
        """
        if path in self.manifest.made:
            self.note(Problem(Path(path), None, TAKEN))
            return
        if key is not None and self.has(path, key):
            return
        known = self._base.made.get(path)
        try:
            with self._noting() as page:
                made = make()
        except Exception as error:
            if stops_the_build(error):
                raise
            self._keep_last(path, known, error)
            return
        data = made.encode() if isinstance(made, str) else made
        links = own_links(path, made) if isinstance(made, str) and path.endswith(".html") else ()
        made_of = b"" if page.lacks else of_bytes(data) if key is None else key
        if not (known and key is None and known.key == made_of):
            self._write(path, data)
        self._has_made(path, Made(made_of, tuple(page.uses), links, tuple(page.problems)))

    def keep(self, folder: str) -> None:
        """All that the base has in a folder, whatever it would be made of now."""
        self.manifest.made |= {path: made for path, made in self._base.made.items() if path.startswith(folder)}

    def finish(self) -> list[str]:
        """Lend the pictures and attachments that what was made uses; the files of the base that are no more."""
        made, lent = self.manifest.made, self.manifest.lent
        self.manifest.count(self._base, self.fresh)
        for path in self.whole.uses | self.manifest.uses:
            self._lend(path)
        before = self._base.made.keys() | self._base.lent.keys()
        return sorted(before - made.keys() - lent.keys())

    @property
    def problems(self) -> list[Problem]:
        """Once all is made."""
        told = dict.fromkeys(self.whole.problems)
        for path in sorted(self.manifest.troubled):
            told.update(dict.fromkeys(self.manifest.made[path].problems))
        return [Problem(Path(path), line, message, fatal) for path, line, message, fatal in told]

    def _keep_last(self, path: str, known: Made | None, error: Exception) -> None:
        # What may be shown no more is shown no more: a page with a picture that was taken away goes with it.
        if known is None or not all(map(self._is_there, known.uses)):
            raise Unmade(path, error) from error
        message = f"cette page n’a pas pu être mise en page ({error}) : sa dernière version reste en ligne."
        self.note(Problem(Path(path), None, message))
        self._has_made(path, known._replace(key=b""))

    def _has_made(self, path: str, made: Made) -> None:
        self.manifest.made[path] = made
        self.fresh.add(path)

    @contextmanager
    def _noting(self) -> Iterator[Page]:
        outer, self._page = self._page, Page()
        try:
            yield self._page
        finally:
            self._page = outer

    def _lend(self, path: str) -> None:
        known = self._base.lent.get(path)
        key, source = self._sources.get(path, (known, None))
        if key is None:
            raise AssertionError(f"{path} is used by what was not made, and is not in the base")
        self.manifest.lent[path] = key
        if key != known and source:
            lend(source, Path(self._output, path))
            self.written += 1

    def _write(self, path: str, data: bytes) -> None:
        folder, _, name = path.rpartition("/")
        if folder not in self._folders:
            os.makedirs(f"{self._output}/{folder}", exist_ok=True)  # noqa: PTH103 - hot loop
            self._folders.add(folder)
        with open(f"{self._output}/{folder}/{name}", "wb") as handle:  # noqa: PTH123 - hot loop
            handle.write(data)
        self.written += 1


def empty(folder: Path) -> None:
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
