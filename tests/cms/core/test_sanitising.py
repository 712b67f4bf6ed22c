"""ZONE-04, invariant 1: what was typed, pasted or imported as HTML can do nothing but be read."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from cms.core.exceptions import Invalid
from cms.core.sanitising import BODY, PROTOCOLS, RUNNING_TEXT, AllowList, TooComplex, clean, measure

CONTEXTS = {"running text": RUNNING_TEXT, "body": BODY}

ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "<IMG SRC=`javascript:alert(1)`>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href=' \x01javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='&#x6A&#x61vascript&colon;alert(1)'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='https://example.org' onclick='alert(1)' style='x'>x</a>",
    "<a href='https://example.org' target=_blank>x</a>",
    "<iframe src='https://evil.example'></iframe>",
    "<object data='x'></object><embed src='x'>",
    "<form action='https://evil.example'><input name=p><button formaction=x>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<link rel=stylesheet href=x><base href='https://evil.example'>",
    "<style>@import 'https://evil.example'</style>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<p id=x name=y data-x=1 class=z>x</p>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<!-- --!><img src=x onerror=alert(1)> -->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<template><script>alert(1)</script></template>",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<title><img src=x onerror=alert(1)></title>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<plaintext><script>alert(1)</script>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<b <script>alert(1)</script>>x</b>",
    '<p title="</p><script>alert(1)</script>">x</p>',
    "<\x00script>alert(1)</script>",
    "\ufeff<script>alert(1)</script>",
    '<a href="javascript&colon;alert&lpar;1&rpar;">x</a>',
]


def assert_harmless(html: str, allowed: AllowList) -> None:
    """As a browser would read it: only the tags, attributes and protocols that are named."""
    for tag in BeautifulSoup(html, "lxml").select("*"):
        if tag.name in {"html", "head", "body"}:
            continue
        assert tag.name in allowed.tags, html
        assert set(tag.attrs) <= set(allowed.attributes.get(tag.name, [])), html
        for name in ("href", "src"):
            address = re.sub(r"[\x00-\x20]", "", str(tag.get(name) or "")).lower()
            scheme = re.match(r"[a-z][a-z0-9+.-]*:", address)
            assert scheme is None or scheme[0][:-1] in PROTOCOLS, html


@pytest.mark.parametrize("context", CONTEXTS)
@pytest.mark.parametrize("attack", ATTACKS)
def test_zone_04_no_attack_survives_cleaning(attack: str, context: str) -> None:
    allowed = CONTEXTS[context]
    for html in (attack, f"<p>{attack}</p>", f"<p>Avant {attack} après</p>", f"<ul><li>{attack}</li></ul>", attack * 3):
        cleaned = clean(html, allowed)
        assert_harmless(cleaned, allowed)
        assert clean(cleaned, allowed) == cleaned


@given(
    st.lists(st.sampled_from([*ATTACKS, "<p>", "</p>", "<", ">", '"', "'", "&", "<b>", "<a href=", "x", "<!--", "-->"]))
)
def test_zone_04_no_mixture_of_attacks_survives_cleaning(pieces: list[str]) -> None:
    cleaned = clean("".join(pieces), RUNNING_TEXT)
    assert_harmless(cleaned, RUNNING_TEXT)
    assert clean(cleaned, RUNNING_TEXT) == cleaned


@given(st.text())
def test_zone_04_any_text_at_all_is_cleaned(text: str) -> None:
    assert_harmless(clean(text, BODY), BODY)


@pytest.mark.parametrize(
    "html",
    [
        '<p>Voir <a href="https://example.org/a?b=1&amp;c=2#d">le site</a>.</p>',
        '<p><a href="mailto:accueil@college.example">Écrire</a>, <a href="tel:+33199004210">appeler</a></p>',
        '<p><a href="/vie-du-college/">ici</a> <a href="#bas">là</a></p>',
        '<p><a linktype="page" id="12">page</a> <a linktype="document" id="3">document</a></p>',
        "<p>Un <strong>mot</strong>, un <em>autre</em>, H<sub>2</sub>O, 1<sup>er</sup><br>fin</p>",
        "<ul><li>un</li><li>deux</li></ul><ol><li>trois</li></ol>",
        "<p>5 &lt; 7 &amp; 7 &gt; 5 « guillemets » l’apostrophe 🎒</p>",
    ],
)
def test_art_01_what_writers_may_use_is_kept_as_it_is(html: str) -> None:
    assert clean(html, RUNNING_TEXT) == html


def test_art_01_the_text_of_what_is_removed_stays() -> None:
    assert clean("<h1>Grand <u>titre</u></h1>", RUNNING_TEXT) == "Grand titre"
    assert clean("<p>a<!-- secret -->b</p>", RUNNING_TEXT) == "<p>ab</p>"


@pytest.mark.parametrize(
    ("html", "word"),
    [
        ("é" * 150_001, "KB|ko|Ko"),
        ("<b>" * 61, "forme|formatting"),
        ("<br>" * 6_001, "forme|formatting"),
        ("<p></p>" * 6_001, "forme|formatting"),
        ("<p " + " ".join(f"a{number}=1" for number in range(41)) + ">", "forme|formatting"),
    ],
)
def test_art_01_what_would_take_too_long_is_refused_with_a_sentence(html: str, word: str) -> None:
    with pytest.raises(TooComplex, match=word) as refused:
        clean(html, RUNNING_TEXT)
    assert isinstance(refused.value, Invalid)
    assert refused.value.code == "html.too-complex"


def test_art_01_what_is_just_within_the_limits_is_cleaned() -> None:
    small = replace(RUNNING_TEXT, most_bytes=40, most_elements=4, most_depth=3, most_attributes=2)
    for html in ("x" * 40, "<b></b>" * 4, "<b><b><b></b></b></b>", "<br><br><br><br>", "<a href=x id=y>z</a>"):
        clean(html, small)
    for html in ("x" * 41, "<b></b>" * 5, "<b><b><b><b></b></b></b></b>", "<br>" * 5, "<a href=x id=y t=u>z</a>"):
        with pytest.raises(TooComplex):
            clean(html, small)


def test_art_01_unbalanced_endings_do_not_hide_depth() -> None:
    with pytest.raises(TooComplex):
        measure("</b>" * 1000 + "<b>" * 61, RUNNING_TEXT)


def test_zone_04_a_lone_surrogate_is_no_reason_to_fall() -> None:
    assert "a" in clean("<p>a\ud800</p>", RUNNING_TEXT)
