"""SITE-05, HOME-06: whatever colours a school chooses, its site can be read."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from cms.core import colours
from publicsite.render import palette

colour = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
VARIABLE = re.compile(r"--([a-z-]+): (#[0-9a-f]{6})")


@given(colour, colour, colour)
@example("#ffe066", "#ffffff", "#ffff00")
@example("#000000", "#7f7f7f", "#777777")
def test_site_05_in_both_lights_every_text_of_the_style_sheet_has_enough_contrast(
    main: str, accent: str, tone: str
) -> None:
    """Measured on the sheet that readers get, whatever was chosen, by WCAG's own formula."""
    css = palette.stylesheet(main, accent, {"vie": tone})
    for light in css.split("@media"):
        root, rubric = (dict(VARIABLE.findall(line)) for line in light.splitlines() if "--" in line)
        for surface in ("paper", "shade", "card"):
            for text in ("ink", "ink-soft", "brand-text", "accent-text"):
                assert _ratio(root[text], root[surface]) >= 4.5, (text, surface)
            assert _ratio(rubric["tone-text"], root[surface]) >= 4.5
        for name in ("brand", "accent", "deep"):
            assert _ratio(root[f"{name}-ink"], root[name]) >= 4.5, name
        assert _ratio(rubric["tone-ink"], rubric["tone"]) >= 4.5


@given(colour, colour)
def test_home_06_a_palette_that_cannot_be_read_has_a_nearest_one_that_can(main: str, accent: str) -> None:
    corrected = colours.corrected(main, accent)
    assert colours.faults(*corrected) == []
    assert colours.corrected(*corrected) == corrected
    if not colours.faults(main, accent):
        assert corrected == (main, accent)
    for before, after in zip((main, accent), corrected, strict=True):  # darker, and as little as it takes
        assert all(new <= old for old, new in zip(bytes.fromhex(before[1:]), bytes.fromhex(after[1:]), strict=True))


def test_home_06_the_contrast_is_wcag_s() -> None:
    """Figures of W3C's own examples and of the contrast checkers in use."""
    assert round(colours.contrast("#000000", "#ffffff"), 2) == 21
    assert round(colours.contrast("#777777", "#ffffff"), 2) == 4.48
    assert round(colours.contrast("#ff0000", "#ffffff"), 2) == 4
    assert [reading.pair.field for reading in colours.faults("#1f4e79", "#ff0000")] == ["accent", "accent"]


def test_site_05_what_is_not_a_colour_never_reaches_the_style_sheet() -> None:
    assert colours.parse("red; } body { display: none", "#123456") == "#123456"
    assert colours.parse(" #ABCDEF ", "") == "#abcdef"


def _ratio(one: str, other: str) -> float:
    """WCAG 2.2's definition, written once more."""
    lights = []
    for text in (one, other):
        channels = [value / 255 for value in bytes.fromhex(text[1:])]
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
        lights.append(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    return (max(lights) + 0.05) / (min(lights) + 0.05)
