"""The tiles of a homepage, read from their tables: one line of `KINDS` per kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from publicsite.contract import TileDoc
from publicsite.portable import toml
from publicsite.portable.blocks import parse_html
from publicsite.portable.checks import bad_type, exists, remark_unknown
from publicsite.portable.layout import link_kind, room_of
from publicsite.portable.page import body_html
from publicsite.portable.source import Notes

Check = Callable[[Any], bool]

WIDTHS = ("third", "half", "two-thirds", "full")
COLOURS = ("main", "accent", "soft")


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _number(value: Any) -> bool:
    return type(value) is int


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_text, value))


def _rows(*columns: str) -> Check:
    """A list of tables with these texts in them, and nothing else."""

    def check(value: Any) -> bool:
        return isinstance(value, list) and all(
            isinstance(row, dict) and set(row) <= set(columns) and all(map(_text, row.values())) for row in value
        )

    return check


_LOOK: Mapping[str, Check] = {"width": WIDTHS.__contains__, "colour": COLOURS.__contains__, "icon": _text}
_CARDS: Mapping[str, Check] = {"show_illustration": _flag, "show_summary": _flag, "show_date": _flag}
_OWN: Mapping[str, Mapping[str, Check]] = {
    "top": {"image": _text, "more": _texts, "article": _text, "visible": _flag},
    "news": {"title": _text, "rubrics": _texts, "count": _number, **_CARDS},
    "selection": {"title": _text, "articles": _texts, **_CARDS},
    "rubrics": {"title": _text, "rubrics": _texts, "show_summary": _flag},
    "agenda": {"title": _text, "rubrics": _texts, "count": _number},
    "stream": {
        "title": _text,
        "address": _text,
        "site": _text,
        "count": _number,
        "show_summary": _flag,
        "show_date": _flag,
        "entries": _rows("title", "link", "date", "summary"),
    },
    "text": {"title": _text, "html": _text},
    "image": {"title": _text, "image": _text, "caption": _text, "label": _text, "target": _text},
    "links": {"title": _text, "links": _rows("icon", "label", "target")},
    "embed": {"title": _text, "html": _text},
    "contact": {
        **dict.fromkeys(("title", "address", "phone", "email", "opening_hours", "image"), _text),
        "map_link": _flag,
    },
    "figures": {"title": _text, "figures": _rows("number", "label")},
}
KINDS: Mapping[str, Mapping[str, Check]] = {kind: {**checks, **_LOOK} for kind, checks in _OWN.items()}


def tile_of(tile: Any, number: int, path: PurePosixPath, folder: Path, text: str, notes: Notes) -> TileDoc | None:
    """The tile of a table, or None when its kind is not known. `number`: its rank in the file."""

    def line_of(key: str) -> int | None:
        return toml.find_line(text, key, table="tiles", nth=number)

    kind = str(tile.get("kind")) if isinstance(tile, dict) else ""
    if kind not in KINDS:
        notes.error(
            f"cette tuile n’a pas de « kind » connu ({', '.join(KINDS)}) : elle n’est pas lue.", line_of("kind")
        )
        return None
    checks = KINDS[kind]
    values = {}
    for key, value in tile.items():
        if key in checks and _passes(checks[key], value):
            values[key] = body_html(parse_html(value), notes, has_lines=False) if key == "html" else value
        elif key in checks:
            notes.error(bad_type(key), line_of(key))
        elif key != "kind":
            remark_unknown([key], line_of, notes)
    for key, target in _files(values):
        if not exists(folder, room_of(path), target):
            notes.error(f"« {target} » est introuvable : ajoutez-le ou corrigez cette tuile.", line_of(key))
    return TileDoc(kind, values)


def _passes(check: Check, value: Any) -> bool:
    try:
        return check(value)
    except TypeError:  # a table where a word is wanted
        return False


def _files(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The files that a tile counts on, by key."""
    named = {
        "image": (f"images/{name}" for name in filter(None, [values.get("image")])),
        "more": (f"images/{name}" for name in values.get("more", ())),
        "article": (f"articles/{path}.html" for path in filter(None, [values.get("article")])),
        "articles": (f"articles/{path}.html" for path in values.get("articles", ())),
        "rubrics": (f"pages/{path}.html" for path in values.get("rubrics", ())),
        "target": filter(None, [_file_at(values.get("target", ""))]),
        "links": filter(None, (_file_at(row.get("target", "")) for row in values.get("links", ()))),
    }
    yield from ((key, file) for key, files in named.items() for file in files)


def _file_at(target: str) -> str:
    what, path = link_kind(target)
    return path.lstrip("/") if what in {"filename", "static"} else ""


def is_ordinary(address: str) -> bool:
    """Whether an address is one of the web, that any page may link to."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)
