"""Issue C.9: what is too large or is no text is told at its field, and what was typed is still there."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.articles.forms import Everything
from cms.articles.models import Article
from cms.articles.rendering import running_text
from cms.rubrics.enums import Role
from cms.rubrics.models import Rubric
from tests.api.conftest import Campus
from tests.cms.media.conftest import Enter


@pytest.fixture
def clubs(campus: Campus) -> Rubric:
    return campus.rubric("Clubs", slug="clubs")


def form(*blocks: tuple[str, Any], **fields: str) -> Any:
    sent = {
        "title": "Sortie",
        "slug": "sortie",
        "summary": "Résumé tapé",
        "signature": "",
        "tags": "",
        "illustration": "",
    }
    more = {"go_live_at": "", "expire_at": "", "comments": inline_formset([]), "action-publish": "1"}
    return nested_form_data({**sent, **fields, "body": streamfield(list(blocks)), **more})


def write(client: Any, rubric: Rubric, *blocks: tuple[str, Any], **fields: str) -> Any:
    return client.post(f"/admin/pages/add/articles/article/{rubric.pk}/", form(*blocks, **fields))


def shown(answer: Any) -> str:
    page = unescape(answer.content.decode()).replace("\u00a0", " ")
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), page).replace("\u00a0", " ")


def pasted(text: str) -> str:
    """As the editor sends it."""
    block = {"text": text, "type": "unstyled", "depth": 0, "key": "00000", "inlineStyleRanges": [], "entityRanges": []}
    return json.dumps({"blocks": [block], "entityMap": {}})


def table(cell: str) -> str:
    return json.dumps({"data": [[cell, "b"]], "table_header_choice": "neither", "table_caption": ""})


def test_c_09_five_megabytes_pasted_are_told_at_their_field_and_kept(
    campus: Campus, clubs: Rubric, enter: Enter
) -> None:
    client = enter(campus, "redactrice", (Role.PUBLISHER, clubs))
    text = "Un mot et un autre mot " * 220_000
    answer = write(client, clubs, ("text", pasted(text)), ("heading", {"text": "Texte tapé", "level": "2"}))
    page = shown(answer)
    assert answer.status_code == 200 and not Article.objects.filter(slug="sortie").exists()
    error = re.search(r'"blockErrors": {"0": {"messages": \["(.*?)"\]', page)
    assert error and re.match(r"Ce texte pèse \d+ Ko ; 300 Ko au plus", error[1])
    assert "Texte tapé" in page and "Résumé tapé" in page and page.count("Un mot et un autre mot ") == 220_000


@pytest.mark.parametrize("kind", ["page", "document"])
def test_c_09_a_link_to_what_no_key_can_be_is_plain_text(kind: str) -> None:
    """Python reads no number of 5,000 digits: one link would have kept a school from being published."""
    link = f'<p><a linktype="{kind}" id="{"9" * 5_000}">là</a></p>'
    assert running_text(link, Everything()) == "<p>là</p>"


def test_c_09_an_introduction_that_is_too_long_is_told_at_its_field(campus: Campus, enter: Enter) -> None:
    head = enter(campus, "chef", (Role.MANAGER, campus.root))
    rubric = campus.rubric("Sport", slug="sport")
    sent = {
        "title": "Sport",
        "slug": "sport",
        "introduction": pasted("mot " * 100_000),
        "illustration": "",
        "colour": "",
        "icon": "",
    }
    sent |= {"comments": inline_formset([]), "action-publish": "1"}
    page = shown(head.post(f"/admin/pages/{rubric.pk}/edit/", nested_form_data(sent)))
    assert re.search(r"Ce texte pèse \d+ Ko ; 300 Ko au plus", page) and page.count("mot mot mot") > 1000
    assert Rubric.objects.get(pk=rubric.pk).introduction == ""


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (("quote", {"text": "mot " * 100_000, "source": ""}), r"Bloc 1 \(Citation\) : Ce texte pèse \d+ Ko"),
        (("table", table("\0")), r"Bloc 1 \(Tableau\) : Il contient un caractère qui n’est pas du texte"),
        (("table", table("\ud800")), r"Bloc 1 \(Tableau\) : Il contient un caractère qui n’est pas du texte"),
        (("text", pasted("a\ud800b")), r"Bloc 1 \(Texte\) : Il contient un caractère qui n’est pas du texte"),
        (("text", pasted("a\0b")), "Le caractère nul n’est pas autorisé|Il contient un caractère"),
        (("heading", {"text": "x" * 201, "level": "2"}), "200"),
        (("callout", {"title": "", "text": pasted("mot " * 100_000)}), r"Ce texte pèse \d+ Ko"),
    ],
)
def test_c_09_each_block_says_what_it_cannot_hold(
    campus: Campus, clubs: Rubric, enter: Enter, block: tuple[str, Any], said: str
) -> None:
    client = enter(campus, "redactrice", (Role.PUBLISHER, clubs))
    answer = write(client, clubs, block)
    assert answer.status_code == 200 and not Article.objects.filter(slug="sortie").exists()
    assert re.search(said, shown(answer).replace("'", "’")) and "Résumé tapé" in shown(answer)


@pytest.mark.parametrize(
    ("typed", "address"),
    [("Sortie", "sortie"), ("une_sortie", "une-sortie"), ("-sortie", "sortie"), ("une--sortie", "une-sortie")],
)
def test_c_09_an_address_that_no_folder_can_have_is_set_right_before_anybody_knows_it(
    campus: Campus, clubs: Rubric, enter: Enter, typed: str, address: str
) -> None:
    client = enter(campus, "redactrice", (Role.PUBLISHER, clubs))
    assert write(client, clubs, ("text", rich_text("<p>x</p>")), slug=typed).status_code == 302
    assert Article.objects.get().slug == address


@pytest.mark.parametrize("slug", ["..", "sortie.html"])
def test_c_09_an_address_that_no_folder_can_have_is_refused(
    campus: Campus, clubs: Rubric, enter: Enter, slug: str
) -> None:
    """One such address would keep the whole school from being published."""
    client = enter(campus, "redactrice", (Role.PUBLISHER, clubs))
    answer = write(client, clubs, ("text", rich_text("<p>x</p>")), slug=slug)
    assert answer.status_code == 200 and not Article.objects.exists() and "Résumé tapé" in shown(answer)


def test_c_09_what_is_larger_than_anything_is_answered_in_french(
    campus: Campus, clubs: Rubric, enter: Enter, settings: Any
) -> None:
    client = enter(campus, "redactrice", (Role.PUBLISHER, clubs))
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = write(client, clubs, ("quote", {"text": "x" * 2000, "source": ""}))
    assert answer.status_code == 413 and "ce que vous avez tapé y est encore" in answer.content.decode()
    answer = client.post("/admin/outside-contents/", b"x" * 2000, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
