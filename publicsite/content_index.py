"""What each file of a content folder was made from, kept beside the folder in a hidden file.

It is believed only of the folder that it describes, as it left it: written by the same code for the same school, since
this machine was started, and with no file come or gone. Otherwise there is no index, and the folder is written anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
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
            stored = json.loads(_place(folder).read_text(encoding="utf-8"))
            if stored["of"] != _signature(school) or stored["folders"] != _times(folder, stored["folders"]):
                return None
            uses = {
                file: Uses(page, expires, set(pages), set(images), set(documents))
                for file, (page, expires, pages, images, documents) in stored["uses"].items()
            }
            sets = {name: frozenset(stored[name]) for name in SETS}
            return Index(uses=uses, release=stored["release"], **sets)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, folder: Path, school: str) -> None:
        """After the last file of the folder."""
        files = [*self.uses, *self.media]
        stored: dict[str, Any] = {"of": _signature(school), "folders": _times(folder, _folders(files))}
        for name in SETS:
            stored[name] = sorted(getattr(self, name))
        stored["release"] = self.release
        stored["uses"] = {
            file: [one.page, one.expires, [*one.pages], [*one.images], [*one.documents]]
            for file, one in self.uses.items()
        }
        place = _place(folder)
        fresh = place.with_suffix(".new")
        fresh.write_text(json.dumps(stored), encoding="utf-8")
        fresh.replace(place)

    @staticmethod
    def forget(folder: Path) -> None:
        """Before the first file of the folder is touched."""
        _place(folder).unlink(missing_ok=True)


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
