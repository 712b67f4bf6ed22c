"""What each file of a content folder was made from, kept beside the folder in a hidden file.

It is believed only of the folder that it describes, as it left it: written by the same code for the same school, since
this machine was started, and with no file come or gone. Otherwise there is no index, and the folder is written anew.

Its first line tells of the whole folder, each of the next ones of what a publication added or changed. When something
goes it is written as one line again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import cms
import publicsite
from publicsite.exporting import Uses

BOOT = Path("/proc/sys/kernel/random/boot_id")  # Linux
SETS = ("images", "documents", "withheld", "media")
REMEMBERED = 8  # schools
LONGEST = 64  # lines of an index, before it is written as one again


@dataclass(frozen=True, slots=True)
class Index:
    """`uses` by file; the keys of pictures and documents that were exported, and of pictures that were named and may
    not be shown; the files of media; the key of the last release that was in service."""

    uses: Mapping[str, Uses]
    images: frozenset[int]
    documents: frozenset[int]
    withheld: frozenset[int]
    media: frozenset[str]
    release: int

    @staticmethod
    def read(folder: Path, school: str) -> Index | None:
        """None when there is none, or it cannot be believed."""
        try:
            kept = _remembered(folder, school) or _read(folder, school)
            return kept.index if kept.folders == _times(folder, kept.folders) else None
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            return None

    def write(self, folder: Path, school: str, before: Index | None = None) -> None:
        """After the last file of the folder. `before` is what was read of it, when the folder was not written anew."""
        kept = _memory.get(folder)
        # What is no more is not told by an older line either: perhaps it was withdrawn for the word in its address.
        lost = before and (before.uses.keys() - self.uses.keys() or before.media - self.media)
        if before and not lost and kept and kept.index is before and kept.lines < LONGEST:
            self._add(folder, kept)
        else:
            self._write_whole(folder, school)
        _memory[folder].identity = _identity(folder)

    @staticmethod
    def forget(folder: Path) -> None:
        """Before the first file of the folder is touched."""
        with suppress(FileNotFoundError):
            _place(folder).replace(_aside(folder))

    def _write_whole(self, folder: Path, school: str) -> None:
        times = _times(folder, _folders([*self.uses, *self.media]))
        place = _aside(folder)
        place.write_text(_line(self, self.uses, SETS, {"of": _signature(school), "folders": times}), encoding="utf-8")
        place.replace(_place(folder))
        _remember(folder, _Kept(school, self, times, lines=1))

    def _add(self, folder: Path, kept: _Kept) -> None:
        """A line that tells what came, or is not as in the lines before."""
        before = kept.index
        uses = {file: one for file, one in self.uses.items() if before.uses.get(file) is not one}
        times = _times(folder, kept.folders.keys() | _folders([*uses, *(self.media - before.media)]))
        moved = {one: time for one, time in times.items() if time != kept.folders.get(one)}
        sets = [name for name in SETS if getattr(self, name) != getattr(before, name)]
        with _aside(folder).open("a", encoding="utf-8") as handle:
            handle.write(_line(self, uses, sets, {"folders": moved}))
        _aside(folder).replace(_place(folder))
        kept.index, kept.folders, kept.lines = self, times, kept.lines + 1


@dataclass(slots=True)
class _Kept:
    """An index as it is on the disk."""

    school: str
    index: Index
    folders: dict[str, int]
    lines: int
    identity: Identity | None = None


Identity = tuple[int, int, int]
_memory: dict[Path, _Kept] = {}  # the last ones that this process read or wrote: believed of these very files


def _remembered(folder: Path, school: str) -> _Kept | None:
    kept = _memory.get(folder)
    return kept if kept and kept.school == school and kept.identity == _identity(folder) else None


def _remember(folder: Path, kept: _Kept) -> None:
    _memory.pop(folder, None)
    _memory[folder] = kept
    if len(_memory) > REMEMBERED:
        del _memory[next(iter(_memory))]


def _identity(folder: Path) -> Identity:
    stat = _place(folder).stat()
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


def _read(folder: Path, school: str) -> _Kept:
    """Raises what an unreadable file may, and ValueError for one of another time."""
    identity = _identity(folder)
    whole, *more = map(json.loads, _place(folder).read_text(encoding="utf-8").splitlines())
    if whole["of"] != _signature(school):
        raise ValueError(whole["of"])
    for line in more:
        for name in ("uses", "folders"):
            whole[name] |= line.pop(name)
        whole |= line
    uses = {
        file: Uses(page, expires, set(pages), set(images), set(documents), origin)
        for file, (page, expires, pages, images, documents, origin) in whole["uses"].items()
    }
    index = Index(uses=uses, release=whole["release"], **{name: frozenset(whole[name]) for name in SETS})
    kept = _Kept(school, index, whole["folders"], 1 + len(more), identity)
    _remember(folder, kept)
    return kept


def _line(index: Index, uses: Mapping[str, Uses], sets: Iterable[str], more: Mapping[str, Any]) -> str:
    told = {
        file: [one.page, one.expires, [*one.pages], [*one.images], [*one.documents], one.origin]
        for file, one in uses.items()
    }
    named = {name: sorted(getattr(index, name)) for name in sets}
    return json.dumps({**more, **named, "release": index.release, "uses": told}) + "\n"


def _aside(folder: Path) -> Path:
    """Where it is while files are touched: whoever falls meanwhile leaves none."""
    return folder.with_name(f".{folder.name}.index.new")


def _place(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.index")


def _folders(files: Iterable[str]) -> set[str]:
    found = {""}
    for file in files:
        parent = file.rpartition("/")[0]
        while parent and parent not in found:
            found.add(parent)
            parent = parent.rpartition("/")[0]
    return found


def _times(folder: Path, inner: Iterable[str]) -> dict[str, int]:
    """When a file last came into each folder, or left it. Raises OSError where one is no more."""
    return {name: os.stat(folder / name).st_mtime_ns for name in inner}  # noqa: PTH116


def _signature(school: str) -> list[str]:
    # A machine that fell may have lost what it wrote last.
    return [school, _code(), BOOT.read_text().strip() if BOOT.exists() else ""]


@lru_cache(maxsize=1)
def _code() -> str:
    """A digest of all that decides what an export says: our own code, and its words."""
    digest = blake2b(digest_size=16)
    for package in (cms, publicsite):
        folder = Path(str(package.__file__)).parent
        for path in sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".mo")):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
