"""ART-08: an updated article comes back to the top of the streams, unless what changed is minor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cms.articles.models import Article
from cms.articles.services import edit_article, put_online
from cms.rubrics.enums import Role
from cms.rubrics.models import Rubric
from publicsite.exporting import public_site
from publicsite.portable.writer import write_site
from publicsite.render.build import build
from tests.api.conftest import API, Campus
from tests.cms.articles.conftest import Form
from tests.cms.media.conftest import Enter


@pytest.fixture
def rubric(campus: Campus) -> Rubric:
    """With three articles, the oldest first."""
    rubric = campus.rubric("Vie", slug="vie")
    for title in ("Un", "Deux", "Trois"):
        campus.article(rubric, title, slug=title.lower())
    return rubric


def titles(campus: Campus, address: str = "/articles") -> list[str]:
    return [item["title"] for item in campus.client().get(API + address).json()["results"]]


def test_art_08_a_change_brings_an_article_back_and_a_minor_one_does_not(
    campus: Campus, rubric: Rubric, enter: Enter, form: Form
) -> None:
    assert titles(campus) == ["Trois", "Deux", "Un"]
    writer = enter(campus, "zoe", (Role.MODERATOR, rubric))
    one, two = Article.objects.get(slug="un"), Article.objects.get(slug="deux")
    sent = {**form(title="Un !", slug="un"), "action-publish": "1"}
    assert writer.post(f"/admin/pages/{one.pk}/edit/", {**sent, "minor_correction": "on"}).status_code == 302
    assert titles(campus) == ["Trois", "Deux", "Un !"]
    assert Article.objects.get(slug="un").resurfaced_at is None
    page = writer.get(f"/admin/pages/{one.pk}/edit/").content.decode()
    assert "Correction mineure" in page and "checked" not in page.split('name="minor_correction"')[1][:120]
    sent = {**form(title="Deux !", slug="deux"), "action-publish": "1"}
    assert writer.post(f"/admin/pages/{two.pk}/edit/", sent).status_code == 302
    assert titles(campus) == ["Deux !", "Trois", "Un !"]


def test_art_08_a_first_publication_and_a_draft_bring_nothing_back(
    campus: Campus, rubric: Rubric, enter: Enter
) -> None:
    writer: Any = enter(campus, "zoe", (Role.MODERATOR, rubric))
    draft = campus.article(rubric, "Quatre", live=False)
    put_online(article=draft, actor=writer.user)
    assert Article.objects.get(pk=draft.pk).resurfaced_at is None
    edit_article(article=Article.objects.get(slug="un"), actor=writer.user, title="Brouillon")
    assert titles(campus) == ["Quatre", "Trois", "Deux", "Un"]


def test_art_08_what_was_called_minor_is_so_once(campus: Campus, rubric: Rubric, enter: Enter) -> None:
    writer: Any = enter(campus, "zoe", (Role.MODERATOR, rubric))
    for minor, first in ((True, "Trois"), (False, "Un 0")):
        article = Article.objects.get(slug="un")
        fields = {"minor_correction": True} if minor else {}
        edit_article(article=article, actor=writer.user, title=f"Un {int(minor)}", **fields)
        put_online(article=Article.objects.get(slug="un"), actor=writer.user)
        assert titles(campus)[0] == first


def test_art_08_the_pages_of_a_list_follow_each_other_in_the_new_order(
    campus: Campus, rubric: Rubric, enter: Enter
) -> None:
    for number in range(20):
        campus.article(rubric, f"Article {number}")
    writer: Any = enter(campus, "zoe", (Role.MODERATOR, rubric))
    edit_article(article=Article.objects.get(slug="un"), actor=writer.user, title="Un bis")
    put_online(article=Article.objects.get(slug="un"), actor=writer.user)
    first = campus.client().get(f"{API}/articles").json()
    second = campus.client().get(first["next"]).json()
    found = [item["title"] for item in first["results"] + second["results"]]
    assert found[0] == "Un bis" and found[-1] == "Deux" and len(found) == len(set(found)) == 23


def test_art_08_the_public_site_has_the_same_order_in_lists_and_feeds(
    campus: Campus, rubric: Rubric, enter: Enter, tmp_path: Path
) -> None:
    writer: Any = enter(campus, "zoe", (Role.MODERATOR, rubric))
    for slug, minor in (("un", False), ("deux", True)):
        edit_article(article=Article.objects.get(slug=slug), actor=writer.user, summary="Revu", minor_correction=minor)
        put_online(article=Article.objects.get(slug=slug), actor=writer.user)
    write_site(public_site(campus.school), tmp_path / "content")
    build(tmp_path / "content", tmp_path / "out", cache=tmp_path / "cache")
    for name in ("index.html", "vie/index.html", "feeds/atom.xml", "feeds/vie.atom.xml"):
        page = (tmp_path / "out" / name).read_text()
        places = [page.index(f"/vie/{slug}/") for slug in ("un", "trois", "deux")]
        assert places == sorted(places), name
    assert "Mis à jour le" in (tmp_path / "out/vie/un/index.html").read_text()
    assert "Mis à jour le" not in (tmp_path / "out/vie/deux/index.html").read_text()
