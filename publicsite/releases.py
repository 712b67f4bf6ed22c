"""Releases on disk: complete, numbered, switched by one rename. No Django.

    sites/<school>/
    ├── releases/000012/          a whole site, never changed once in place
    ├── releases/000012.json      what it holds; written last: a folder without it is not a release
    ├── releases/.building-000013 being made; never served, removed by the next publisher
    ├── current -> releases/000012
    └── lock                      held by the one process that publishes this school

A kill at any instant leaves `current` on a complete release: files and folders reach the disk before the record, the
record before the rename.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

KEPT = 10
WIDTH = 6


class NoSuchRelease(Exception):
    """Asked for a release that is not kept. The message is for people, in French."""


class AlreadyPublishing(Exception):
    """Another process holds this school's lock."""


@dataclass(frozen=True, slots=True)
class Record:
    """What a release is: its number, when it was built (ISO, with offset), and what it holds."""

    number: int
    built_at: str
    files: int
    bytes: int
    seconds: float
    changes: list[str] = field(default_factory=list)


class SiteFolder:
    """The releases of one school."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.releases = root / "releases"
        self.current = root / "current"

    def records(self) -> list[Record]:
        """Releases that can be served, the newest first."""
        found = [self._read(path) for path in self.releases.glob("[0-9]*.json")]
        kept = [record for record in found if record and self._folder(record.number).is_dir()]
        return sorted(kept, key=lambda record: record.number, reverse=True)

    def current_number(self) -> int | None:
        """The release in service, None before the first one."""
        try:
            name = self.current.readlink().name
        except OSError:
            return None
        return int(name) if name.isdecimal() else None

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Be the only publisher of this school. The lock dies with its process. Raises `AlreadyPublishing`."""
        self.releases.mkdir(parents=True, exist_ok=True)
        with (self.root / "lock").open("w") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise AlreadyPublishing(f"Une autre publication de « {self.root.name} » est en cours.") from None
            try:
                yield
            finally:
                with suppress(OSError):  # what failed takes no place; what was killed goes with the next one
                    self._clear()

    def begin(self) -> tuple[int, Path]:
        """The next number, and an empty folder to build it in. Call with the lock held."""
        self._clear()
        number = max([0, *(int(path.stem) for path in self.releases.glob("[0-9]*"))]) + 1
        building = self.releases / f".building-{number:0{WIDTH}d}"
        building.mkdir()
        return number, building

    def manifest(self, number: int) -> Path:
        """Where the renderer's manifest of a release is: what each of its files was made from."""
        return self.releases / f"{number:0{WIDTH}d}.manifest"

    def base(self) -> int | None:
        """The newest release that another can be built upon."""
        return next((record.number for record in self.records() if self.manifest(record.number).is_file()), None)

    def finish(
        self,
        number: int,
        *,
        built_at: str,
        seconds: float,
        changes: list[str],
        base: int | None = None,
        removed: Iterable[str] = (),
    ) -> Record:
        """Make what was built a release: on disk, in place, recorded. Not in service yet.

        With a `base`, what was built is what differs from that release, and `removed` are its files that go.
        """
        building = self.releases / f".building-{number:0{WIDTH}d}"
        files, size = flush_tree(building)
        record = Record(number, built_at, files, size, round(seconds, 3), changes)
        building.rename(self._folder(number))
        write_durably(self._record_path(number), json.dumps(asdict(record), ensure_ascii=False, indent=1))
        flush_folder(self.releases)
        return record

    def put_in_service(self, number: int) -> None:
        """Switch visitors to this release by one rename. Raises `NoSuchRelease`."""
        self._require(number)
        fresh = self.root / ".current"
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(Path("releases") / self._folder(number).name)
        fresh.replace(self.current)
        flush_folder(self.root)

    def contents(self, number: int) -> set[str]:
        """What a release shows, by its addresses without the leading slash: every file but the theme's and the index of
        the search, whose names change with their content.
        """
        folder = self._folder(number)
        files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        return {name for name in files if not name.startswith(("theme/", "recherche/index-"))}

    def reappearing(self, number: int) -> set[str]:
        """What a release would show that the one in service does not, like `contents`. Raises `NoSuchRelease`."""
        self._require(number)
        current = self.current_number()
        return self.contents(number) - self.contents(current) if current else set()

    def prune(self, keep: int = KEPT) -> None:
        """Remove the oldest releases beyond `keep`, never the one in service."""
        in_service = self.current_number()
        for record in self.records()[keep:]:
            if record.number != in_service:
                self._record_path(record.number).unlink()
                shutil.rmtree(self._folder(record.number))
        recorded = {record.number for record in self.records()}
        for folder in self.releases.glob("[0-9]*"):
            if folder.is_dir() and int(folder.name) not in recorded:
                shutil.rmtree(folder)

    def _require(self, number: int) -> None:
        if number not in {record.number for record in self.records()}:
            known = ", ".join(str(record.number) for record in self.records()) or "aucune"
            raise NoSuchRelease(f"La publication {number} n’est pas conservée. Publications conservées : {known}.")

    def _clear(self) -> None:
        for leftover in self.releases.glob(".*"):
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()

    def _folder(self, number: int) -> Path:
        return self.releases / f"{number:0{WIDTH}d}"

    def _record_path(self, number: int) -> Path:
        return self.releases / f"{number:0{WIDTH}d}.json"

    def _read(self, path: Path) -> Record | None:
        try:
            return Record(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None


def flush_tree(folder: Path) -> tuple[int, int]:
    """Force every file and folder of a tree to the disk; how many files, and their bytes."""
    files = size = 0
    for directory, _subdirectories, names in os.walk(folder):
        for name in names:
            descriptor = os.open(os.path.join(directory, name), os.O_RDONLY)  # noqa: PTH118 - hot loop
            try:
                os.fsync(descriptor)
                size += os.fstat(descriptor).st_size
            finally:
                os.close(descriptor)
            files += 1
        flush_folder(Path(directory))
    return files, size


def flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_durably(path: Path, text: str) -> None:
    """Whole or absent, whatever happens."""
    fresh = path.with_name(f".{path.name}")
    with fresh.open("w", encoding="utf-8") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    fresh.replace(path)
