"""SITE-05: whatever colours a school chooses, its site can be read."""

from __future__ import annotations

import pytest

from publicsite.render import palette


@pytest.mark.parametrize("colour", ["#ffe066", "#1f4e79", "#000000", "#ffffff", "#7f7f7f", "#b5462f"])
def test_site_05_text_in_the_school_s_colour_has_enough_contrast(colour: str) -> None:
    for papers in ((palette.PAPER_LIGHT, palette.SHADE_LIGHT), (palette.PAPER_DARK, palette.SHADE_DARK)):
        text = palette.readable(colour, *papers)
        assert all(palette.contrast(text, paper) >= 4.5 for paper in papers)
    assert palette.contrast(palette.ink_on(colour), colour) >= 4.5


def test_site_05_what_is_not_a_colour_never_reaches_the_style_sheet() -> None:
    assert palette.parse("red; } body { display: none", "#123456") == "#123456"
    assert palette.parse(" #ABCDEF ", "") == "#abcdef"
