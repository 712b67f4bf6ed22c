"""Folders that never change, named after what they hold, kept once. No Django.

    trees/3f9c…/            one folder: its files, and a symbolic link ../<name> for each sub-folder
    trees/3f9c….json        its listing: what is in it, with digests and totals; its own digest is the folder's name

Small folders without sub-folders, which most pages are, have their listing inside that of the folder above.

A folder bears its name only once all of it is on the disk, and loses it before anything of it is removed: what has a
name is whole, after a kill or a power cut too. Two that hold the same are one, whoever made them and in any order.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b, file_digest
from pathlib import Path
from typing import NamedTuple

from publicsite.disk import flush, flush_one

SMALL = 8  # files; a folder with more has a listing of its own
BYTES = 20  # of a digest
DEEPEST = 32  # folders inside one another: Linux follows 40 links in one path, some before the root
LARGE = 1024 * 1024  # bytes; a larger file is not read at once


class NotWhole(ValueError):
    """Something is missing or is not what it should be. The message is for people, in French."""


class File(NamedTuple):
    digest: str
    size: int


class Folder(NamedTuple):
    """`holds` are its files when it is small; otherwise it has a listing of its own."""

    digest: str
    files: int
    bytes: int
    holds: dict[str, File] | None


@dataclass(slots=True)
class Listing:
    """What is in one folder. Its text is the same wherever it is made, and its digest names the folder."""

    files: dict[str, File] = field(default_factory=dict)
    folders: dict[str, Folder] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return json.dumps({"files": self.files, "folders": self.folders}, sort_keys=True, separators=(",", ":"))

    def folder(self) -> Folder:
        files = len(self.files) + sum(folder.files for folder in self.folders.values())
        size = sum(file.size for file in self.files.values()) + sum(folder.bytes for folder in self.folders.values())
        small = not self.folders and len(self.files) <= SMALL
        return Folder(digest_of(self.text), files, size, self.files if small else None)

    def without(self, names: Iterable[str]) -> Listing:
        gone = set(names)
        return Listing(
            {name: file for name, file in self.files.items() if name not in gone},
            {name: folder for name, folder in self.folders.items() if name not in gone},
        )

    @staticmethod
    def read(text: str) -> Listing:
        told = json.loads(text)
        return Listing(
            {name: File(*file) for name, file in told["files"].items()},
            {name: _folder(*folder) for name, folder in told["folders"].items()},
        )


def _folder(digest: str, files: int, size: int, holds: dict[str, tuple[str, int]] | None) -> Folder:
    return Folder(digest, files, size, None if holds is None else {name: File(*holds[name]) for name in holds})


@dataclass(frozen=True, slots=True)
class Planted:
    """A root, how many files it has and their bytes, and how many of them were given for it."""

    tree: str
    files: int
    bytes: int
    written: int


@dataclass(slots=True)
class Differences:
    """Paths of files, in order."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


Gone = dict[str, "Gone | None"]
"""What goes, by folder: None for all that has that name."""


def gone_of(paths: Iterable[str]) -> Gone:
    """Paths of files, or of folders that go with all that is below. Raises ValueError for one that leads elsewhere."""
    gone: Gone = {}
    for *above, last in sorted((_parts(path) for path in paths), key=len):
        place = gone
        for part in above:
            below = place.setdefault(part, {})
            if below is None:  # it goes with the folder above
                break
            place = below
        else:
            place[last] = None
    return gone


def _parts(path: str) -> list[str]:
    parts = path.rstrip("/").split("/")
    if any(part in {"", ".", ".."} or "\0" in part for part in parts):
        raise ValueError(f"« {path} » n’est pas un chemin du site.")
    return parts


class Trees:
    """The folders of one site. One process at a time adds or removes; anyone reads."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def folder(self, digest: str) -> Path:
        return self.place / digest

    def listing(self, folder: Folder | str) -> Listing:
        """What a folder holds. Raises `NotWhole` when its listing is lost or altered."""
        if isinstance(folder, Folder) and folder.holds is not None:
            return Listing(dict(folder.holds))
        digest = folder if isinstance(folder, str) else folder.digest
        try:
            text = self.listing_path(digest).read_text("ascii")
        except (OSError, ValueError):
            text = ""
        if digest_of(text) != digest:
            raise NotWhole(f"Le contenu du dossier « {digest} » n’est plus connu.")
        return Listing.read(text)

    def plant(self, added: Path, work: Path, base: str | None = None, removed: Iterable[str] = ()) -> Planted:
        """Make the folder that holds `base` without the paths `removed` and with all that is in `added`, which is taken
        away. `work` is an empty folder on the same disk. At the end all is on the disk and has its name.

        Raises `NotWhole` when something of the base is missing, or nothing is left; ValueError for a path that leads
        elsewhere and for what is neither file nor folder.
        """
        planting = _Planting(self, work, whole=base is None)
        root = planting.graft(str(added), self.listing(base).folder() if base is not None else None, gone_of(removed))
        if root is None:
            raise NotWhole("Le site n’aurait plus aucun fichier : rien n’a changé.")
        planting.keep(root)
        return Planted(root.digest, root.files, root.bytes, planting.written)

    def files(self, root: str) -> Iterator[tuple[str, File]]:
        """Every file below, by its path."""
        yield from self._walk(self.listing(root), "")

    def names(self, root: str, path: str = "") -> set[str]:
        """What a folder holds, files and folders; nothing when there is no such folder."""
        listing = self.listing(root)
        for part in _parts(path) if path else []:
            if part not in listing.folders:
                return set()
            listing = self.listing(listing.folders[part])
        return {*listing.files, *listing.folders}

    def has(self, root: str, path: str) -> bool:
        """Whether there is such a file, or a folder. Raises ValueError for a path that leads elsewhere."""
        *above, last = _parts(path)
        return last in self.names(root, "/".join(above))

    def compare(self, before: str, after: str) -> Differences:
        """What differs; folders that are the same in both are not looked into."""
        found = Differences()
        self._compare(self.listing(before), self.listing(after), "", found)
        return Differences(sorted(found.added), sorted(found.changed), sorted(found.removed))

    def damaged(self, root: str, seen: set[str] | None = None) -> list[str]:
        """Paths below that are not what the listings say; every file is read again, but for folders already `seen`."""
        return sorted(set(self._damaged(root, root, "", set() if seen is None else seen)))

    def sweep(self, roots: Iterable[str], bin_: Path) -> None:
        """Move every folder that no root leads to into `bin_`, an empty folder on the same disk: that takes no time."""
        kept: set[str] = set()
        for root in roots:
            self._mark(root, kept)
        for digest in {entry.name.removesuffix(".json") for entry in os.scandir(self.place)} - kept:
            if self.folder(digest).exists():
                self.folder(digest).rename(bin_ / digest)
            self.listing_path(digest).unlink(missing_ok=True)

    def faults(self, digest: str, listing: Listing, twin: str | None = None) -> list[str]:
        """Names in one folder that are not what its listing says. What is the same file as in `twin` is not read."""
        try:
            there = {entry.name: entry for entry in os.scandir(self.folder(digest))}
        except OSError:
            return [""]
        wrong = there.keys() ^ (listing.files.keys() | listing.folders.keys())
        for name in listing.files.keys() & there.keys():
            if not (twin and _same(there[name], f"{twin}/{name}")) and not _is(there[name], listing.files[name]):
                wrong.add(name)
        for name in listing.folders.keys() & there.keys():
            if _target(there[name]) != listing.folders[name].digest:
                wrong.add(name)
        return sorted(wrong)

    def listing_path(self, digest: str) -> Path:
        return self.place / f"{digest}.json"

    def _mark(self, digest: str, kept: set[str]) -> None:
        if digest in kept:
            return
        kept.add(digest)
        try:
            folders = self.listing(digest).folders.values()
        except NotWhole:
            for name in self._links(digest):  # they tell too
                self._mark(name, kept)
            return
        kept.update(folder.digest for folder in folders if folder.holds is not None)
        for folder in folders:
            self._mark(folder.digest, kept)

    def _links(self, digest: str) -> list[str]:
        try:
            return [target for entry in os.scandir(self.folder(digest)) if (target := _target(entry))]
        except OSError:
            return []

    def _walk(self, listing: Listing, path: str) -> Iterator[tuple[str, File]]:
        for name, file in listing.files.items():
            yield path + name, file
        for name, folder in listing.folders.items():
            yield from self._walk(self.listing(folder), f"{path}{name}/")

    def _compare(self, before: Listing, after: Listing, path: str, found: Differences) -> None:
        here = differences(before.files, after.files)
        found.added += [path + name for name in here.added]
        found.changed += [path + name for name in here.changed]
        found.removed += [path + name for name in here.removed]
        for name in before.folders.keys() | after.folders.keys():
            old, new = before.folders.get(name), after.folders.get(name)
            if old != new:
                this, that = (self.listing(folder) if folder else Listing() for folder in (old, new))
                self._compare(this, that, f"{path}{name}/", found)

    def _damaged(self, folder: Folder | str, digest: str, path: str, seen: set[str]) -> Iterator[str]:
        if digest in seen:
            return
        seen.add(digest)
        try:
            listing = self.listing(folder)
        except NotWhole:
            yield path
            return
        yield from (path + name for name in self.faults(digest, listing))
        for name, below in listing.folders.items():
            yield from self._damaged(below, below.digest, f"{path}{name}/", seen)


class _Planting:
    """A new root under way, in a folder of its own until all of it is on the disk."""

    def __init__(self, trees: Trees, work: Path, *, whole: bool) -> None:
        self.trees = trees
        self.work = work
        self.whole = whole
        self.written = 0
        self.made: dict[str, str] = {}  # and where each goes; what a folder leads to, before the folder
        self.fresh: list[Path | str] = []  # still to be flushed

    def graft(self, added: str | None, base: Folder | None, gone: Gone, depth: int = 0) -> Folder | None:
        """The folder that holds `base` without `gone` and with `added`; None when that is nothing."""
        if depth > DEEPEST:
            raise ValueError(f"Plus de {DEEPEST} dossiers les uns dans les autres : « {added} ». Rangez moins profond.")
        before = self.trees.listing(base) if base else Listing()
        listing = before.without(name for name, below in gone.items() if below is None)
        files, folders = _entries(added) if added else ({}, {})
        for name, path in files.items():
            listing.folders.pop(name, None)
            listing.files[name] = file_of(path)
        self.written += len(files)
        for name in folders.keys() | (gone.keys() & listing.folders.keys()):
            grown = self.graft(folders.get(name), listing.folders.pop(name, None), gone.get(name) or {}, depth + 1)
            if grown:
                listing.files.pop(name, None)
                listing.folders[name] = grown
        if not listing.files and not listing.folders:
            if added:
                os.rmdir(added)
            return None
        folder = listing.folder()
        if folder.holds is None:
            self._list(folder.digest, listing)
        if not self._is_there(folder.digest, listing, added):
            self._make(folder.digest, listing, added, files.keys(), base, before)
        elif added:
            shutil.rmtree(added)
        return folder

    def keep(self, root: Folder) -> None:
        """Flush what was made, and give it its name."""
        if root.holds is not None:
            self._list(root.digest, Listing(root.holds))
        flush([*self.fresh, self.work], self.work)
        for listing in self.work.glob("*.json"):
            listing.replace(self.trees.place / listing.name)
        for digest, place in self.made.items():
            if os.path.exists(place):  # damaged
                os.rename(place, self.work / f"damaged-{digest}")
            os.rename(f"{self.work}/{digest}", place)
        flush_one(self.trees.place)

    def _is_there(self, digest: str, listing: Listing, added: str | None) -> bool:
        """A whole build makes anew what was damaged; another one trusts what has its name."""
        if digest in self.made:
            return True
        there = os.path.isdir(f"{self.trees.place}/{digest}")
        return there and not (self.whole and self.trees.faults(digest, listing, added))

    def _make(
        self,
        digest: str,
        listing: Listing,
        added: str | None,
        files: Iterable[str],
        base: Folder | None,
        before: Listing,
    ) -> None:
        made = f"{self.work}/{digest}"
        if added:
            os.rename(added, made)
        else:
            os.mkdir(made)
        shared = {name for name, file in listing.files.items() if before.files.get(name) == file}
        shared |= {name for name, below in listing.folders.items() if before.folders.get(name) == below}
        for name in shared.intersection(files):  # the same as before: it keeps its date
            os.unlink(f"{made}/{name}")
        if base:
            self._share(base, made, shared)
        for name in listing.folders.keys() - shared:
            os.symlink(f"../{listing.folders[name].digest}", f"{made}/{name}")
        self.fresh += [f"{made}/{name}" for name in listing.files.keys() - shared]
        self.fresh.append(made)
        self.made[digest] = f"{self.trees.place}/{digest}"

    def _list(self, digest: str, listing: Listing) -> None:
        try:
            self.trees.listing(digest)
        except NotWhole:
            path = self.work / f"{digest}.json"
            path.write_text(listing.text, "ascii")
            self.fresh.append(path)

    def _share(self, base: Folder, made: str, names: Iterable[str]) -> None:
        """Files and links of the base, as they are: a name costs a tenth of a new link."""
        try:
            with _opened(self.trees.folder(base.digest)) as source, _opened(made) as target:
                for name in names:
                    os.link(name, name, src_dir_fd=source, dst_dir_fd=target, follow_symlinks=False)
        except FileNotFoundError as error:
            raise NotWhole(f"Il manque « {error.filename} » à une publication conservée.") from None


def differences(before: dict[str, File], after: dict[str, File]) -> Differences:
    """What differs between two sites, file by file."""
    common = before.keys() & after.keys()
    return Differences(
        sorted(after.keys() - common),
        sorted(path for path in common if before[path] != after[path]),
        sorted(before.keys() - common),
    )


def digest_of(text: str) -> str:
    return blake2b(text.encode("ascii"), digest_size=BYTES).hexdigest()


def file_of(path: Path | str) -> File:
    with open(path, "rb") as handle:
        size = os.fstat(handle.fileno()).st_size
        if size < LARGE:
            return File(blake2b(handle.read(), digest_size=BYTES).hexdigest(), size)
        return File(file_digest(handle, lambda: blake2b(digest_size=BYTES)).hexdigest(), size)


def _entries(folder: str) -> tuple[dict[str, str], dict[str, str]]:
    files, folders = {}, {}
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            folders[entry.name] = entry.path
        elif entry.is_file(follow_symlinks=False):
            files[entry.name] = entry.path
        else:
            raise ValueError(f"« {entry.name} » n’est ni un fichier ni un dossier : il ne peut pas être publié.")
    return files, folders


@contextmanager
def _opened(folder: Path | str) -> Iterator[int]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _target(entry: os.DirEntry[str]) -> str | None:
    """The folder that a link of a tree leads to; None for what is not such a link."""
    if not entry.is_symlink():
        return None
    place, _, digest = str(Path(entry.path).readlink()).rpartition("/")
    return digest if place == ".." else None


def _same(entry: os.DirEntry[str], twin: str) -> bool:
    return not entry.is_symlink() and os.path.samestat(entry.stat(), os.stat(twin))


def _is(entry: os.DirEntry[str], file: File) -> bool:
    try:
        return entry.is_file(follow_symlinks=False) and file_of(entry.path) == file
    except OSError:
        return False
