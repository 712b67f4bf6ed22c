"""Dates and names, as pure functions (DIR-03, DIR-05, DIR-07)."""

from datetime import date

import pytest

from cms.directory import rules


@pytest.mark.parametrize(
    ("first", "latest"),
    [
        (date(2027, 7, 6), date(2028, 7, 5)),
        (date(2028, 2, 29), date(2029, 2, 27)),
        (date(2027, 3, 1), date(2028, 2, 29)),
    ],
)
def test_dir_07_access_is_closed_for_a_year_at_most(first, latest):
    assert rules.latest_closing(first) == latest


@pytest.mark.parametrize(
    ("today", "latest"), [(date(2026, 11, 10), date(2028, 11, 10)), (date(2028, 2, 29), date(2030, 2, 28))]
)
def test_dir_05_a_guest_stays_two_years_at_most(today, latest):
    assert rules.latest_end_of_stay(today) == latest


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Léa", "lea"), ("LE  GŒFF", "le goeff"), (" Çelik-Özdemir ", "celik-ozdemir"), ("Nuñez", "nunez"), ("", "")],
)
def test_dir_03_names_are_compared_without_accents_or_capitals(text, folded):
    assert rules.folded(text) == folded


@pytest.mark.parametrize(
    ("first", "last", "username"),
    [
        ("Émilie", "Le Goff", "emilie.legoff"),
        ("Zoé", "D’Œuvre", "zoe.doeuvre"),
        ("李", "Wang", "wang"),
        ("李", "王", ""),
    ],
)
def test_dir_05_a_username_has_plain_letters_only(first, last, username):
    assert rules.username_for(first, last) == username
