"""ART-06: a draft kept as a model begins other articles, and never reaches a reader."""

from __future__ import annotations

import json
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from cms.articles.models import Article
from cms.articles.services import copy_article, keep_as_model, put_online
from cms.core.exceptions import Conflict, NotAllowed
from cms.rubrics.enums import Role, Zone
from publicsite.exporting import public_site, whole_site
from publicsite.importing import import_site
from publicsite.portable.reader import read_site
from publicsite.portable.writer import write_site
from tests.api.conftest import API, Campus, attachment_block, text_block
from tests.cms.articles.conftest import Form
from tests.cms.media.conftest import Enter


@pytest.fixture
def model(campus: Campus) -> Article:
    """Of the menus, with a newer draft than its row tells."""
    rubric = campus.rubric("Restauration")
    article = campus.article(
        rubric, "Menu de la semaine", slug="menu", summary="Lundi à vendredi", signature="Le chef", live=False
    )
    article.body = [text_block("<p>Lundi :</p>")]
    article.tags.set(["cantine"])
    article.save_revision()
    Article.objects.filter(pk=article.pk).update(is_model=True)
    return Article.objects.get(pk=article.pk)


def text(answer: Any) -> str:
    return unescape(answer.content.decode())


def test_art_06_a_model_is_proposed_to_those_who_write_in_its_rubric_and_to_nobody_else(
    campus: Campus, model: Article, enter: Enter
) -> None:
    other = enter(campus, "yan", (Role.MANAGER, campus.rubric("Ailleurs")))
    assert "Écrire à partir d’un modèle" not in text(other.get("/admin/"))
    assert other.get(f"/admin/articles/copy/?article={model.pk}").status_code == 302
    writer = enter(campus, "zoe", (Role.EDITOR, model.get_parent()))
    home = text(writer.get("/admin/"))
    assert "Écrire à partir d’un modèle" in home and "Menu de la semaine (Restauration)" in home


def test_art_06_what_is_written_from_a_model_is_a_draft_of_ones_own(
    campus: Campus, model: Article, enter: Enter
) -> None:
    rubric = model.get_parent()
    writer: Any = enter(campus, "zoe", (Role.EDITOR, rubric))
    assert "Lundi" not in text(writer.get(f"/admin/articles/copy/?article={model.pk}"))
    answer = writer.post("/admin/articles/copy/", {"article": model.pk, "rubric": rubric.pk})
    made = Article.objects.exclude(pk=model.pk).get()
    assert answer.url == f"/admin/pages/{made.pk}/edit/"
    assert (made.owner, made.live, made.is_model, made.slug) == (writer.user, False, False, "menu-1")
    assert (made.title, made.summary, made.signature) == ("Menu de la semaine", "Lundi à vendredi", "")
    assert made.first_published_at is None and made.ref != model.ref
    assert [tag.name for tag in made.tags.all()] == ["cantine"]
    assert [block.value.source for block in made.body] == ["<p>Lundi :</p>"]
    assert writer.get(answer.url).status_code == 200


def test_art_06_a_copy_takes_no_file_that_its_writer_may_not_choose(campus: Campus, enter: Enter) -> None:
    rubric = campus.rubric("Vie", zone=Zone.PRIVATE)
    hidden = campus.document("notes.pdf")
    draft = campus.article(rubric, "Sortie", live=False, body=[text_block("<p>x</p>")], illustration=campus.image())
    draft.body = [attachment_block(hidden), text_block(f'<p><a linktype="document" id="{hidden.pk}">n</a></p>')]
    draft.save_revision()
    Article.objects.filter(pk=draft.pk).update(is_model=True)
    writer: Any = enter(campus, "zoe", (Role.EDITOR, rubric))
    made = copy_article(source=Article.objects.get(pk=draft.pk), rubric=rubric, actor=writer.user)
    assert made.illustration is None and f'id="{hidden.pk}"' not in str(made.body.raw_data[1])
    assert made.body[0].value[0]["document"] is None
    moderator: Any = enter(campus, "max", (Role.MODERATOR, rubric))
    made = copy_article(source=Article.objects.get(pk=draft.pk), rubric=rubric, actor=moderator.user)
    assert made.body[0].value[0]["document"] == hidden


def test_art_06_ones_own_and_what_is_online_may_be_copied_and_no_draft_of_a_colleague(
    campus: Campus, other: Campus, enter: Enter
) -> None:
    rubric = campus.rubric("Vie")
    writer: Any = enter(campus, "zoe", (Role.EDITOR, rubric))
    online = campus.article(rubric, "En ligne")
    draft = campus.article(rubric, "Brouillon", live=False)
    assert copy_article(source=online, rubric=rubric, actor=writer.user).title == "En ligne"
    for source, place in ((draft, rubric), (online, campus.rubric("Fermée")), (online, other.rubric("Là-bas"))):
        with pytest.raises(NotAllowed):
            copy_article(source=source, rubric=place, actor=writer.user)
    Article.objects.filter(pk=draft.pk).update(owner=writer.user)
    assert copy_article(source=Article.objects.get(pk=draft.pk), rubric=rubric, actor=writer.user).title == "Brouillon"


def test_art_06_a_copy_of_what_is_online_says_nothing_of_a_colleagues_newer_draft(campus: Campus, enter: Enter) -> None:
    rubric = campus.rubric("Vie")
    online = campus.article(rubric, "Cross", summary="Mardi", tags=["sport"], body=[text_block("<p>Départ à 9 h</p>")])
    draft = Article.objects.get(pk=online.pk)
    draft.title, draft.summary, draft.body = "Cross annulé", "Annulé", json.dumps([text_block("<p>Ada est malade</p>")])
    draft.tags.set(["santé"])
    draft.save_revision()
    writer: Any = enter(campus, "zoe", (Role.EDITOR, rubric))
    copy = f"/admin/articles/copy/?article={online.pk}"
    assert "annulé" not in writer.get(copy).content.decode()
    writer.post(copy.partition("?")[0], {"article": online.pk, "rubric": rubric.pk})
    made = Article.objects.get(owner=writer.user)
    assert (made.title, made.summary, [tag.name for tag in made.tags.all()]) == ("Cross", "Mardi", ["sport"])
    assert "9 h" in str(made.body) and "Ada" not in str(made.body)
    moderator: Any = enter(campus, "max", (Role.MODERATOR, rubric))
    source = Article.objects.get(pk=online.pk)
    assert copy_article(source=source, rubric=rubric, actor=moderator.user).title == "Cross annulé"


def test_art_06_a_model_cannot_go_online_and_what_is_online_cannot_become_one(
    campus: Campus, model: Article, enter: Enter, form: Form
) -> None:
    head: Any = enter(campus, "chef", (Role.MANAGER, campus.root))
    with pytest.raises(Conflict, match="est un modèle"):
        put_online(article=model, actor=head.user)
    sent = {**form(title="Menu", slug="menu"), "action-publish": "1"}
    head.post(f"/admin/pages/{model.pk}/edit/", sent)
    assert not Article.objects.get(pk=model.pk).live
    head.post(f"/admin/bulk/wagtailcore/page/publish/?id={model.pk}", {})
    assert not Article.objects.get(pk=model.pk).live
    online = campus.article(model.get_parent(), "En ligne")
    with pytest.raises(Conflict):
        keep_as_model(article=online, wanted=True, actor=head.user)
    keep_as_model(article=model, wanted=False, actor=head.user)
    put_online(article=Article.objects.get(pk=model.pk), actor=head.user)
    assert Article.objects.get(pk=model.pk).live


def test_art_06_only_who_may_change_a_draft_makes_it_a_model(campus: Campus, enter: Enter) -> None:
    rubric = campus.rubric("Vie")
    draft = campus.article(rubric, "Brouillon", live=False)
    colleague = enter(campus, "yan", (Role.EDITOR, rubric))
    assert colleague.post(f"/admin/articles/{draft.pk}/model/").status_code == 302
    assert not Article.objects.get(pk=draft.pk).is_model
    moderator = enter(campus, "max", (Role.MODERATOR, rubric))
    assert "jamais en ligne" in text(moderator.get(f"/admin/articles/{draft.pk}/model/"))
    moderator.post(f"/admin/articles/{draft.pk}/model/")
    assert Article.objects.get(pk=draft.pk).is_model
    assert "modèle" in text(moderator.get(f"/admin/pages/{rubric.pk}/"))
    moderator.post(f"/admin/articles/{draft.pk}/model/")
    assert not Article.objects.get(pk=draft.pk).is_model


def test_zone_02_a_model_is_in_no_answer_and_no_public_file_even_if_a_program_put_it_online(
    campus: Campus, model: Article, enter: Enter, tmp_path: Path
) -> None:
    Article.objects.filter(pk=model.pk).update(live=True)
    reader = enter(campus, "lea", (Role.VISITOR, campus.root))
    for client in (reader, campus.client()):
        assert client.get(f"{API}/articles").json()["results"] == []
        assert client.get(f"{API}/articles/{model.ref}").status_code == 404
    assert public_site(campus.school).public.articles == ()


def test_site_08_a_model_is_exported_apart_and_read_back_as_one(campus: Campus, model: Article, tmp_path: Path) -> None:
    write_site(whole_site(campus.school), tmp_path / "first")
    assert (
        '<meta name="state" content="model">' in next((tmp_path / "first/private/articles").rglob("*.html")).read_text()
    )
    model.delete()
    import_site(read_site(tmp_path / "first")[0], slug=campus.school.slug, hostname=campus.host)
    made = Article.objects.get()
    assert made.is_model and not made.live
