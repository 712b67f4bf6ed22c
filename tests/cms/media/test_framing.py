"""ART-01: an illustration is cut to its frame around the focal point; what will not look well is told at once."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from cms.media.framing import RATIO, bands, crop_box, is_small
from cms.rubrics.enums import Role, Zone
from publicsite.render.drawing import _crop_box
from publicsite.render.pictures import KINDS
from tests.api.conftest import API, Campus
from tests.cms.media.conftest import Enter

GREY = (128, 128, 128)


def photograph(size: tuple[int, int] = (680, 383)) -> Image.Image:
    """No line of it is plain."""
    return Image.radial_gradient("L").resize(size).convert("RGB")


def within(frame: tuple[int, int], colour: tuple[int, int, int], inner: tuple[int, int]) -> Image.Image:
    """A photograph in the middle of a plain sheet."""
    sheet = Image.new("RGB", frame, colour)
    sheet.paste(photograph(inner), ((frame[0] - inner[0]) // 2, (frame[1] - inner[1]) // 2))
    return sheet


def as_jpeg(picture: Image.Image) -> Image.Image:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=70)
    return Image.open(stream)


def test_art_01_bands_are_seen_on_the_two_sides_where_they_are() -> None:
    pillars = bands(within((680, 383), GREY, (500, 383)))
    assert pillars.sides == pytest.approx(180 / 680, abs=0.02) and not pillars.top_and_bottom
    letter_box = bands(as_jpeg(within((680, 383), (0, 0, 0), (680, 300))))
    assert letter_box.top_and_bottom == pytest.approx(83 / 383, abs=0.02) and not letter_box.sides
    both = bands(within((1600, 900), (255, 255, 255), (1200, 600)))
    assert both.sides and both.top_and_bottom


def test_art_01_what_is_no_band_is_not_called_one() -> None:
    sky = photograph()
    ImageDraw.Draw(sky).rectangle((0, 0, 680, 120), fill=(120, 180, 240))
    two_colours = within((680, 383), GREY, (500, 383))
    ImageDraw.Draw(two_colours).rectangle((0, 0, 89, 383), fill=(0, 0, 90))
    thin = within((680, 383), GREY, (676, 383))
    plain = Image.new("RGB", (680, 383), GREY)
    for picture in (photograph(), sky, two_colours, thin, plain, Image.new("L", (1, 1)), Image.new("RGBA", (3, 2))):
        assert not bands(picture)


@given(st.integers(1, 3000), st.integers(1, 3000), st.none() | st.tuples(st.integers(0, 3000), st.integers(0, 3000)))
def test_art_01_the_editor_and_the_public_site_cut_the_same(
    width: int, height: int, focus: tuple[int, int] | None
) -> None:
    focal = (*focus, 10, 10) if focus else None
    assert crop_box((width, height), focus) == _crop_box((width, height), RATIO, focal)
    assert KINDS["card"].ratio == RATIO


@pytest.mark.parametrize(
    ("size", "small"),
    [
        ((680, 383), False),
        ((679, 383), True),
        ((680, 382), True),
        ((680, 3000), False),
        ((400, 3000), True),
        ((4000, 300), True),
    ],
)
def test_art_01_a_picture_is_small_when_what_is_left_of_it_is(size: tuple[int, int], small: bool) -> None:
    assert is_small(size) == small


def encoded(picture: Image.Image) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


def test_art_01_the_editor_shows_the_cut_and_tells_what_will_not_look_well(campus: Campus, enter: Enter) -> None:
    rubric = campus.rubric("Vie", zone=Zone.PRIVATE)
    writer: Any = enter(campus, "zoe", (Role.EDITOR, rubric))
    framed = campus.image("cadre.png", encoded(within((400, 225), GREY, (300, 225))), uploaded_by_user=writer.user)
    answer = writer.get(f"/admin/articles/illustration/{framed.pk}/").content.decode()
    assert "trop petite : 400 × 225 pixels" in answer and "bandes unies à gauche et à droite" in answer
    fine = campus.image("belle.png", encoded(photograph((900, 900))), uploaded_by_user=writer.user)
    answer = writer.get(f"/admin/articles/illustration/{fine.pk}/").content.decode()
    assert "trop petite" not in answer and "bandes unies" not in answer
    assert 'width="680" height="383"' in answer
    article = campus.article(rubric, "Cross", illustration=framed, owner=writer.user, live=False)
    article.save_revision()
    assert "bandes unies à gauche et à droite" in writer.get(f"/admin/pages/{article.pk}/edit/").content.decode()
    stranger = enter(campus, "yan", (Role.EDITOR, campus.rubric("Ailleurs", zone=Zone.PRIVATE)))
    assert stranger.get(f"/admin/articles/illustration/{framed.pk}/").status_code == 404


def test_art_01_readers_get_the_part_around_the_focal_point(campus: Campus) -> None:
    halves = Image.new("RGB", (800, 1600), (200, 0, 0))
    ImageDraw.Draw(halves).rectangle((0, 800, 800, 1600), fill=(0, 0, 200))
    focal = {"focal_point_x": 400, "focal_point_y": 1500, "focal_point_width": 10, "focal_point_height": 10}
    image = campus.image("moities.png", encoded(halves), **focal)
    article = campus.article(campus.rubric("Vie"), "Cross", illustration=image)
    told = campus.client().get(f"{API}/articles/{article.ref}").json()["illustration"]
    answer = campus.client().get(told["src"])
    shown = Image.open(io.BytesIO(b"".join(answer.streaming_content)))
    assert shown.size == (told["width"], told["height"]) == (680, 383)
    assert shown.convert("RGB").getextrema() == ((0, 0), (0, 0), (200, 200))
