"""Pictures in the sizes that screens need: made once per content, kept in the cache, lent to the release.

A *kind* says what a picture is for: its proportions (cropped around the focal point) and its widths. Nothing is ever
enlarged, and no metadata (place, camera, person) survives.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

from publicsite.contract import ImageDoc, Problem
from publicsite.render.cache import Cache, digest
from publicsite.render.door import Door
from publicsite.render.faults import is_disk_fault
from publicsite.render.keys import key
from publicsite.render.licences import LICENCES, Licence

# To be raised when the same picture and kind shall give other bytes; another Pillow may give others by itself.
VERSION = f"2 {version('pillow')}"
MANIFEST = "renditions.json"


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    widths: tuple[int, ...]
    ratio: float | None = None  # width / height; None keeps the picture whole
    webp: bool = True  # beside the format of the source; other sites show what they are given of it
    still: bool = False  # of an animated one, its first image


KINDS = {
    kind.name: kind
    for kind in (
        Kind("full", (340, 680, 1020, 1360, 2100)),
        Kind("card", (340, 680, 1020, 1360), 680 / 383),
        Kind("banner", (700, 1400, 2100), 2100 / 480),
        Kind("banner-narrow", (400, 800, 1200), 16 / 10),
        Kind("still", (700, 1400, 2100), still=True),
        Kind("thumb", (340, 680), 4 / 3),
        Kind("map", (340, 680, 1020), 4 / 3),
        Kind("logo", (96, 192)),
        Kind("share", (1200,), 1200 / 630, webp=False),
    )
}


@dataclass(frozen=True, slots=True)
class Rendition:
    """One file of a picture: in one width and one format."""

    file: str  # its name inside the cache entry
    width: int
    height: int
    media_type: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """What templates see: a picture of one kind, with everything known of it."""

    doc: ImageDoc
    fallback: tuple[Rendition, ...]  # in the format of the source, from narrow to wide
    webp: tuple[Rendition, ...]
    still: str = ""  # srcset of the first picture of an animated one, for who asked their system for no movement

    @property
    def alt(self) -> str:
        return self.doc.alt

    @property
    def licence(self) -> Licence | None:
        return LICENCES.get(self.doc.licence)

    @property
    def credit(self) -> str:
        return ", ".join(dict.fromkeys(filter(None, (self.doc.author, self.doc.credit))))

    @property
    def largest(self) -> Rendition:
        return self.fallback[-1]

    @property
    def srcset(self) -> str:
        return _srcset(self.fallback)

    @property
    def webp_srcset(self) -> str:
        return _srcset(self.webp)


class Pictures:
    """The images of a site. Only those that a page asks for are made, and lent to the output."""

    def __init__(
        self,
        folder: Path,
        docs: Mapping[str, ImageDoc],
        cache: Cache,
        door: Door,
        content_of: Callable[[str, Path], bytes],
        signs: dict[str, bytes],
        kept: Kept | None = None,
    ) -> None:
        """`content_of` gives the digest of an image's bytes; `signs` are those that are known already, `kept` are
        pictures that earlier builds made: both of the images as they are now."""
        self._folder = folder
        self._docs = docs
        self._cache = cache
        self._door = door
        self._content_of = content_of
        self._made: dict[tuple[str, str], _Made] = {}
        self._signs = signs
        self._kept: Kept = {} if kept is None else kept

    def __len__(self) -> int:
        return len({name for (name, _), made in self._made.items() if made.picture})

    def get(self, name: str | None, kind: str) -> Picture | None:
        """The picture `name` as `kind`; None when it is missing or broken, and that has been reported.

        Whatever asks for it uses its files: the door is told each time.
        """
        if not name:
            return None
        made = self._made.get((name, kind))
        if made is None:
            made = self._made[name, kind] = self._again(name, kind)
        for path, source in made.files:
            self._door.use(path, b"", source)
        if made.problem:
            self._door.note(made.problem)
        return made.picture

    def sign(self, name: str | None) -> bytes:
        """What changes whenever a picture would be shown otherwise, whatever its kind."""
        if not name:
            return b""
        path = f"images/{name}"
        if path not in self._signs:
            there = is_plain_file(self._folder, name)
            content = self._content_of(name, self._folder / name) if there else None
            self._signs[path] = key(content, replace(self._doc(name), source=Path()))
        return self._signs[path]

    def _doc(self, name: str) -> ImageDoc:
        known = self._docs.get(name)
        return known if known else ImageDoc(name, self._folder / name)

    def _again(self, name: str, kind: str) -> _Made:
        """As an earlier build made it, if the cache still holds it."""
        known = self._kept.get((name, kind))
        if known is None or not known.files[0][1].is_file():
            known = self._make(name, KINDS[kind])
            if not known.problem:
                self._kept[name, kind] = known
        return known

    def _make(self, name: str, kind: Kind) -> _Made:
        source = self._folder / name
        if not is_plain_file(self._folder, name):
            return _failed(name, "l’image manque ; remettez-la dans la médiathèque ou retirez-la des pages.")
        doc = self._doc(name)
        try:
            folder = self._cache.entry(self._key(doc, kind, source), lambda work: _render(source, doc, kind, work))
        except Exception as error:  # Pillow raises anything on a damaged file
            if is_disk_fault(error):
                raise
            return _failed(name, f"l’image ne peut pas être lue ({error}) ; remplacez-la par une copie intacte.")
        return _published(doc, folder)

    def _key(self, doc: ImageDoc, kind: Kind, source: Path) -> str:
        focal = doc.focal if kind.ratio else None
        return digest("picture", VERSION, repr(kind), repr(focal), self._content_of(doc.name, source))


@dataclass(frozen=True, slots=True)
class _Made:
    """A picture with its files (in the output, in the cache), or why there is none."""

    picture: Picture | None
    files: tuple[tuple[str, Path], ...] = ()
    problem: Problem | None = None


Kept = dict[tuple[str, str], _Made]
"""Pictures by their name and kind."""


def _failed(name: str, message: str) -> _Made:
    return _Made(None, problem=Problem(Path("images", name), None, message))


def _published(doc: ImageDoc, folder: Path) -> _Made:
    """Every rendition goes under a name that changes with its content."""
    renditions, files = [], []
    for entry in json.loads((folder / MANIFEST).read_text()):
        suffix = Path(entry["file"]).suffix
        name = f"{Path(doc.name).stem}-{entry['width']}-{folder.name[:8]}{suffix}"
        files.append((f"images/{name}", folder / entry["file"]))
        renditions.append(Rendition(**{**entry, "url": f"/images/{quote(name)}"}))
    webp = tuple(r for r in renditions if r.media_type == "image/webp")
    fallback = tuple(r for r in renditions if r not in webp)
    if fallback[0].media_type == "image/gif":
        return _Made(Picture(doc, fallback, (), _srcset(webp)), tuple(files))
    return _Made(Picture(doc, fallback, webp), tuple(files))


def is_plain_file(folder: Path, name: str) -> bool:
    """Whether `name` is a file of `folder` itself: no path, no hidden file, no link to somewhere else."""
    path = folder / name
    return path.name == name and not name.startswith(".") and path.is_file() and not path.is_symlink()


def _srcset(renditions: Iterable[Rendition]) -> str:
    return ", ".join(f"{r.url} {r.width}w" for r in renditions)


def _render(source: Path, doc: ImageDoc, kind: Kind, folder: Path) -> None:
    """Make all renditions in `folder`. Pillow is imported only here: a warm build never needs it."""
    from publicsite.render import drawing

    renditions = drawing.render(source, folder, kind.widths, kind.ratio, doc.focal, webp=kind.webp, still=kind.still)
    (folder / MANIFEST).write_text(json.dumps([asdict(r) for r in renditions]))
