"""ZONE-04: what is personal in a text is found, and little else is called personal."""

from __future__ import annotations

import importlib
import pkgutil
import re
from re import _constants, _parser
from types import ModuleType
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cms.privacy import rules
from cms.privacy.enums import Kind
from cms.privacy.rules import Find, Known, NameIndex, find
from cms.privacy.rules.numbers import iban_is_sound, nir_is_sound
from tests.cms.privacy import snippets

NAMES = NameIndex(snippets.PUPILS)
KNOWN = Known(
    telephones=(snippets.SCHOOL_TELEPHONE,),
    emails=(snippets.SCHOOL_EMAIL,),
    addresses=(f"{snippets.SCHOOL_ADDRESS} {snippets.SCHOOL_POSTCODE} {snippets.SCHOOL_TOWN}",),
)


def look(text: str) -> list[Find]:
    return find(text, names=NAMES, known=KNOWN)


def seen(text: str) -> list[tuple[str, str]]:
    return [(one.kind.value, one.text) for one in look(text)]


# --- The measure ----------------------------------------------------------------------------------------------------


def test_zone_04_nineteen_of_twenty_are_found_and_one_alarm_of_twenty_at_most_is_false() -> None:
    """Two measures of false alarms: among all that is shown, and among sentences with nothing personal in them."""
    expected, missed, shown, false, disturbed = 0, [], 0, [], set()
    for snippet in snippets.SNIPPETS:
        finds = look(snippet.text)
        expected += len(snippet.expected)
        shown += len(finds)
        for kind, start, end in snippet.expected:
            if not any(one.kind == kind and one.start < end and start < one.end for one in finds):
                missed.append(f"{kind.value}: {snippet.text[start:end]!r} in {snippet.text!r}")
        for one in finds:
            if not any(
                one.kind == kind and one.start < end and start < one.end for kind, start, end in snippet.expected
            ):
                false.append(f"{one.kind.value}: {one.text!r} in {snippet.text!r}")
                if not snippet.expected:
                    disturbed.add(snippet.text)
    innocent = sum(not snippet.expected for snippet in snippets.SNIPPETS)
    share_found = 1 - len(missed) / expected
    share_false = len(false) / shown
    share_disturbed = len(disturbed) / innocent
    figures = (
        f"found {share_found:.1%} of {expected}; false {share_false:.1%} of {shown} shown, "
        f"in {share_disturbed:.1%} of {innocent} innocent sentences"
    )
    print(figures)
    told = "\n".join([figures, "missed:", *missed, "false:", *false])
    assert share_found >= 0.95, told
    assert share_false <= 0.05, told
    assert share_disturbed <= 0.05, told


def test_the_snippets_are_many_of_every_kind_and_nearly_half_of_them_innocent() -> None:
    kinds = [kind for snippet in snippets.SNIPPETS for kind, _, _ in snippet.expected]
    assert len(snippets.SNIPPETS) >= 220
    assert len({snippet.text for snippet in snippets.SNIPPETS}) == len(snippets.SNIPPETS)
    assert min(kinds.count(kind) for kind in Kind) >= 7
    assert sum(not snippet.expected for snippet in snippets.SNIPPETS) / len(snippets.SNIPPETS) >= 0.4


# --- Exactly ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("Rien à signaler.", []),
        ("Salles 01 02 03 04 05 ; tél. 01 02 03 04 05", [("telephone", "01 02 03 04 05")]),
        ("06 39 98 12 34 06 39 98 12 35", [("telephone", "06 39 98 12 34"), ("telephone", "06 39 98 12 35")]),
        ("07 06 39 98 12 34", []),  # six pairs are no number
        ("06 39 98 12 34 56", []),
        ("06.39 98-12.34", []),  # one way of writing at a time
        ("x0639981234", []),
        ("+33 6 39 98 12 34.", [("telephone", "+33 6 39 98 12 34")]),
        ("0033639981234", [("telephone", "0033639981234")]),
        ("0 805 12 34 56 et 0805123456 sont des services", []),
        ("SIRET 06123456780012", []),
        ("<a.b@exemple.fr>.", [("email", "a.b@exemple.fr")]),
        ("a@b", []),
        ("photo@2x.webp", []),
        ("né le 31/12/1929", []),
        ("né le 01/01/1930", [("birth-date", "né le 01/01/1930")]),
        ("né le 45/13/2012", []),
        ("Tom, du club d’échecs, né le 12/03/2012", [("birth-date", "né le 12/03/2012")]),
        ("à 18 h 30 rue Pasteur", []),
        ("12 rue Lina Castel, 14000 Caen", [("address", "12 rue Lina Castel, 14000 Caen")]),
        ("lina.castel@exemple.fr", [("email", "lina.castel@exemple.fr")]),
        ("Zoé Castel, Lina Roux et Noé Castel, Lina", []),  # each has a last name of their own
        ("Linas Castel, Lina Castels, Lina-Rose Castel", []),
        ("Lina Le\u0301a ; Zoe\u0301 Lefe\u0300vre", [("pupil", "Zoe\u0301 Lefe\u0300vre")]),  # letter, then its accent
        ("Hauteville, Jean … Baptiste", []),
        ("Bravo Lina ! Castel", []),
        ("Lina", []),
        ("CASTEL", []),
        ("L. Castel", []),
        ("Zoé Martin\nNoé Lefèvre", []),  # a list of others: a name does not run from one line to the next backwards
    ],
)
def test_zone_04_exactly(text: str, expected: list[tuple[str, str]]) -> None:
    assert seen(text) == expected


def test_finds_come_in_reading_order_with_their_place() -> None:
    text = "Lina Castel\n06 39 98 12 34\na@exemple.fr"
    assert look(text) == [
        Find(Kind.PUPIL, 0, 11, "Lina Castel"),
        Find(Kind.TELEPHONE, 12, 26, "06 39 98 12 34"),
        Find(Kind.EMAIL, 27, 39, "a@exemple.fr"),
    ]


def test_without_names_and_known_details_the_rest_is_found() -> None:
    finds = find(f"Lina Castel, {snippets.SCHOOL_TELEPHONE}")
    assert [one.kind for one in finds] == [Kind.TELEPHONE]


@pytest.mark.parametrize(
    "text",
    ["02 61 91 00 10", "02.61.91.00.10", "+33 (0)2 61 91 00 10", "0033261910010", "ACCUEIL@college-tillion.example"],
)
def test_the_schools_own_details_are_no_find_however_written(text: str) -> None:
    assert find(text)
    assert look(text) == []


@pytest.mark.parametrize(
    "text", ["14 rue des Écoles", "14, RUE DES ECOLES, 14000 CAEN", "14 rue des écoles 14000 Caen"]
)
def test_the_schools_address_is_no_find_and_its_neighbours_is(text: str) -> None:
    assert find(text)
    assert look(text) == []
    assert [one.kind for one in look(text.replace("14", "16", 1))] == [Kind.ADDRESS]


def test_an_overseas_schools_number_is_known_in_both_forms() -> None:
    known = Known(telephones=("0262 41 12 34",))
    assert find("+262 262 41 12 34", known=known) == []
    assert find("+262 262 41 12 35", known=known) != []


def test_what_neither_key_nor_context_proves_is_not_sure() -> None:
    sure = {one.text: one.sure for one in look("contact@exemple.fr, tom.b@exemple.fr, 12 rue des Lilas ; Castel, Lina")}
    assert sure == {
        "contact@exemple.fr": False,
        "tom.b@exemple.fr": True,
        "12 rue des Lilas": False,
        "Castel, Lina": False,
    }


@pytest.mark.parametrize(
    ("iban", "sound"),
    [
        ("FR76 3000 6000 0112 3456 7890 189", True),
        ("FR76 3000 6000 0112 3456 7890 188", False),
        ("FR76 3000 6000 0112 3456 7809 189", False),  # two digits exchanged
        ("GB82 WEST 1234 5698 7654 32", True),
    ],
)
def test_the_key_of_an_iban(iban: str, sound: bool) -> None:
    assert iban_is_sound(iban) is sound


@pytest.mark.parametrize(
    ("number", "sound"),
    [
        ("255081416802538", True),
        ("255081416802539", False),
        ("108062A00401771", True),
        ("213072B03300825", True),
        ("213072A03300825", False),
    ],
)
def test_the_key_of_a_social_security_number(number: str, sound: bool) -> None:
    assert nir_is_sound(number) is sound


def test_a_column_says_what_its_cells_are_until_the_list_ends() -> None:
    text = "Nom;Né(e) le;Tél\nBlot;12/03/2012;639981212\nRoche;13/04/2012;\n\nSortie;12/03/2027;639981213\n"
    assert seen(text) == [("birth-date", "12/03/2012"), ("telephone", "639981212"), ("birth-date", "13/04/2012")]


# --- Whatever is written ---------------------------------------------------------------------------------------------

pieces = st.sampled_from(
    ["06 39 98 12 34", "@", "a@b.fr", "né le ", "12/03/2012", "12 rue ", "Lina", " ", "CASTEL", "\n", "\t", "d’", "BP 12",
     "FR76", "INE ", "1234567890A", "\u0301", "ß", "İ", "+33", "(at)", ";", "téléphone"]
)  # fmt: skip
writing = st.one_of(st.text(max_size=120), st.lists(pieces, max_size=25).map("".join))


@settings(max_examples=200, deadline=None)
@given(writing)
@example("İLina Castel")
def test_finds_are_within_the_text_in_order_and_do_not_overlap(text: str) -> None:
    finds = look(text)
    end = 0
    for one in finds:
        assert end <= one.start < one.end <= len(text)
        assert one.text == text[one.start : one.end]
        end = one.end
    assert look(text) == finds


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzéèàçABCDEFGHIJKLMNOPQRSTUVWXYZ '’,.!?\n", max_size=200))
def test_letters_alone_hold_no_personal_data_but_names(text: str) -> None:
    assert find(text) == []


# --- In a time that the length bounds --------------------------------------------------------------------------------


def modules() -> list[ModuleType]:
    return [
        importlib.import_module(f"{rules.__name__}.{module.name}") for module in pkgutil.iter_modules(rules.__path__)
    ]


def unbounded(parsed: Any) -> bool:
    """Whether a repetition has no end and may be given back: those that may not (possessive) are read once."""
    for operation, argument in parsed:
        if operation in (_constants.MAX_REPEAT, _constants.MIN_REPEAT) and argument[1] == _constants.MAXREPEAT:
            return True
        if any(unbounded(inner) for inner in _inside(argument)):
            return True
    return False


def _inside(argument: Any) -> list[Any]:
    if isinstance(argument, _parser.SubPattern):
        return [argument]
    if isinstance(argument, (tuple, list)):
        return [pattern for item in argument for pattern in _inside(item)]
    return []


def test_every_expression_of_the_detector_is_bounded() -> None:
    patterns = {
        f"{module.__name__}.{name}": value
        for module in modules()
        for name, value in vars(module).items()
        if isinstance(value, re.Pattern)
    }
    assert len(patterns) >= 20
    assert unbounded(_parser.parse("(?:a(b|c+)){1,3}"))
    assert [name for name, value in patterns.items() if unbounded(_parser.parse(value.pattern, value.flags))] == []


@pytest.mark.parametrize("character", ["@", "0"])
def test_five_million_of_one_character_come_to_an_end(character: str) -> None:
    assert look(character * 5_000_000) == []


@pytest.mark.parametrize(
    "pattern",
    [
        "06 ",
        "a@a.",
        "1 rue de la ",
        "née à a ",
        "FR76 ",
        "lina ",
        "a (at) ",
        "+33 6 ",
        "tel;ine\n",
        "12/",
        "\n",
        "\u0301",
    ],
)
def test_a_hostile_text_comes_to_an_end(pattern: str) -> None:
    finds = look(pattern * (300_000 // len(pattern)))
    assert len(finds) <= 300_000 // len(pattern)


def test_a_whole_school_of_names_in_a_long_text() -> None:
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    syllables = [a + b for a in "bcdfglmnprst" for b in "aeiou"]
    pupils = [
        (syllables[i % 60].title() + "lou", alphabet[i % 26] + syllables[i // 60] + syllables[i % 60])
        for i in range(3000)
    ]
    index = NameIndex(pupils)
    text = "\n".join(f"{last.upper()} {first}, présent." for first, last in pupils)
    assert [one.text for one in find(text, names=index)] == [f"{last.upper()} {first}" for first, last in pupils]
