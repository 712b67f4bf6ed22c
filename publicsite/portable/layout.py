"""Where things are in a content folder, and which names are allowed there."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

SCHOOL = "school.toml"
PRIVATE = "private"
DOCUMENT_FOLDERS = ("agenda", "articles", "homepages", "pages")
MEDIA_FOLDERS = ("files", "images")
MEDIA_TABLES = ("files.toml", "images.toml")
REDIRECTS = "redirects.toml"

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

# What would end the path of a URL, or be decoded in it.
_NOT_IN_URL = re.compile(r"[%#?;\"'<>\\ \t\n\r\f]")
_LINK = re.compile(r"[{|]([a-z]+)[}|](.*)", re.S)


def is_slug(text: str) -> bool:
    return SLUG.fullmatch(text) is not None


def slugify(text: str) -> str:
    """A slug as Pelican makes it from a title; "" when nothing of the text can be in one."""
    text = text.lower().replace("œ", "oe").replace("æ", "ae").replace("ß", "ss")
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[-_\s]+", "-", re.sub(r"[^\w\s-]", "", letters)).strip("-")


def is_path(text: str) -> bool:
    """A rubric's or an article's path: slugs joined by slashes."""
    return all(is_slug(part) for part in text.split("/"))


def is_safe_name(name: str) -> bool:
    """A file name that stays in its folder and is not hidden."""
    has_odd_character = any(character in "/\\" or character < " " for character in name)
    return bool(name) and not has_odd_character and not name.startswith(".") and ".." not in name


def static_link(folder: str, name: str) -> str:
    """The link to an image or a file, as Pelican writes it."""
    return f"{{static}}/{folder}/" + _NOT_IN_URL.sub(lambda match: f"%{ord(match[0]):02X}", name)


def static_name(folder: str, link: str) -> str | None:
    """The name in a link written by `static_link`, or None for any other link."""
    what, path = link_kind(link)
    name = path.removeprefix(f"/{folder}/")
    return name if what == "static" and name != path and is_safe_name(name) else None


def link_kind(link: str) -> tuple[str, str]:
    """A Pelican link as (its kind, its path): "filename", "static", "attach"…; ("", link) for an ordinary one."""
    match = _LINK.fullmatch(link.strip())
    if match is None:
        return "", link
    return match[1], unquote(re.split(r"[?#]", match[2], maxsplit=1)[0])


def document_link(file: str) -> str:
    """The link to a document, by its file in its room, as Pelican writes it."""
    return f"{{filename}}/{file}"


def document_file(link: str) -> str:
    """The file in a link written by `document_link`; "" for any other link."""
    what, path = link_kind(link)
    file = path.removeprefix("/")
    folder, _, name = file.partition("/")
    known = what == "filename" and folder in ("agenda", "articles", "pages") and name.endswith(".html")
    return file if known and is_path(name.removesuffix(".html")) else ""


def room_of(relative: PurePosixPath) -> str:
    """ "private" or "", for a path relative to the content folder."""
    return PRIVATE if relative.parts[:1] == (PRIVATE,) else ""


def within_room(relative: PurePosixPath) -> PurePosixPath:
    return PurePosixPath(*relative.parts[1:]) if room_of(relative) else relative


def order(path: str) -> tuple[str, ...]:
    """Sort key of paths: a parent comes before its children, and they before its next sibling."""
    return tuple(path.split("/"))


def write_instant(instant: datetime) -> str:
    return instant.isoformat(" ")


def stays_inside(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())
