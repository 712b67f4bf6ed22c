"""The picture of a map, drawn once by the server from the tiles that the operator chose: readers ask nobody for it.

`MAP_TILES` is an address with `{z}`, `{x}` and `{y}`, as every server of tiles writes it. Nothing else of what an
editor types goes into an address: three whole numbers do.
"""

import math
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from urllib.error import URLError
from urllib.request import Request, urlopen

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw

from cms.core.exceptions import DomainError

SIZE = (960, 720)
TILE = 256
NORTHERNMOST = 85.0511  # where Web Mercator ends
PATIENCE = 6.0  # seconds for one tile
DEADLINE = 20.0  # for all
HEAVIEST = 500_000  # bytes of one tile
CONNECTIONS = 2  # what OpenStreetMap's rules of use allow
AGENT = "Preau/1 (school portal; one picture at an editor's request)"
ATTRIBUTION = "© contributeurs OpenStreetMap"
PIN, EYE = "#b3261e", "#ffffff"


class NoMap(DomainError):
    """There is no picture; the message says why and what to do."""

    code = "no-map"


@dataclass(frozen=True, slots=True)
class Place:
    latitude: float
    longitude: float
    zoom: int


def map_picture(place: Place) -> bytes:
    """A PNG of 960 by 720 pixels with the place in its middle. Raises `NoMap`."""
    if not settings.MAP_TILES:
        raise NoMap(
            _("No map server is set for this portal: whoever runs it can set MAP_TILES. Choose an image meanwhile.")
        )
    end = time.monotonic() + DEADLINE
    try:
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            tiles = list(_tiles(place))
            drawn = list(pool.map(lambda tile: _tile(tile, place.zoom, end), tiles))
    except (OSError, ValueError) as error:  # URLError and timeouts are OSErrors, Pillow's refusals too
        raise NoMap(
            _("The map server did not answer as it should. Try again in a while, or choose an image.")
        ) from error
    canvas = Image.new("RGB", SIZE, "#e8e4da")
    for (_x, _y, left, top), picture in zip(tiles, drawn, strict=True):
        canvas.paste(picture, (left, top))
    _draw_pin(canvas)
    written = BytesIO()
    canvas.save(written, "PNG", optimize=True)
    return written.getvalue()


def _tiles(place: Place) -> Iterator[tuple[int, int, int, int]]:
    """Column and row of each tile that is seen, and where its corner lies in the picture."""
    count = 2**place.zoom
    north = math.radians(max(-NORTHERNMOST, min(NORTHERNMOST, place.latitude)))
    x = (place.longitude + 180) / 360 * count * TILE
    y = (1 - math.asinh(math.tan(north)) / math.pi) / 2 * count * TILE
    left, top = round(x - SIZE[0] / 2), round(y - SIZE[1] / 2)
    for row in range(top // TILE, (top + SIZE[1] - 1) // TILE + 1):
        for column in range(left // TILE, (left + SIZE[0] - 1) // TILE + 1):
            if 0 <= row < count:
                yield column % count, row, column * TILE - left, row * TILE - top


def _tile(tile: tuple[int, int, int, int], zoom: int, end: float) -> Image.Image:
    left = end - time.monotonic()
    if left <= 0:
        raise URLError("too slow")
    address = settings.MAP_TILES
    for name, number in (("{z}", zoom), ("{x}", tile[0]), ("{y}", tile[1])):
        address = address.replace(name, str(number))
    with urlopen(Request(address, headers={"User-Agent": AGENT}), timeout=min(PATIENCE, left)) as answer:  # noqa: S310
        data = answer.read(HEAVIEST + 1)
    if len(data) > HEAVIEST:
        raise ValueError("too heavy")
    with Image.open(BytesIO(data), formats=("PNG", "JPEG", "WEBP")) as picture:
        if picture.size not in {(TILE, TILE), (2 * TILE, 2 * TILE)}:
            raise ValueError("no tile")
        return picture.convert("RGB").resize((TILE, TILE))


def _draw_pin(canvas: Image.Image) -> None:
    x, y = SIZE[0] // 2, SIZE[1] // 2
    pen = ImageDraw.Draw(canvas)
    pen.polygon([(x - 17, y - 34), (x + 17, y - 34), (x, y)], fill=PIN)
    pen.ellipse((x - 20, y - 60, x + 20, y - 20), fill=PIN)
    pen.ellipse((x - 8, y - 48, x + 8, y - 32), fill=EYE)
