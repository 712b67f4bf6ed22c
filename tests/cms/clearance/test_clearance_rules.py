"""What is kept of a find: enough to know it again, not enough to tell it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.clearance.rules import around, fingerprint, mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Lina Castel", "L••• C•••••"),
        ("06 39 98 12 34", "06 •• •• •• ••"),
        ("0639981234", "06••••••••"),
        ("lina.castel@exemple.fr", "l••••••••••@exemple.fr"),
        ("12 rue des Lilas, 14000 Caen", "12 ••• ••• •••••, ••••• ••••"),
        ("né le 12/03/2012", "né •• ••/••/••••"),
    ],
)
def test_masks(text: str, masked: str) -> None:
    assert mask(text) == masked


@given(st.text(max_size=60).filter(lambda text: "@" not in text))
def test_a_mask_never_shows_more_than_two_signs_of_a_word_and_never_a_whole_text(text: str) -> None:
    shown = sum(letter.isalnum() for letter in mask(text))
    assert shown <= max(2, len(text.split()))
    letters = [letter for letter in text if letter.isalnum()]
    assert len(text.split()) != 1 or len(letters) < 4 or shown < len(letters)


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_a_fingerprint_is_of_the_secret_the_kind_the_value_and_the_file(kind: str, value: str, source: str) -> None:
    mine = fingerprint("secret", kind, value, source)
    assert mine == fingerprint("secret", kind, value, source)
    assert mine != fingerprint("autre", kind, value, source)
    assert (
        len({mine, fingerprint("secret", kind, value + "x", source), fingerprint("secret", kind, value, source + "x")})
        == 3
    )


@given(st.text(max_size=300), st.integers(0, 300), st.integers(0, 30))
def test_the_words_around_are_those_of_the_text(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    end = min(len(text), start + length)
    before, after = around(text, start, end)
    assert len(before) <= 61
    assert len(after) <= 61
    assert set(before + after) <= set(text) | {"…", " "}
