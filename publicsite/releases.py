"""Releases on disk: complete, numbered, switched by one rename. No Django.

    sites/<school>/
    ├── releases/000012 -> ../trees/3f9c…    a whole site, never changed once in place
    ├── releases/000012.json      what it holds; written last: a folder without it is not a release
    ├── releases/000012.manifest  the renderer's: what each file was made from
    ├── releases/000012.redirects old addresses and where each leads, one pair a line: "/vie/cross/ /sport/cross/"
    ├── releases/.building-000013 being made; never served, removed by the next publisher
    ├── trees/                    the folders that releases are made of, shared by those that have the same (trees.py)
    ├── current -> releases/000012
    ├── redirects                 those of the release in service, for servers that read one file
    ├── .swept-…                  what no release led to any more, on its way out
    └── lock                      held by the one process that publishes this school

A kill at any instant leaves `current` on a complete release: files and folders reach the disk before the record, the
record before the rename. A release made before there were trees is a plain folder, and is served and kept like others.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from threading import Thread
from time import monotonic

from cms.core.disk import alone
from publicsite.disk import flush_one, write_durably
from publicsite.retention import NEWEST, kept
from publicsite.trees import Differences, File, NotWhole, Planted, Trees, differences, file_of

WIDTH = 6
BIN = ".swept-"
CALENDAR = "agenda.ics"
SIZE = re.compile(r"images/(?:.*/)?([^/]+)-\d+-[0-9a-f]{8}\.\w+")  # one size of a picture, by the picture's stem
HASHED = ("theme/", "recherche/index-")  # names that change with their content
MOVE = re.compile(r"^((?:/[a-z0-9-]+)+/) ((?:/[a-z0-9-]+)+/)$", re.M)  # one line of a file of redirects
WHOLE_TEXTS = ("feeds/", "recherche/index-")  # what holds whole pages beside the pages themselves


class NoSuchRelease(Exception):
    """Asked for a release that is not kept. The message is for people, in French."""


class AlreadyPublishing(Exception):
    """Another process holds this school's lock."""


@dataclass(frozen=True, slots=True)
class Record:
    """What a release is: its number, when it was built (ISO, with offset), what it holds, how many files were written
    for it; for a withdrawal, the addresses that it takes away."""

    number: int
    built_at: str
    files: int
    bytes: int
    seconds: float
    changes: list[str] = field(default_factory=list)
    written: int | None = None
    withdrawn: list[str] = field(default_factory=list)


class SiteFolder:
    """The releases of one school."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.releases = root / "releases"
        self.trees = Trees(root / "trees")
        self.current = root / "current"
        self.untidy = False

    def records(self) -> list[Record]:
        """Releases that can be served, the newest first."""
        return list(self._records())

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
        self.trees.place.mkdir(exist_ok=True)
        with alone(self.root / "lock") as ours:
            if not ours:
                raise AlreadyPublishing(f"Une autre publication de « {self.root.name} » est en cours.")
            try:
                yield
            finally:
                with suppress(OSError):  # what failed takes no place; what was killed goes with the next one
                    self._clear()

    def begin(self) -> tuple[int, Path]:
        """The next number, and an empty folder to build it in. Call with the lock held."""
        self._clear()
        number = max([0, *(int(path.stem) for path in self.releases.glob("[0-9]*"))]) + 1
        building = self._work("building", number)
        building.mkdir()
        return number, building

    def manifest(self, number: int) -> Path:
        """Where the renderer's manifest of a release is: what each of its files was made from."""
        return self.releases / f"{number:0{WIDTH}d}.manifest"

    def redirects(self, number: int) -> Path:
        """Where the old addresses that a release knows are, with where each leads: a release put back has its own."""
        return self.releases / f"{number:0{WIDTH}d}.redirects"

    def base(self) -> int | None:
        """The newest release that another can be built upon."""
        numbers = (record.number for record in self._records())
        return next((one for one in numbers if self.manifest(one).is_file() and self._tree(one)), None)

    def finish(
        self,
        number: int,
        *,
        built_at: str,
        seconds: float,
        changes: list[str],
        base: int | None = None,
        removed: Iterable[str] = (),
        expected: int | None = None,
        moves: Mapping[str, str] = {},
    ) -> Record:
        """Make what was built a release: on disk, in place, recorded. Not in service yet.

        With a `base`, what was built is what differs from that release, and `removed` are its files that go.
        `expected` is how many files it has, when that is known; `moves` are old addresses, and where each
        leads. Raises `NotWhole` when it has not so many, or when the base is damaged: the next publication then builds
        everything.
        """
        try:
            planted = self._plant(number, self._tree(base) if base is not None else None, removed)
            if expected not in {None, planted.files}:
                raise NotWhole(f"La publication aurait {planted.files} fichiers au lieu de {expected}.")
        except NotWhole as error:
            self.forget_manifests()
            raise NotWhole(f"{error} Rien n’a changé pour les visiteurs ; la prochaine refera tout le site.") from None
        return self._record(number, planted, built_at=built_at, seconds=seconds, changes=changes, moves=moves)

    def withdraw(self, addresses: Iterable[str], *, built_at: str, changes: list[str]) -> Record | None:
        """A release that is the one in service without these addresses; not in service yet, None when it has none.

        "vie/sortie/" takes with it what is below, "images/<name>" every size of that picture. What holds whole texts
        goes too, until the next release: feeds, the index of the search, and calendars that tell of these addresses.
        Lists keep their titles. It has no manifest: nothing is built upon it. Raises ValueError for an address that
        leads elsewhere.
        """
        started = monotonic()
        number, building = self.begin()
        in_service = self.current_number()
        if in_service is None:
            return None
        try:
            tree = self._tree(in_service)
            files = dict(self.trees.files(tree))
        except NotWhole:  # from before there were trees, or damaged: what can be read of it
            for path in _files_below(self._folder(in_service)):
                (building / path).parent.mkdir(parents=True, exist_ok=True)
                os.link(self._folder(in_service) / path, building / path)
            tree = self._plant(number, None, ()).tree
            building.mkdir()
            files = dict(self.trees.files(tree))
        going = self._going(tree, files, set(addresses))
        if not going:
            return None
        planted = self._plant(number, tree, {*going, *self._whole_texts(tree, files, going)})
        return self._record(
            number,
            planted,
            built_at=built_at,
            seconds=monotonic() - started,
            changes=changes,
            withdrawn=sorted(going),
            moves=_left_among(moves_in(self.redirects(in_service)), going),
        )

    def put_in_service(self, number: int) -> None:
        """Switch visitors to this release by one rename. Raises `NoSuchRelease`."""
        self._require(number)
        fresh = self.root / ".current"
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(Path("releases") / self._folder(number).name)
        fresh.replace(self.current)
        flush_one(self.root)
        self._tell_moves(number)

    def contents(self, number: int) -> set[str]:
        """What a release shows, by its addresses without the leading slash: every file but the theme's and the index of
        the search, whose names change with their content.
        """
        return {name for name in self._files(number) if not name.startswith(HASHED)}

    def compare(self, before: int, after: int) -> Differences:
        """What differs between two releases."""
        try:
            return self.trees.compare(self._tree(before), self._tree(after))
        except NotWhole:
            return differences(self._files(before), self._files(after))

    def reappearing(self, number: int) -> set[str]:
        """What a release would show that the one in service does not, like `contents`. What a withdrawal takes away by
        precaution does not count. Raises `NoSuchRelease`.
        """
        self._require(number)
        in_service = self.current_number()
        if in_service is None:
            return set()
        record = self._read(in_service)
        left_out = (*HASHED, *WHOLE_TEXTS) if record and record.withdrawn else HASHED
        return {name for name in self.compare(in_service, number).added if not name.startswith(left_out)}

    def verify(self, number: int, seen: set[str] | None = None) -> list[str]:
        """Files of a release that are not what they were when it was made; every one is read again, but for those of
        folders that were `seen` in another release.
        """
        tree = self._tree(number)
        return self.trees.damaged(tree, seen) if tree else []

    def forget_manifests(self) -> None:
        """Nothing is built upon the releases of today any more: the next publication builds everything."""
        for manifest in self.releases.glob("[0-9]*.manifest"):
            manifest.unlink()

    def prune(self, keep: int = NEWEST) -> None:
        """Remove the releases that need not be kept (retention.py), and the folders that only they led to."""
        records = self.records()
        wanted = {f"{number:0{WIDTH}d}" for number in kept(records, self.current_number(), keep)}
        removed = False
        for path in sorted(self.releases.glob("[0-9]*"), key=lambda path: path.suffix != ".json"):  # the record first
            if path.stem not in wanted:
                removed = True
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        if removed or self.untidy:
            self._sweep()

    def _sweep(self) -> None:
        """What is swept goes while others work: removing thousands of files takes a second that no editor waits for."""
        bin_ = Path(tempfile.mkdtemp(prefix=BIN, dir=self.root))
        self.trees.sweep([tree for record in self.records() if (tree := self._tree(record.number))], bin_)
        for one in self.root.glob(f"{BIN}*"):  # those of a process that was killed too
            Thread(target=shutil.rmtree, args=(one,), kwargs={"ignore_errors": True}).start()
        self.untidy = False

    def _tell_moves(self, number: int) -> None:
        """After the switch: whoever reads it again when it changes, and then `current`, finds the two agreed."""
        told, beside = _text_of(self.redirects(number)), self.root / "redirects"
        if told != _text_of(beside):
            write_durably(beside, told)

    def _plant(self, number: int, base: str | None, removed: Iterable[str]) -> Planted:
        work = self._work("trees", number)
        work.mkdir()
        planted = self.trees.plant(self._work("building", number), work, base, removed)
        shutil.rmtree(work)
        return planted

    def _record(
        self,
        number: int,
        planted: Planted,
        *,
        built_at: str,
        seconds: float,
        changes: list[str],
        withdrawn: Iterable[str] = (),
        moves: Mapping[str, str],
    ) -> Record:
        record = Record(
            number,
            built_at,
            planted.files,
            planted.bytes,
            round(seconds, 3),
            changes,
            planted.written,
            list(withdrawn),
        )
        self._folder(number).symlink_to(f"../{self.trees.place.name}/{planted.tree}")
        if moves:
            write_durably(self.redirects(number), "".join(f"{old} {new}\n" for old, new in sorted(moves.items())))
        write_durably(self._record_path(number), json.dumps(asdict(record), ensure_ascii=False, indent=1))
        flush_one(self.releases)
        return record

    def _going(self, tree: str, files: Iterable[str], addresses: Collection[str]) -> set[str]:
        """The paths that these addresses are, of those that are there."""
        found = {address.rstrip("/") for address in addresses if self.trees.has(tree, address)}
        stems = {PurePosixPath(address).stem for address in addresses if address.startswith("images/")}
        for path in files if stems else ():
            size = SIZE.fullmatch(path)
            if size and size[1] in stems:
                found.add(path)
        return found

    def _whole_texts(self, tree: str, files: Iterable[str], going: set[str]) -> set[str]:
        """Files beside the pages themselves in which their text, or where they are, can be read."""
        found = set()
        for name in files:
            if name.startswith(WHOLE_TEXTS):
                found.add(name)
            if name.rpartition("/")[2] == CALENDAR:
                text = (self.trees.folder(tree) / name).read_bytes().decode("utf-8", "replace").replace("\r\n ", "")
                if any(f"/{path}/" in text for path in going):
                    found.add(name)
        return found

    def _files(self, number: int) -> dict[str, File]:
        with suppress(NotWhole):
            return dict(self.trees.files(self._tree(number)))
        folder = self._folder(number)
        return {path: file_of(folder / path) for path in _files_below(folder)}

    def _tree(self, number: int) -> str:
        """The root of a release; of one from before there were trees, "", which no tree is called."""
        try:
            return self._folder(number).readlink().name
        except OSError:
            return ""

    def _require(self, number: int) -> None:
        if not self._read(number):
            known = ", ".join(str(record.number) for record in self.records()) or "aucune"
            raise NoSuchRelease(f"La publication {number} n’est pas conservée. Publications conservées : {known}.")

    def _clear(self) -> None:
        for leftover in self.releases.glob(".*"):
            self.untidy = True
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()

    def _work(self, name: str, number: int) -> Path:
        return self.releases / f".{name}-{number:0{WIDTH}d}"

    def _folder(self, number: int) -> Path:
        return self.releases / f"{number:0{WIDTH}d}"

    def _record_path(self, number: int) -> Path:
        return self.releases / f"{number:0{WIDTH}d}.json"

    def _records(self) -> Iterator[Record]:
        for path in sorted(self.releases.glob("[0-9]*.json"), reverse=True):
            if path.stem.isdecimal() and (record := self._read(int(path.stem))):
                yield record

    def _read(self, number: int) -> Record | None:
        try:
            record = Record(**json.loads(self._record_path(number).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return record if record.number == number and self._folder(number).is_dir() else None


def moves_in(file: Path) -> dict[str, str]:
    """Old addresses of a file of redirects, and where each leads; what is not written as they are is not read."""
    return dict(MOVE.findall(_text_of(file)))


def _left_among(moves: Mapping[str, str], going: Iterable[str]) -> dict[str, str]:
    """Those that neither are nor lead to what goes, with all that is below."""
    tops = {f"/{path.removesuffix('index.html').rstrip('/')}/" for path in going}
    return {old: new for old, new in moves.items() if tops.isdisjoint(_above(old)) and tops.isdisjoint(_above(new))}


def _above(address: str) -> Iterator[str]:
    """ "/a/b/" → "/a/b/", "/a/"."""
    while address.strip("/"):
        yield address
        address = f"{address.rstrip('/').rpartition('/')[0]}/"


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii")
    except (OSError, ValueError):
        return ""


def _files_below(folder: Path) -> Iterator[str]:
    """Files that can be reached, through the links of trees, by their paths."""
    for place, _folders, names in os.walk(folder, followlinks=True):
        for name in names:
            path = Path(place, name)
            if path.is_file():
                yield path.relative_to(folder).as_posix()
