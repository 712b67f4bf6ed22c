"""The public zone and the families' space as plain files, in front of the CMS, with no database and no Django.

A web server does the same in production (docs/operating.md); this one is for a single machine. `current` is
followed at each request, so a switch is seen at once and no answer mixes two releases of one file.

Two things more: an address that has moved leads to the new one (`releases/<n>.redirects`, beside the release in
service), and one that an earlier release had says that what was there is withdrawn, so that search engines forget it.
"""

from __future__ import annotations

import mimetypes
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote

from publicsite.releases import moves_in

CMS = frozenset({"admin", "api", "static"})
SPACE = "espace"
WELL_KNOWN = ".well-known"  # RFC 8615: the one hidden name that is for everybody
PASSING = ("feeds/", "recherche/")
CHUNK = 64 * 1024
HASHED = re.compile(r"-[0-9a-f]{8}\.[a-z0-9]+\Z")  # named after their content: they never change
TYPES = {
    ".ics": "text/calendar; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".avif": "image/avif",
}
POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'; frame-src "
)
FRAME = re.compile(r"https://[a-z0-9.-]+")
SECURITY = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
]
EMPTY_PAGE = """<!DOCTYPE html><html lang="fr"><meta charset="utf-8"><title>Bientôt en ligne</title>
<body style="font-family:system-ui;max-width:40rem;margin:15vh auto;padding:0 1rem"><h1>Bientôt en ligne</h1>
<p>Ce site n’a pas encore été publié. Revenez dans un moment.</p>"""

Start = Callable[..., Any]
Environ = dict[str, Any]


class PlainFiles:
    """A WSGI application: files first, `cms` for the addresses that are its own."""

    def __init__(self, cms: Callable[[Environ, Start], Iterable[bytes]], *, sites: Path, space: Path) -> None:
        self.cms = cms
        self.sites = sites
        self.space = space

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
        first, _, rest = path.lstrip("/").partition("/")
        if first in CMS:
            return self.cms(environ, start)
        folder = self._folder(environ.get("HTTP_HOST", ""))
        start = _secured(start, _frames(folder))
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return _answer(start, "405 Method Not Allowed", b"", [("Allow", "GET, HEAD")])
        if first == SPACE:
            return _serve(Place(self.space, self.space), path, rest, environ, start)
        if folder is None:
            return _answer(start, "503 Service Unavailable", EMPTY_PAGE.encode(), [("Retry-After", "30")])
        # Resolved now: the whole answer comes from one release, whatever is switched meanwhile.
        name = (folder / "current").readlink().name
        release = (folder / "releases" / name).resolve()
        trees = folder / "trees"
        place = Place(release, trees if release.parent == trees.resolve() else release)
        moved = _moved(folder / "releases" / f"{name}.redirects", path)
        if moved and find(place, moved.lstrip("/")):
            return _answer(start, "301 Moved Permanently", b"", [("Location", _ascii(moved))])
        return _serve(place, path, path.lstrip("/"), environ, start, earlier=folder / "releases")

    def _folder(self, host: str) -> Path | None:
        """The folder of this host's site, if a release is in service; of the only site, where there is only one."""
        name = (host if host.endswith("]") else host.rsplit(":", 1)[0]).lower().rstrip(".")
        folders = [path.parent for path in sorted(self.sites.glob("*/current"))]
        named = [folder for folder in folders if name in _words(folder / "hosts")]
        chosen = named or (folders if len(folders) == 1 else [])
        return chosen[0] if chosen else None


def _words(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8").lower().split()
    except OSError:
        return []


def _frames(folder: Path | None) -> str:
    """What pages may show in a frame once a reader asks, as the publisher wrote it beside the releases."""
    sources = _words(folder / "frames") if folder else []
    return " ".join(filter(FRAME.fullmatch, sources)) or "'none'"


def _secured(start: Start, frames: str) -> Start:
    policy = ("Content-Security-Policy", POLICY + frames)
    return lambda status, headers, *rest: start(status, [*headers, policy, *SECURITY], *rest)


@dataclass(frozen=True, slots=True)
class Place:
    """A folder that is served; its links may lead anywhere `within`."""

    root: Path
    within: Path


def _serve(
    place: Place, path: str, wanted: str, environ: Environ, start: Start, earlier: Path | None = None
) -> Iterable[bytes]:
    file = find(place, wanted)
    if file is None:
        gone = earlier is not None and was_there(earlier, wanted)
        return _not_found(place.root, environ, start, "410 Gone" if gone else "404 Not Found")
    if file.is_dir():
        if path and not path.endswith("/"):
            return _answer(start, "301 Moved Permanently", b"", [("Location", _ascii(path) + "/")])
        file = file / "index.html"
    try:
        return _send(file, environ, start, "200 OK")
    except OSError:
        return _not_found(place.root, environ, start)


def find(place: Place, wanted: str) -> Path | None:
    """The file or folder that an address names; None for one that leads out, and for hidden and absurd names."""
    parts = [part for part in wanted.split("/") if part]
    shown = parts[1:] if parts[:1] == [WELL_KNOWN] else parts
    if any(part.startswith(".") or "\x00" in part or "\\" in part for part in shown) or len(wanted) > 2000:
        return None
    file = place.root.joinpath(*parts)
    try:
        return file if file.exists() and file.resolve().is_relative_to(place.within.resolve()) else None
    except OSError:  # a name longer than the file system knows
        return None


def was_there(releases: Path, wanted: str) -> bool:
    """Whether a release made before the one in service has this page or file. Not what readers ask for every day, and
    that a withdrawal takes away for a moment: they would ask no more.
    """
    if not wanted or wanted.startswith(PASSING) or wanted.endswith(".ics"):
        return False
    current = (releases.parent / "current").readlink().name
    earlier = (path for path in releases.glob("[0-9]*") if path.suffix == "" and path.name < current)
    trees = releases.parent / "trees"
    return any(find(Place(path, trees if path.is_symlink() else path), wanted) for path in earlier)


def _moved(file: Path, path: str) -> str | None:
    """Where the page that had this address has gone."""
    try:
        facts = file.stat()
    except OSError:
        return None
    known = _moves(file, facts.st_mtime_ns, facts.st_ino)
    return known.get(path) or known.get(f"{path}/")


@lru_cache(maxsize=64)
def _moves(file: Path, _modified: int, _inode: int) -> dict[str, str]:
    return moves_in(file)


def _not_found(root: Path, environ: Environ, start: Start, status: str = "404 Not Found") -> Iterable[bytes]:
    try:
        page = (root / "404.html").read_bytes()
    except OSError:
        page = b"<!DOCTYPE html><title>Page introuvable</title><h1>Page introuvable</h1>"
    answer = _answer(start, status, page, [])
    return answer if environ["REQUEST_METHOD"] != "HEAD" else []


def _answer(start: Start, status: str, body: bytes, headers: list[tuple[str, str]]) -> Iterable[bytes]:
    plain = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
    start(status, [*plain, *headers])
    return [body]


def _send(file: Path, environ: Environ, start: Start, status: str) -> Iterable[bytes]:
    handle = file.open("rb")
    facts = os.fstat(handle.fileno())
    etag = f'"{facts.st_mtime_ns:x}-{facts.st_size:x}"'
    headers = [
        ("ETag", etag),
        ("Last-Modified", formatdate(facts.st_mtime, usegmt=True)),
        ("Cache-Control", caching(file)),
    ]
    if _unchanged(environ, etag, facts.st_mtime):
        handle.close()
        start("304 Not Modified", headers)
        return []
    start(status, [("Content-Type", content_type(file)), ("Content-Length", str(facts.st_size)), *headers])
    if environ["REQUEST_METHOD"] == "HEAD":
        handle.close()
        return []
    return _chunks(handle)


def content_type(file: Path) -> str:
    """The type of a file by its ending; text is UTF-8."""
    known = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    plain_text = known.startswith("text/") or known.endswith(("/xml", "+xml", "/json"))
    return f"{known}; charset=utf-8" if plain_text and "charset" not in known else known


def caching(file: Path) -> str:
    """How long browsers may keep a file: for ever when its name changes with its content, else never unasked."""
    return "public, max-age=31536000, immutable" if HASHED.search(file.name) else "no-cache"


def _unchanged(environ: Environ, etag: str, modified: float) -> bool:
    if "HTTP_IF_NONE_MATCH" in environ:
        return environ["HTTP_IF_NONE_MATCH"].strip() == "*" or etag in environ["HTTP_IF_NONE_MATCH"]
    try:
        since = parsedate_to_datetime(environ.get("HTTP_IF_MODIFIED_SINCE", ""))
    except (TypeError, ValueError):
        return False
    return since is not None and int(modified) == since.timestamp()  # a rollback makes a file older


def _chunks(handle: BinaryIO) -> Iterator[bytes]:
    with handle:
        while chunk := handle.read(CHUNK):
            yield chunk


def _ascii(path: str) -> str:
    """A path as it may stand in a header; never `//host`, which would lead elsewhere."""
    return "/" + quote(path.lstrip("/"), safe="/-._~")
