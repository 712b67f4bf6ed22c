"""Attached files: copied once into the cache, lent to the release, described to readers."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from publicsite.contract import FileDoc
from publicsite.render.cache import Cache, digest, lend
from publicsite.render.french import file_size
from publicsite.render.licences import LICENCES, Licence
from publicsite.render.pictures import is_plain_file


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
        self,
        folder: Path,
        docs: Mapping[str, FileDoc],
        cache: Cache,
        output: Path,
        complain: Callable[[str, str], None],
    ) -> None:
        self._folder = folder
        self._docs = docs
        self._cache = cache
        self._output = output
        self._complain = complain
        self._lent: dict[str, Attachment | None] = {}

    def __len__(self) -> int:
        return sum(1 for attachment in self._lent.values() if attachment)

    def get(self, name: str) -> Attachment | None:
        if name not in self._lent:
            self._lent[name] = self._lend(name)
        return self._lent[name]

    def _lend(self, name: str) -> Attachment | None:
        if not is_plain_file(self._folder, name):
            self._complain(name, "le fichier manque ; remettez-le ou retirez les liens qui y mènent.")
            return None
        source = self._folder / name
        stat = source.stat()
        # Size and time, not content: a school may attach films, and reading them all at each edit is too slow.
        key = digest("file", name, str(stat.st_size), str(stat.st_mtime_ns))
        folder = self._cache.entry(key, lambda work: _copy(source, work / "file"))
        lend(folder / "file", self._output / "files" / name)
        doc = self._docs.get(name)
        return Attachment(
            url=f"/files/{quote(name)}",
            title=(doc.title if doc else "") or name,
            type=Path(name).suffix[1:].upper(),
            size=file_size(stat.st_size),
            credit=", ".join(dict.fromkeys(filter(None, (doc.author, doc.credit)))) if doc else "",
            licence=LICENCES.get(doc.licence) if doc else None,
        )


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
