"""Attached files: copied once into the cache, lent to the release, described to readers."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from publicsite.contract import FileDoc, Problem
from publicsite.render.cache import Cache, digest
from publicsite.render.door import Door
from publicsite.render.french import file_size
from publicsite.render.keys import key
from publicsite.render.licences import LICENCES, Licence
from publicsite.render.pictures import is_plain_file

MISSING = "le fichier manque ; remettez-le ou retirez les liens qui y mènent."


@dataclass(frozen=True, slots=True)
class Attachment:
    url: str
    title: str
    type: str  # "PDF", "ODT"…
    size: str  # "120 ko"
    credit: str = ""
    licence: Licence | None = None


class Attachments:
    """The files of a site. Only those that a page links to are lent to the output."""

    def __init__(
        self, folder: Path, docs: Mapping[str, FileDoc], cache: Cache, door: Door, signs: dict[str, bytes]
    ) -> None:
        """`signs` are those that are known already."""
        self._folder = folder
        self._docs = docs
        self._cache = cache
        self._door = door
        self._lent: dict[str, tuple[Attachment, bytes, Path] | None] = {}
        self._signs = signs

    def __len__(self) -> int:
        return sum(1 for lent in self._lent.values() if lent)

    def get(self, name: str) -> Attachment | None:
        """None when it is missing, and that has been reported. The door is told of each use."""
        if name not in self._lent:
            self._lent[name] = self._lend(name)
        lent = self._lent[name]
        if lent is None:
            self._door.note(Problem(Path("files", name), None, MISSING))
            return None
        attachment, made_of, source = lent
        self._door.use(f"files/{name}", made_of, source)
        return attachment

    def sign(self, name: str) -> bytes:
        """What changes whenever the file, or what is told of it, does."""
        path = f"files/{name}"
        if path not in self._signs:
            doc = self._docs.get(name)
            self._signs[path] = key(self._stamp(name), replace(doc, source=Path()) if doc else None)
        return self._signs[path]

    def _stamp(self, name: str) -> tuple[int, int] | None:
        """Size and time, not content: a school may attach films, and reading them all at each edit is too slow."""
        if not is_plain_file(self._folder, name):
            return None
        stat = (self._folder / name).stat()
        return stat.st_size, stat.st_mtime_ns

    def _lend(self, name: str) -> tuple[Attachment, bytes, Path] | None:
        stamp = self._stamp(name)
        if stamp is None:
            return None
        source = self._folder / name
        size, changed = stamp
        folder = self._cache.entry(
            digest("file", name, str(size), str(changed)), lambda work: _copy(source, work / "file")
        )
        doc = self._docs.get(name)
        attachment = Attachment(
            url=f"/files/{quote(name)}",
            title=(doc.title if doc else "") or name,
            type=Path(name).suffix[1:].upper(),
            size=file_size(size),
            credit=", ".join(dict.fromkeys(filter(None, (doc.author, doc.credit)))) if doc else "",
            licence=LICENCES.get(doc.licence) if doc else None,
        )
        return attachment, key(stamp), folder / "file"


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
