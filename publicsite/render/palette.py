"""The custom properties that a school's two colours give to its style sheet, by day and by night.

The rule of contrast is `cms.core.colours`. A folder may come from anywhere: whatever its colours, text is moved until
it can be read. A rubric may even be yellow, as it is read in its `--tone-text` only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cms.core.colours import Surfaces, by_day, by_night, corrected, ink_on, mix, readable

Properties = list[tuple[str, str]]


def stylesheet(colour: str, accent: str, tones: Mapping[str, str]) -> str:
    """Custom properties for the school's colours, and for each rubric (by address) that has its own tone."""
    colour, accent = corrected(colour, accent)
    day, night = by_day(colour), by_night(colour)
    light = [*_by_day("brand", colour, day), *_by_day("accent", accent, day), *_surfaces(day, colour)]
    dark = [*_by_night("brand", colour, night), *_by_night("accent", accent, night), *_surfaces(night, colour)]
    rules = [_rule(":root", light)]
    dark_rules = [_rule(":root", dark)]
    for address, tone in sorted(tones.items()):
        selector = f'[data-rubric="{address}"]'
        rules.append(_rule(selector, _by_day("tone", tone, day)))
        text = readable(tone, *night.grounds)
        dark_rules.append(_rule(selector, [("tone", text), ("tone-ink", ink_on(text)), ("tone-text", text)]))
    return "\n".join([*rules, "@media screen and (prefers-color-scheme: dark) {", *dark_rules, "}", ""])


def _by_day(name: str, colour: str, day: Surfaces) -> Properties:
    return [(name, colour), (f"{name}-ink", ink_on(colour)), (f"{name}-text", readable(colour, *day.grounds))]


def _by_night(name: str, colour: str, night: Surfaces) -> Properties:
    """Large surfaces of the colour are dimmed, and text in it is lightened."""
    dimmed = mix(colour, night.paper, 0.35)
    return [(name, dimmed), (f"{name}-ink", ink_on(dimmed)), (f"{name}-text", readable(colour, *night.grounds))]


def _surfaces(surfaces: Surfaces, colour: str) -> Properties:
    """`deep` is the darkest surface, in both lights: white reads on it whatever the school's colour is."""
    deep = mix(colour, "#0b0c0e", 0.55)
    return [
        ("paper", surfaces.paper),
        ("shade", surfaces.shade),
        ("card", surfaces.card),
        ("ink", surfaces.ink),
        ("ink-soft", surfaces.ink_soft),
        ("line", surfaces.line),
        ("deep", deep),
        ("deep-ink", ink_on(deep)),
    ]


def _rule(selector: str, properties: Iterable[tuple[str, str]]) -> str:
    return selector + " { " + " ".join(f"--{name}: {value};" for name, value in properties) + " }"
