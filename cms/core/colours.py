"""The rule of contrast: what a school may choose as its colours, and what its site makes of them. It imports nothing.

A school chooses two colours. Its paper, its tinted surfaces and its ink are drawn from the main one; titles are in the
main colour and links in the accent, on both. `PAIRS` says which contrasts that takes, for the screen where colours are
chosen, the import of a folder and the style sheet alike.

Ratios are WCAG 2's; `AA` is what level AA, hence the RGAA (3.2), asks of text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAIN, ACCENT = "#1f4e79", "#b5462f"  # of a school that has chosen nothing
AA = 4.5
BLACK, WHITE = "#000000", "#ffffff"
STEPS = 100

_HEX = re.compile(r"#?([0-9a-f]{6})", re.IGNORECASE)

Rgb = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Surfaces:
    """What text stands on, and the ink it is written in, in one light."""

    paper: str
    shade: str  # tinted surfaces
    card: str  # raised ones
    ink: str
    ink_soft: str
    line: str

    @property
    def grounds(self) -> tuple[str, str, str]:
        return self.paper, self.shade, self.card


@dataclass(frozen=True, slots=True)
class Pair:
    """One contrast of the site: a colour of the school, as text, on one of its surfaces."""

    field: str  # "colour" or "accent"
    ground: str  # a field of `Surfaces`


PAIRS = (Pair("colour", "paper"), Pair("colour", "shade"), Pair("accent", "paper"), Pair("accent", "shade"))


@dataclass(frozen=True, slots=True)
class Reading:
    """What one pair gives for the colours of one school."""

    pair: Pair
    ratio: float

    @property
    def passes(self) -> bool:
        return self.ratio >= AA


# --- Colours ---


def parse(colour: str, default: str) -> str:
    """`colour` as "#rrggbb", or `default` when it is not a colour: it comes from a form, and ends up in CSS."""
    match = _HEX.fullmatch(colour.strip())
    return f"#{match[1].lower()}" if match else default


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio of two colours, from 1 to 21."""
    dark, light = sorted((_luminance(_rgb(one)), _luminance(_rgb(other))))
    return (light + 0.05) / (dark + 0.05)


def ink_on(background: str) -> str:
    """White or black, whichever reads better on `background`: one of the two has 4.5 on any colour."""
    return max((WHITE, BLACK), key=lambda ink: contrast(ink, background))


def readable(colour: str, *backgrounds: str) -> str:
    """`colour`, moved towards black or white just as far as text needs on all `backgrounds`."""
    pole = ink_on(backgrounds[0])
    candidates = (mix(colour, pole, step / STEPS) for step in range(STEPS + 1))
    return next((c for c in candidates if all(contrast(c, back) >= AA for back in backgrounds)), pole)


def mix(colour: str, other: str, share: float) -> str:
    """`colour` with `share` (0 to 1) of `other` in it."""
    channels = (round(a + (b - a) * share) for a, b in zip(_rgb(colour), _rgb(other), strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in channels)


# --- A school's palette ---


def by_day(main: str) -> Surfaces:
    """White paper with a breath of the main colour in it."""
    paper, shade = mix(WHITE, main, 0.03), mix(WHITE, main, 0.085)
    ink = mix("#17181a", main, 0.1)
    return Surfaces(paper, shade, WHITE, ink, _soft(ink, paper, shade), mix(paper, ink, 0.16))


def by_night(main: str) -> Surfaces:
    paper, shade, card = (mix(grey, main, 0.07) for grey in ("#141517", "#202226", "#1b1c20"))
    ink = mix("#ece9e4", main, 0.05)
    return Surfaces(paper, shade, card, ink, _soft(ink, shade, card), mix(paper, ink, 0.22))


def _soft(ink: str, *grounds: str) -> str:
    return readable(mix(ink, grounds[0], 0.32), *grounds)


def readings(colour: str, accent: str) -> list[Reading]:
    """Every pair of the site, in the order of the table."""
    surfaces, values = by_day(colour), {"colour": colour, "accent": accent}
    return [Reading(pair, contrast(values[pair.field], getattr(surfaces, pair.ground))) for pair in PAIRS]


def faults(colour: str, accent: str) -> list[Reading]:
    """The pairs that cannot be read; none in a palette that may be kept."""
    return [reading for reading in readings(colour, accent) if not reading.passes]


def corrected(colour: str, accent: str) -> tuple[str, str]:
    """The nearest palette without a fault: each colour, darkened as little as it takes; itself when it has none."""
    main = next(one for one in _darker(colour) if not _faulty(one, accent, "colour"))
    return main, next(one for one in _darker(accent) if not _faulty(main, one, "accent"))


def _darker(colour: str) -> Iterator[str]:
    """From the colour to black, which reads on any paper."""
    return (mix(colour, BLACK, step / STEPS) for step in range(STEPS + 1))


def _faulty(colour: str, accent: str, field: str) -> bool:
    return any(reading.pair.field == field for reading in faults(colour, accent))


def _rgb(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(rgb: Rgb) -> float:
    red, green, blue = (_linear(channel / 255) for channel in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
