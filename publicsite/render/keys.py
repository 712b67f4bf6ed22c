"""Keys: digests of all that an output is made from, made before it is.

A key may change without need; it may never fail to change. So it is made of whole documents, and never of what a
template happens to show of them; in lists, which show no text of an article, of the document without its text.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any

SIZE = 12
PROJECT = Path(__file__).resolve().parents[2]
LIBRARIES = ("pelican", "jinja2", "markupsafe", "feedgenerator", "icalendar", "pillow", "beautifulsoup4")


def key(*parts: Any) -> bytes:
    """Of values whose `repr` tells all of them: texts, bytes, numbers, dates, tuples and documents."""
    return blake2b(repr(parts).encode(), digest_size=SIZE).digest()


def of_bytes(data: bytes) -> bytes:
    return blake2b(data, digest_size=SIZE).digest()


def without_text(doc: Any) -> bytes:
    return key(replace(doc, body=""))


@cache
def of_program() -> bytes:
    """The code that renders and the libraries it stands on: another version may give other bytes."""
    folders = (PROJECT / "publicsite", PROJECT / "cms" / "core", PROJECT / "cms" / "agenda")
    sources = sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in {".py", ".json"})
    read = [(path.relative_to(PROJECT).as_posix(), of_bytes(path.read_bytes())) for path in sources]
    return key(sys.version, [version(name) for name in LIBRARIES], read)


class ThemeKey:
    """The digest of a theme's files, which are read again when one of them differs."""

    def __init__(self, theme: Path) -> None:
        self._theme = theme
        self._stamps: list[tuple[str, int, int]] = []
        self._key = b""

    def __call__(self) -> bytes:
        files = sorted(path for path in self._theme.rglob("*") if path.is_file())
        stamps = [(str(path), (stat := path.stat()).st_size, stat.st_mtime_ns) for path in files]
        if stamps != self._stamps:
            self._key = key([(str(path.relative_to(self._theme)), of_bytes(path.read_bytes())) for path in files])
            self._stamps = stamps
        return self._key
