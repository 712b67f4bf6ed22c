"""What each file of a release was made from, kept beside it: the next build renders what differs, and nothing else.

A manifest that is missing, unreadable or of another version is no error: it makes a whole build.
"""

from __future__ import annotations

import marshal
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from publicsite.render.keys import SIZE, of_bytes

MARK = b"preau manifest 1\n"
Told = tuple[str, int | None, str, bool]  # a problem: path, line, message, whether it is fatal


class Made(NamedTuple):
    """One file that was made. An empty key is like no other: the file is tried again each time."""

    key: bytes
    uses: tuple[str, ...] = ()  # files that it needs beside it: pictures, attachments
    links: tuple[str, ...] = ()  # the addresses of this site that its own text leads to
    problems: tuple[Told, ...] = ()


@dataclass(slots=True)
class Manifest:
    made: dict[str, Made] = field(default_factory=dict)
    lent: dict[str, bytes] = field(default_factory=dict)  # pictures and attachments: their keys
    search: tuple[bytes, str] = (b"", "")  # the key of the index, and its folder
    uses: Counter[str] = field(default_factory=Counter)  # by how many files each picture or attachment is used
    troubled: set[str] = field(default_factory=set)  # files with problems
    pages: int = 0

    def count(self, before: Manifest, fresh: Iterable[str]) -> None:
        """The last three, counted on from those of `before`: `fresh` are the files that are not from there."""
        gone = before.made.keys() - self.made.keys()
        uses, self.pages = before.uses.copy(), before.pages
        for name in gone.union(fresh):
            is_page = name.endswith(".html")
            if name in before.made:
                uses.subtract(before.made[name].uses)
                self.pages -= is_page
            if name in self.made:
                uses.update(self.made[name].uses)
                self.pages += is_page
        self.uses = +uses
        self.troubled = (before.troubled - gone).difference(fresh)
        self.troubled.update(name for name in fresh if self.made[name].problems)

    def write(self, path: Path) -> None:
        made = {name: tuple(one) for name, one in self.made.items()}
        data = marshal.dumps((made, self.lent, self.search))
        with path.open("wb") as handle:
            handle.writelines((MARK, of_bytes(data), data))
            handle.flush()
            os.fsync(handle.fileno())

    @classmethod
    def read(cls, path: Path) -> Manifest | None:
        try:
            whole = path.read_bytes()
        except OSError:
            return None
        seal, data = whole[len(MARK) : len(MARK) + SIZE], whole[len(MARK) + SIZE :]
        if not whole.startswith(MARK) or seal != of_bytes(data):
            return None
        made, lent, search = marshal.loads(data)  # noqa: S302 - sealed, and written by `write`
        manifest = cls({name: Made(*one) for name, one in made.items()}, lent, search)
        manifest.count(Manifest(), manifest.made)
        return manifest


def identity(path: Path | None) -> tuple[str, int, int] | None:
    """What tells that a file is the very one that was written."""
    try:
        stat = path.stat() if path else None
    except OSError:
        return None
    return (str(path), stat.st_ino, stat.st_mtime_ns) if stat else None
