"""ART-09: what keeps somebody from reading an article is seen while it is written, and little else is called a fault."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.accessibility.enums import Rule
from cms.accessibility.rules import GRAVITY, faults
from cms.accessibility.words import REMEDIES


def block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": f"id-{kind}"}


def heading(level: int, text: str = "Au fil des jours") -> dict[str, Any]:
    return block("heading", {"text": text, "level": str(level)})


def picture(**fields: Any) -> dict[str, Any]:
    return {"image": 7, "alt": "", "caption": "", "decorative": False, **fields}


def rules(*stream: dict[str, Any], descriptions: dict[int, str] | None = None) -> list[str]:
    return [fault.rule.value for fault in faults(stream, descriptions or {})]


def text(html: str) -> list[str]:
    return rules(block("text", html))


@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        ([], []),
        ([block("text", "<p>Le menu est affiché.</p>")], []),
        ([block("image", picture())], ["image-without-alternative"]),
        ([block("image", picture(alt="  "))], ["image-without-alternative"]),
        ([block("image", picture(alt="Le préau sous la neige"))], []),
        ([block("image", picture(decorative=True))], []),
        ([block("image", picture(image=None))], []),  # nothing is shown
        ([block("image", picture(alt="IMG_2034.jpg"))], ["image-named-as-a-file"]),
        ([block("image", picture(alt="DSC_0042"))], ["image-named-as-a-file"]),
        ([block("image", picture(alt="Affiche du spectacle 2026"))], []),
        ([heading(2), heading(3), heading(4), heading(2)], []),
        ([heading(3)], ["heading-skipped"]),
        ([heading(2), heading(4)], ["heading-skipped"]),
        ([heading(2), heading(2, "  "), heading(3)], ["heading-empty"]),
        ([block("table", {"data": [["Jour", "Plat"], ["Lundi", "Riz"]]})], ["table-without-heads"]),
        ([block("table", {"data": [["Jour"], ["Lundi"]], "first_row_is_table_header": True})], []),
        ([block("table", {"data": [["Jour"], ["Lundi"]], "first_col_is_header": True})], []),
        ([block("table", {"data": [[None, ""], ["", None]]})], []),
        ([block("audio", {"sound": 3, "transcript": ""})], ["audio-without-transcript"]),
        ([block("audio", {"sound": 3, "transcript": "<p></p>"})], ["audio-without-transcript"]),
        ([block("audio", {"sound": 3, "transcript": "<p>Bonjour à tous.</p>"})], []),
        ([block("video", {"file": 3, "captions": None})], ["video-without-captions"]),
        ([block("video", {"file": 3, "captions": 12})], []),
        ([block("embed", {"url": "https://exemple.fr/x", "title": ""})], ["frame-without-title"]),
        ([block("embed", {"url": "https://exemple.fr/x", "title": "Visite de la ferme"})], []),
    ],
)
def test_art_09_blocks(stream: list[Any], expected: list[str]) -> None:
    assert rules(*stream) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p>Le menu : <a href="https://x.fr">cliquez ici</a>.</p>', ["link-vague"]),
        ('<p><a href="https://x.fr">Cliquez <b>ICI</b> !</a></p>', ["link-vague"]),
        ('<p><a id="3" linktype="page">Lien</a></p>', ["link-vague"]),
        ('<p><a href="https://x.fr">En savoir plus…</a></p>', ["link-vague"]),
        ('<p><a href="https://x.fr">https://x.fr/menu</a></p>', ["link-bare"]),
        ('<p><a href="https://x.fr">www.x.fr</a></p>', ["link-bare"]),
        ('<p><a href="https://x.fr"> </a>Bonjour</p>', ["link-empty"]),
        ('<p><a href="https://x.fr">Menu de la semaine (PDF)</a></p>', []),
        ('<p><a href="https://x.fr">Ici la Terre : l’exposition</a></p>', []),
        ("<p><b>Le programme</b></p><p>Lundi, départ à 8 h.</p>", ["heading-faked"]),
        ("<p><b>Attention au départ.</b></p>", []),
        ("<p>Un mot <b>important</b> ici</p>", []),
        ("<p>- du riz</p><p>- des pommes</p><p>- du pain</p>", ["list-faked"]),
        ("<p>1. du riz</p><p>2. des pommes</p>", ["list-faked"]),
        ("<p>– Bonjour, dit-elle.</p>", []),
        ("<ul><li>du riz</li><li>des pommes</li></ul>", []),
        ("<p>TOUS LES ÉLÈVES SONT ATTENDUS DEMAIN À HUIT HEURES</p>", ["capitals"]),
        ("<p>Le CDI, le CPE et l’AESH</p><p>PIX, DNB, ASSR</p>", []),
    ],
)
def test_art_09_running_text(html: str, expected: list[str]) -> None:
    assert text(html) == expected
    assert rules(block("callout", {"title": "", "text": html})) == expected


def test_the_images_own_description_is_its_alternative() -> None:
    gallery = block("gallery", [{"type": "item", "value": picture(image=key), "id": "x"} for key in (7, 8)])
    assert rules(gallery, descriptions={7: "La cour", 8: "La cantine"}) == []
    (fault,) = faults([gallery], {7: "La cour"})
    assert (fault.rule, fault.number, fault.item) == (Rule.IMAGE_WITHOUT_ALTERNATIVE, 1, 2)


def test_a_block_within_a_block_is_looked_at_too() -> None:
    inner = [{"type": "image", "value": picture(), "id": "b"}, {"type": "text", "value": '<a href="x">ici</a>'}]
    found = faults([block("accordion", [{"title": "Sortie", "content": inner}])], {})
    assert [fault.rule for fault in found] == [Rule.IMAGE_WITHOUT_ALTERNATIVE, Rule.LINK_VAGUE]
    assert {fault.block for fault in found} == {"id-accordion"}


def test_each_rule_has_its_gravity_and_its_remedy() -> None:
    """What the RGAA asks has its criterion; what it does not ask stops nobody."""
    assert set(GRAVITY) == set(REMEDIES) == set(Rule)
    assert all(criterion for criterion, stops in GRAVITY.values() if stops)


values: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.sampled_from(["<p>", "<a>ici", "<b>x</b>"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "value", "image", "data", "alt", "text", "level", "x"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)
kinds = st.sampled_from(["text", "heading", "image", "gallery", "table", "audio", "video", "embed", "inconnu"])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.fixed_dictionaries({"type": kinds, "value": values, "id": st.text(max_size=4)}), max_size=5))
def test_whatever_is_stored_is_read_and_each_fault_names_its_block(stream: list[dict[str, Any]]) -> None:
    for fault in faults(stream, {}):
        assert stream[fault.number - 1]["type"] == fault.kind
        assert stream[fault.number - 1]["id"] == fault.block
        assert len(fault.text) <= 80


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(2, 4), max_size=8))
def test_headings_that_go_down_one_level_at_a_time_are_never_called_wrong(levels: list[int]) -> None:
    """The rule, stated otherwise: a fault wherever a level is deeper than the one before by more than one."""
    jumps = sum(level > above + 1 for above, level in zip([1, *levels], levels, strict=False))
    assert rules(*(heading(level) for level in levels)).count("heading-skipped") == jumps
