"""How tiles stand on the grid of six columns, and how an arrangement of them is written."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

COLUMNS = 6
# Columns of each width, from narrow to wide; a tile that has no such setting takes the whole row.
WIDTHS: Mapping[str, int] = {"third": 2, "half": 3, "two-thirds": 4, "full": 6}
FULL = "full"
SETTINGS = ("width", "colour")  # what arranging may change of a tile


@dataclass(frozen=True, slots=True)
class Placed:
    """A tile in its new place: where it stood in the version that was looked at, and its settings."""

    position: int
    settings: Mapping[str, str]


class Malformed(ValueError):
    """Not an arrangement of the tiles that were looked at."""


def parse(text: str, allowed: Sequence[Mapping[str, Collection[str]]]) -> list[Placed]:
    """ "2:half:main,0:full:,1::" are the tiles 2, 0 and 1, each with its width and its colour.

    `allowed` says for each tile which settings it has, and what each may be. Raises `Malformed` unless every tile is
    there once, with settings that it may have.
    """
    placed = [_placed(one, allowed) for one in text.split(",")] if text else []
    if sorted(one.position for one in placed) != list(range(len(allowed))):
        raise Malformed(text)
    return placed


def _placed(text: str, allowed: Sequence[Mapping[str, Collection[str]]]) -> Placed:
    position, *values = text.split(":")
    digits = position.isascii() and position.isdigit() and len(position) <= 4
    if not digits or int(position) >= len(allowed) or len(values) != len(SETTINGS):
        raise Malformed(text)
    may_be = allowed[int(position)]
    chosen = {name: value for name, value in zip(SETTINGS, values, strict=True) if name in may_be}
    if any(value not in may_be[name] for name, value in chosen.items()):
        raise Malformed(text)
    return Placed(int(position), chosen)


def arranged(tiles: Sequence[Mapping[str, Any]], placed: Sequence[Placed]) -> list[dict[str, Any]]:
    """The stored tiles in their new order, with their new settings."""
    return [_with(tiles[one.position], one.settings) for one in placed]


def merged(
    seen: Sequence[Mapping[str, Any]], placed: Sequence[Placed], latest: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The latest tiles, in the order and with the settings that were chosen on an older version.

    Words and pictures are the latest. What was added since stands at the end; what was removed stays so.
    """
    rest = {str(tile.get("id")): tile for tile in latest}
    taken = [_with(tile, one.settings) for one in placed if (tile := rest.pop(str(seen[one.position].get("id")), None))]
    return [*taken, *map(dict, rest.values())]


def _with(tile: Mapping[str, Any], chosen: Mapping[str, str]) -> dict[str, Any]:
    return {**tile, "value": {**tile["value"], **chosen}} if chosen else dict(tile)
