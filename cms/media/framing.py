"""How a picture fits the frame of an illustration: what is cut away, and what will not look well (ART-01).

Pure functions on pixels. The public site cuts by the same rule (`publicsite.render.drawing`); a test compares them.
"""

from dataclasses import dataclass

from PIL import Image

WIDTH, HEIGHT = 680, 383
RATIO = WIDTH / HEIGHT

LOOKED_AT = 400  # pixels on a side: enough to see a band, and quick
SAME = 8  # of 255: compression leaves a plain band a little uneven
THINNEST = 0.02  # of the side

Size = tuple[int, int]
Box = tuple[int, int, int, int]
Colour = tuple[int, ...]


@dataclass(frozen=True)
class Bands:
    """Plain bands along two opposite edges, as parts of the width or of the height; 0 where there are none."""

    sides: float = 0.0
    top_and_bottom: float = 0.0

    def __bool__(self) -> bool:
        return bool(self.sides or self.top_and_bottom)


def crop_box(size: Size, focus: tuple[int, int] | None) -> Box:
    """The largest box of the ratio, as near to the focal point as the edges allow."""
    width, height = size
    box_width, box_height = min(width, round(height * RATIO)), min(height, round(width / RATIO))
    x, y = focus or (width // 2, height // 2)
    left = min(max(0, x - box_width // 2), width - box_width)
    top = min(max(0, y - box_height // 2), height - box_height)
    return left, top, left + box_width, top + box_height


def is_small(size: Size, focus: tuple[int, int] | None = None) -> bool:
    """Whether what is left would have to be enlarged."""
    left, top, right, bottom = crop_box(size, focus)
    return right - left < WIDTH or bottom - top < HEIGHT


def bands(picture: Image.Image) -> Bands:
    """Bands that somebody added to fill the frame. A picture of one colour has none: it is plain all over."""
    small = picture.convert("RGB")
    small.thumbnail((LOOKED_AT, LOOKED_AT), Image.Resampling.NEAREST)
    width, height = small.size
    sides = _pair([small.crop((x, 0, x + 1, height)) for x in range(width)])
    ends = _pair([small.crop((0, y, width, y + 1)) for y in range(height)])
    return Bands(sides, ends)


def _pair(lines: list[Image.Image]) -> float:
    """The part of the two bands that begin at both ends of these lines, when there are two and of one colour."""
    first, last = _plain(lines[0]), _plain(lines[-1])
    if first is None or last is None or not _close(first, last):
        return 0.0
    before, after = _run(lines, first), _run(list(reversed(lines)), last)
    is_all = before + after >= len(lines)
    thick = min(before, after) >= max(2, THINNEST * len(lines))
    return (before + after) / len(lines) if thick and not is_all else 0.0


def _run(lines: list[Image.Image], colour: Colour) -> int:
    """How many lines from the first are plain and of this colour."""
    for number, line in enumerate(lines):
        plain = _plain(line)
        if plain is None or not _close(plain, colour):
            return number
    return len(lines)


def _plain(line: Image.Image) -> Colour | None:
    """The colour of a line that has one only."""
    extremes = line.getextrema()
    pairs = [extreme for extreme in extremes if isinstance(extreme, tuple)]
    if any(high - low > SAME for low, high in pairs):
        return None
    return tuple(int(low + high) // 2 for low, high in pairs)


def _close(one: Colour, other: Colour) -> bool:
    return all(abs(a - b) <= SAME for a, b in zip(one, other, strict=True))
