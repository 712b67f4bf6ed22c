"""From the two colours a school has chosen, the colours that can be read.

A school may choose a yellow: as a background it then takes dark ink, and as text on paper it is darkened until
WCAG's 4.5:1 is met. The paper itself is here, because it is what the contrast is measured against.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

PAPER_LIGHT, PAPER_DARK = "#fbf8f3", "#1a1815"
INK_LIGHT, INK_DARK = "#ffffff", "#000000"  # one of the two has 4.5:1 on any colour
SHADE_LIGHT, SHADE_DARK = "#f1ebe1", "#262320"  # the tinted surfaces that text also stands on
TEXT_CONTRAST = 4.5
STEPS = 50

_HEX = re.compile(r"#?([0-9a-f]{6})", re.IGNORECASE)

Rgb = tuple[int, int, int]


def parse(colour: str, default: str) -> str:
    """`colour` as "#rrggbb", or `default` when it is not a colour: it comes from a form, and ends up in CSS."""
    match = _HEX.fullmatch(colour.strip())
    return f"#{match[1].lower()}" if match else default


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio of two colours, from 1 to 21."""
    dark, light = sorted((_luminance(_rgb(one)), _luminance(_rgb(other))))
    return (light + 0.05) / (dark + 0.05)


def ink_on(background: str) -> str:
    """White or black, whichever reads better on `background`."""
    return max((INK_LIGHT, INK_DARK), key=lambda ink: contrast(ink, background))


def readable(colour: str, *backgrounds: str) -> str:
    """`colour`, moved towards black or white just as far as text needs on all `backgrounds`."""
    pole = "#000000" if contrast("#000000", backgrounds[0]) > contrast("#ffffff", backgrounds[0]) else "#ffffff"
    candidates = (mix(colour, pole, step / STEPS) for step in range(STEPS + 1))
    return next((c for c in candidates if all(contrast(c, back) >= TEXT_CONTRAST for back in backgrounds)), pole)


def mix(colour: str, other: str, share: float) -> str:
    """`colour` with `share` (0 to 1) of `other` in it."""
    channels = (round(a + (b - a) * share) for a, b in zip(_rgb(colour), _rgb(other), strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def stylesheet(colour: str, accent: str, tones: Mapping[str, str]) -> str:
    """Custom properties for the school's colours, and for each rubric (by address) that has its own tone."""
    light = [*_light("brand", colour), *_light("accent", accent), ("paper", PAPER_LIGHT), ("shade", SHADE_LIGHT)]
    dark = [*_dark("brand", colour), *_dark("accent", accent), ("paper", PAPER_DARK), ("shade", SHADE_DARK)]
    rules = [_rule(":root", light)]
    dark_rules = [_rule(":root", dark)]
    for address, tone in sorted(tones.items()):
        selector = f'[data-rubric="{address}"]'
        rules.append(_rule(selector, [("tone", tone), ("tone-text", readable(tone, PAPER_LIGHT, SHADE_LIGHT))]))
        light_tone = readable(tone, PAPER_DARK, SHADE_DARK)
        dark_rules.append(_rule(selector, [("tone", light_tone), ("tone-text", light_tone)]))
    return "\n".join([*rules, "@media screen and (prefers-color-scheme: dark) {", *dark_rules, "}", ""])


def _light(name: str, colour: str) -> list[tuple[str, str]]:
    return [
        (name, colour),
        (f"{name}-ink", ink_on(colour)),
        (f"{name}-text", readable(colour, PAPER_LIGHT, SHADE_LIGHT)),
    ]


def _dark(name: str, colour: str) -> list[tuple[str, str]]:
    """At night large surfaces of the colour are dimmed, and text in it is lightened."""
    dimmed = mix(colour, PAPER_DARK, 0.35)
    return [
        (name, dimmed),
        (f"{name}-ink", ink_on(dimmed)),
        (f"{name}-text", readable(colour, PAPER_DARK, SHADE_DARK)),
    ]


def _rule(selector: str, properties: Iterable[tuple[str, str]]) -> str:
    return selector + " { " + " ".join(f"--{name}: {value};" for name, value in properties) + " }"


def _rgb(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(rgb: Rgb) -> float:
    red, green, blue = (_linear(channel / 255) for channel in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
