"""A place: its address in words, and a plain link to a map. Nothing of the map is loaded by the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from publicsite.portable.inline import attribute, escaped, flat, join, wrap
from publicsite.portable.layout import static_link

LINK_TEXT = "Voir la carte sur OpenStreetMap"
_NUMBER = r"-?\d{1,3}(?:\.\d{1,6})?"
_LINK = re.compile(
    rf"https://www\.openstreetmap\.org/\?mlat=({_NUMBER})&mlon=({_NUMBER})#map=(\d{{1,2}})/{_NUMBER}/{_NUMBER}"
)


def map_link(latitude: float, longitude: float, zoom: int) -> str:
    north, east = _degrees(latitude), _degrees(longitude)
    return f"https://www.openstreetmap.org/?mlat={north}&mlon={east}#map={zoom}/{north}/{east}"


def read_position(href: str) -> dict[str, Any] | None:
    """What a link of ours to a map says, or None for any other link."""
    found = _LINK.fullmatch(href)
    if found is None:
        return None
    latitude, longitude, zoom = float(found[1]), float(found[2]), int(found[3])
    in_range = abs(latitude) <= 90 and abs(longitude) <= 180 and zoom <= 19
    return {"latitude": latitude, "longitude": longitude, "zoom": zoom} if in_range else None


def render_place(value: Mapping[str, Any]) -> str:
    lines = [escaped(line) for line in map(flat, value.get("address", "").split("\n")) if line]
    link = attribute(map_link(value["latitude"], value["longitude"], value["zoom"]))
    picture = value.get("picture")
    return join(
        '<div class="map">',
        f'<p class="map-picture"><img src="{attribute(static_link("images", picture))}" alt=""></p>' if picture else "",
        wrap("p", value.get("title", ""), "map-title"),
        f'<p class="map-address">{"<br>".join(lines)}</p>' if lines else "",
        f'<p class="map-link"><a href="{link}">{LINK_TEXT}</a></p>',
        "</div>",
    )


def _degrees(value: float) -> str:
    """To about ten centimetres, without needless zeros."""
    written = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written
