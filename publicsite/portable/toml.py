"""The TOML of a content folder: lists on one line and values quoted as JSON does, which TOML reads too."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_TABLE = re.compile(r"\s*\[\[?\s*(.+?)\s*\]\]?\s*(?:#.*)?")
_ERROR_PLACE = re.compile(r"\s*\(at line (\d+), column \d+\)|\s*\(at end of document\)")


class TomlError(ValueError):
    """A TOML text that cannot be read, and the line where reading stopped."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def write_value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, str):
        return _quote(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(write_value(item) for item in value) + "]"
    raise TypeError(f"no TOML for {type(value).__name__}: {value!r}")


def write_pairs(pairs: Mapping[str, Any]) -> str:
    """`key = value` lines, in the order given; None is left out, as TOML has no word for it."""
    return "".join(f"{_key(key)} = {write_value(value)}\n" for key, value in pairs.items() if value is not None)


def write_tables(tables: Mapping[str, Mapping[str, Any]]) -> str:
    """One `[name]` table each, in the order given."""
    return "\n".join(f"[{_quote(name)}]\n{write_pairs(pairs)}" for name, pairs in tables.items())


def read(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise TomlError("tables imbriquées sans fin", 1) from None
    except ValueError as error:
        place = _ERROR_PLACE.search(str(error))
        last_line = text.rstrip("\n").count("\n") + 1
        line = int(place[1]) if place and place[1] else last_line
        raise TomlError(_ERROR_PLACE.sub("", str(error)), line) from None


def find_line(text: str, key: str, *, table: str = "", nth: int = 0) -> int | None:
    """The line of a key in the nth table of that name ("" for the top of the file), or the table's own."""
    current, count, header = "", -1, None
    for number, line in enumerate(text.splitlines(), start=1):
        opening = _TABLE.fullmatch(line)
        if opening:
            current = opening[1].strip("\"'")
            count += current == table
            header = number if (current, count) == (table, nth) else header
        elif current == table and (not table or count == nth) and _is_pair(line, key):
            return number
    return header


def _is_pair(line: str, key: str) -> bool:
    name, equals, _ = line.partition("=")
    return bool(equals) and name.strip().strip("\"'") == key


def _key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else _quote(name)


def _quote(text: str) -> str:
    # JSON leaves DEL as it is, TOML does not allow it.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
