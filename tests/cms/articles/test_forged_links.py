"""Invariants 1 and 5: links of running text that the editor did not make, at each door; never a failure, never a name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from cms.accounts.models import User
from cms.articles.models import Article
from cms.core.richtext import sound
from cms.homepage.services import write_homepage
from cms.rubrics.enums import Role, Zone
from cms.rubrics.models import Rubric
from publicsite.exporting import public_site
from publicsite.portable.writer import write_site
from tests.api.conftest import API, Campus
from tests.cms.articles.conftest import Form
from tests.cms.media.conftest import Enter
from tests.support.campus import text_block
from tests.support.schools import said

pytestmark = pytest.mark.django_db

IMPOSSIBLE = ["abc", "-1", "", "0", "9" * 20, "9" * 5000, "1.5", "²", "1 OR 1=1", None]
KINDS = ['<a linktype="page"{}>', '<a linktype="document"{}>', '<embed embedtype="image" format="left" alt="x"{}/>']
KINDS += ['<embed embedtype="media" url="http://example.org"{}/>', '<a linktype="invented"{}>', '<a linktype=""{}>']


def forged() -> str:
    """Every kind of link and every impossible key, as a program or an import could store them."""
    texts = []
    for kind in KINDS:
        for key in IMPOSSIBLE:
            tag = kind.format("" if key is None else f' id="{key}"')
            texts.append(f"<p>{tag}mot{'' if tag.endswith('/>') else '</a>'} gardé</p>")
    return "".join(texts)


def sent(kind: str, key: Any) -> str:
    """What the editor would send for a word that leads to this."""
    data = {} if key is None else {"id": key}
    entity = {"type": kind, "mutability": "MUTABLE", "data": data}
    span = {"offset": 0, "length": 3, "key": 0}
    block = {"key": "a", "text": "mot gardé", "type": "unstyled", "depth": 0, "inlineStyleRanges": []}
    return json.dumps({"blocks": [{**block, "entityRanges": [span]}], "entityMap": {"0": entity}})


@pytest.fixture
def place(campus: Campus) -> Rubric:
    return campus.rubric("Journal", introduction=forged())


def test_art_04_impossible_links_that_are_stored_stop_nobody(
    campus: Campus, place: Rubric, enter: Enter, tmp_path: Path
) -> None:
    """The editor, its preview, the API, the export, the index of references; the words of the text stay."""
    body = [text_block(forged()), {"type": "callout", "value": {"title": "", "text": forged()}}]
    article = campus.article(place, "Forgé", body=body, slug="forge")
    tiles = [{"type": "text", "value": {"title": "", "text": forged(), "width": "full"}}]
    homepage = write_homepage(school=campus.school, slug="accueil", title="Accueil", in_service=True, tiles=tiles)
    call_command("rebuild_references_index", verbosity=0)
    browser = enter(campus, "zoe", (Role.MANAGER, campus.root))
    for page in (article, place, homepage):
        for view in ("edit", "view_draft", "usage", "history"):
            answer = browser.get(f"/admin/pages/{page.pk}/{view}/")
            assert answer.status_code in {200, 302, 404}, (page, view)
    for address in (f"{API}/articles/{article.ref}", f"{API}/articles", f"{API}/rubrics"):
        assert campus.client().get(address).status_code == 200
    text = campus.client().get(f"{API}/articles/{article.ref}").json()["body_html"]
    assert (
        text.count("gardé") == 2 * len(KINDS) * len(IMPOSSIBLE)
        and "<a>" not in text
        and "<a " not in text
        and "linktype" not in text
    )
    write_site(public_site(campus.school), tmp_path)
    written = [path for path in tmp_path.rglob("*") if path.is_file() and "gardé" in path.read_text(errors="ignore")]
    assert len(written) == 3


@pytest.mark.parametrize("kind", ["LINK", "DOCUMENT", "IMAGE", "EMBED", "INVENTED"])
def test_art_04_an_impossible_link_that_is_sent_is_a_word_of_the_text(
    campus: Campus, enter: Enter, form: Form, kind: str
) -> None:
    place = campus.rubric("Journal")
    browser = enter(campus, "zoe", (Role.MANAGER, campus.root))
    keys = [key for key in IMPOSSIBLE if key != "0"] + [1.5, True, [], {}]
    filled = form(*(("text", sent(kind, key)) for key in keys))
    browser.post(f"/admin/pages/add/articles/article/{place.pk}/", {**filled, "action-publish": "1"})
    article = Article.objects.get(slug="sortie")
    assert "linktype" not in str(article.body.raw_data[:])
    assert browser.get(f"/admin/pages/{article.pk}/edit/").status_code == 200
    assert browser.post(f"/admin/pages/{article.pk}/edit/preview/", filled).json()["is_valid"]
    assert browser.get(f"/admin/pages/{article.pk}/edit/preview/").status_code == 200
    shown = campus.client().get(f"{API}/articles/{article.ref}").json()["body_html"]
    assert (shown.count("gardé"), shown.count("<a ")) == (len(keys), 0)
    fields = {"title": "Journal", "slug": place.slug, "icon": "", "colour": ""}
    answer = browser.post(f"/admin/pages/{place.pk}/edit/", {**fields, "introduction": sent(kind, "abc")})
    assert answer.status_code == 302
    introduction = Rubric.objects.get(pk=place.pk).get_latest_revision_as_object().introduction
    assert "gardé" in introduction and "linktype" not in introduction
    assert browser.get(f"/admin/pages/{place.pk}/edit/").status_code == 200


def test_art_04_a_file_that_is_nobodys_is_refused_at_its_field(campus: Campus, enter: Enter, form: Form) -> None:
    place = campus.rubric("Journal")
    browser = enter(campus, "zoe", (Role.MANAGER, campus.root))
    answer = browser.post(f"/admin/pages/add/articles/article/{place.pk}/", form(("text", sent("DOCUMENT", "123456"))))
    assert answer.status_code == 200 and "votre disposition dans cet" in said(answer)
    assert not Article.objects.exists()


@pytest.mark.parametrize("garbage", ["pas du JSON", "[]", '{"blocks": 3}', '{"blocks": [{}], "entityMap": {"0": 1}}'])
def test_art_04_what_no_editor_makes_is_refused_without_failing(
    campus: Campus, enter: Enter, form: Form, garbage: str
) -> None:
    place = campus.rubric("Journal")
    browser = enter(campus, "zoe", (Role.MANAGER, campus.root))
    answer = browser.post(f"/admin/pages/add/articles/article/{place.pk}/", form(("text", garbage)))
    assert answer.status_code == 400 and not Article.objects.exists()


def test_zone_02_a_link_to_a_page_that_is_not_theirs_says_neither_its_address_nor_its_title(
    campus: Campus, enter: Enter, form: Form
) -> None:
    """The editor completes what it shows from a bare key: the address of a private page is its title, nearly."""
    mine, closed = campus.rubric("Journal"), campus.rubric("Conseil", zone=Zone.PRIVATE, slug="conseil")
    secret = campus.article(closed, "Zyxquark", slug="zyxquark-exclu")
    known = campus.article(mine, "Cross", slug="cross")
    body = f'<p><a linktype="page" id="{secret.pk}">là</a> <a linktype="page" id="{known.pk}">ici</a></p>'
    browser = enter(campus, "zoe", (Role.EDITOR, mine))
    article = campus.article(mine, "Lien", owner=User.objects.get(username="zoe"), body=[text_block(body)])
    article.save_revision()
    edited = browser.get(f"/admin/pages/{article.pk}/edit/")
    text = edited.content.decode()
    assert edited.status_code == 200 and "zyxquark" not in text.lower()
    assert f"{mine.slug}/cross" in text and f"/admin/pages/{secret.pk}/edit/" in text


@pytest.mark.parametrize("key", ["abc", "9" * 20, "9" * 5000, "-1", "²"])
def test_art_05_an_impossible_rubric_is_no_choice_of_a_list_nor_of_a_form(
    campus: Campus, enter: Enter, key: str
) -> None:
    rubric = campus.rubric("Journal")
    article = campus.article(rubric, "Cross")
    browser = enter(campus, "zoe", (Role.MANAGER, campus.root))
    assert browser.get("/admin/contributions/", {"rubric": key}).status_code == 200
    chosen = {"action": "move", "chosen": f"{article.pk}|", "rubric": key, "confirmed": "1"}
    assert browser.post("/admin/contributions/batch/", chosen).status_code in {200, 302}
    image = {"title": "Photo", "rubric": key}
    assert browser.post("/admin/images/add/", image).status_code == 200
    assert Article.objects.get().get_parent().pk == rubric.pk


def test_art_04_a_link_is_read_to_its_end_whatever_its_attributes_hold() -> None:
    away, nowhere = '<a href="https://exemple.fr/?a>b">dehors</a>', '<a id="&lt;i>">nulle part</a>'
    assert sound(f"<p>{away}, {nowhere}</p>") == f"<p>{away}, <a>nulle part</a></p>"
