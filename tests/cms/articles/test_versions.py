"""ART-04, ART-01: versions compared and put back, drafts kept by themselves, dates of going online and of expiry."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision
from wagtail.test.utils.form_data import rich_text

from cms.accounts.models import User
from cms.articles.models import Article
from cms.rubrics.enums import Role
from cms.rubrics.models import Rubric
from tests.api.conftest import API, Campus
from tests.cms.articles.conftest import Form
from tests.cms.articles.test_blocks import every_block
from tests.cms.media.conftest import Enter


@pytest.fixture
def rubric(campus: Campus) -> Rubric:
    return campus.rubric("Vie")


def text(answer: Any) -> str:
    return unescape(answer.content.decode())


def versions(campus: Campus, rubric: Rubric) -> tuple[Article, Revision, Revision]:
    """An article with every kind of block, then with other words and without its accordion."""
    article = campus.article(rubric, "Tout", body=every_block(campus))
    first = Article.objects.get(pk=article.pk).save_revision()
    changed = Article.objects.get(pk=article.pk)
    changed.title = "Tout autre"
    data = list(changed.body.raw_data)
    data[3]["value"]["place"] = "Gymnase"
    changed.body = [block for block in data if block["type"] != "accordion"]
    second = changed.save_revision()
    return Article.objects.get(pk=article.pk), first, second


def test_art_04_two_versions_with_every_block_are_compared_by_who_may_change_them(
    campus: Campus, rubric: Rubric, enter: Enter
) -> None:
    article, first, second = versions(campus, rubric)
    address = f"/admin/pages/{article.pk}/revisions/compare/{first.pk}...{second.pk}/"
    assert enter(campus, "yan", (Role.EDITOR, rubric)).get(address).status_code == 302
    shown = text(enter(campus, "max", (Role.MODERATOR, rubric)).get(address))
    assert "Comparaison" in shown or "Comparer" in shown
    assert '<span class="deletion">Cour</span><span class="addition">Gymnase</span>' in shown.replace("\n", "")
    assert "Au gymnase" in shown  # what the accordion said, taken away


def test_art_04_an_old_version_is_put_back_with_every_block(
    campus: Campus, rubric: Rubric, enter: Enter, form: Form
) -> None:
    article, first, _second = versions(campus, rubric)
    address = f"/admin/pages/{article.pk}/revisions/{first.pk}/revert/"
    assert enter(campus, "yan", (Role.EDITOR, rubric)).get(address).status_code == 302
    moderator = enter(campus, "max", (Role.MODERATOR, rubric))
    shown = moderator.get(address)
    assert "Vous passez en revue une version passée de cette page" in text(shown)
    assert '"place": "Cour"' in text(shown)
    sent = {**form(title="Tout", slug=article.slug), "revision": str(first.pk), "action-publish": "1"}
    assert moderator.post(f"/admin/pages/{article.pk}/edit/", sent).status_code == 302
    assert Article.objects.get(pk=article.pk).title == "Tout"


def test_art_04_a_draft_keeps_itself_with_what_is_not_filled_in_yet(
    campus: Campus, rubric: Rubric, enter: Enter, form: Form
) -> None:
    writer = enter(campus, "zoe", (Role.EDITOR, rubric))
    half = ("audio", {"file": "", "title": "À venir", "transcript": rich_text("")})
    address = f"/admin/pages/add/articles/article/{rubric.pk}/"
    answer = writer.post(address, form(half), headers={"accept": "application/json"}).json()
    assert answer["success"] is True, answer
    again = writer.post(answer["url"], form(half, summary="Suite"), headers={"accept": "application/json"}).json()
    assert again["success"] is True
    latest = Article.objects.get().get_latest_revision_as_object()
    assert (latest.summary, latest.body[0].value["title"], latest.live) == ("Suite", "À venir", False)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"title": "Voyage à Lyon", "slug": ""}, ("Voyage à Lyon", "voyage-a-lyon")),
        ({"title": "Voyage à ", "slug": "voyage-a-"}, ("Voyage à", "voyage-a")),
        ({"title": "", "slug": ""}, ("Sans titre", "sans-titre")),
        ({"title": "Sortie", "slug": "sortie"}, ("Sortie", "sortie-2")),  # one of last year has that address
    ],
)
def test_art_04_a_draft_keeps_itself_before_it_has_a_title_or_an_address_of_its_own(
    campus: Campus, rubric: Rubric, enter: Enter, form: Form, typed: dict[str, str], kept: tuple[str, str]
) -> None:
    campus.article(rubric, "Sortie", slug="sortie")
    writer = enter(campus, "zoe", (Role.EDITOR, rubric))
    address = f"/admin/pages/add/articles/article/{rubric.pk}/"
    sent = form(summary="Un mot", **typed)
    answer = writer.post(address, sent, headers={"accept": "application/json"}).json()
    assert answer["success"] is True, answer
    article = Article.objects.latest("pk")
    assert (article.title, article.slug, article.summary) == (*kept, "Un mot")
    again = writer.post(answer["url"], {**sent, "summary": "Deux mots"}, headers={"accept": "application/json"}).json()
    assert again["success"] is True, again
    article = Article.objects.latest("pk")
    assert (article.get_latest_revision_as_object().title, article.slug) == kept


def test_art_04_a_taken_address_gets_the_first_number_that_is_free(
    campus: Campus, rubric: Rubric, enter: Enter, form: Form
) -> None:
    for slug in ("sortie", "sortie-2", "sortie-4", "sortie-scolaire", "une-sortie"):
        campus.article(rubric, slug, slug=slug)
    writer = enter(campus, "zoe", (Role.EDITOR, rubric))
    address = f"/admin/pages/add/articles/article/{rubric.pk}/"
    found = []
    for _time in range(2):
        writer.post(address, form(title="Sortie", slug="sortie"), headers={"accept": "application/json"})
        found.append(Article.objects.latest("pk").slug)
    assert found == ["sortie-3", "sortie-5"]


def test_art_04_what_has_no_title_does_not_go_online(campus: Campus, rubric: Rubric, enter: Enter, form: Form) -> None:
    writer = enter(campus, "zoe", (Role.PUBLISHER, rubric))
    address = f"/admin/pages/add/articles/article/{rubric.pk}/"
    untitled = form(title="", slug="")
    answer = writer.post(address, {**untitled, "action-publish": "1"})
    assert (answer.status_code, Article.objects.exists()) == (200, False)
    draft = writer.post(address, untitled, headers={"accept": "application/json"}).json()["url"]
    assert 'value="Sans titre"' not in text(writer.get(draft))  # it is asked for, not proposed
    writer.post(draft, {**untitled, "action-publish": "1"})
    assert not Article.objects.get().live


def test_art_04_an_address_that_readers_know_is_not_changed_by_itself(
    campus: Campus, rubric: Rubric, enter: Enter, form: Form
) -> None:
    campus.article(rubric, "Autre", slug="autre")
    article = campus.article(rubric, "Sortie", slug="sortie")
    article.save_revision().publish()
    moderator = enter(campus, "max", (Role.MODERATOR, rubric))
    answer = moderator.post(f"/admin/pages/{article.pk}/edit/", {**form(slug="autre"), "action-publish": "1"})
    assert answer.status_code == 200
    assert Article.objects.get(pk=article.pk).slug == "sortie"


def test_art_04_whoever_is_signed_out_is_told_so_by_what_the_editor_asks(
    campus: Campus, rubric: Rubric, enter: Enter
) -> None:
    writer = enter(campus, "zoe", (Role.EDITOR, rubric))
    asked = {"x-requested-with": "XMLHttpRequest"}
    assert writer.get("/admin/still-here/", headers=asked).status_code == 204
    page = text(writer.get(f"/admin/pages/add/articles/article/{rubric.pk}/"))
    assert "Votre session est terminée. Ce que vous avez écrit est toujours ici" in page
    writer.logout()
    assert writer.get("/admin/still-here/", headers=asked).status_code == 403


def test_art_04_somebody_else_who_edits_is_named(campus: Campus, rubric: Rubric, enter: Enter) -> None:
    article = campus.article(rubric, "Sortie")
    one, two = (enter(campus, name, (Role.MODERATOR, rubric)) for name in ("anna", "bruno"))
    loaded = {"revision_id": article.save_revision().pk, "is_editing": "1"}
    for client in (one, two):
        session = client.get(f"/admin/pages/{article.pk}/edit/").context["editing_sessions"].current_session
        ping = reverse("wagtailadmin_editing_sessions:ping", args=["wagtailcore", "page", article.pk, session.pk])
        answer = client.post(ping, loaded).json()
    assert "anna a des modifications non enregistrées" in unescape(answer["html"])
    article.save_revision(user=User.objects.get(username="anna"))
    answer = two.post(ping, loaded).json()
    assert "anna a enregistré une nouvelle version" in unescape(answer["html"])


def moment(**away: int) -> str:
    return f"{timezone.localtime() + timedelta(**away):%Y-%m-%d %H:%M}"


WRONG_DATES = [
    ({"go_live_at": {"days": 2}, "expire_at": {"days": 1}}, "expire_at", "antérieure à la date d&#x27;expiration"),
    ({"expire_at": {"days": -1}}, "expire_at", "doit être dans le futur"),
]


@pytest.mark.parametrize(("dates", "field", "said"), WRONG_DATES)
def test_art_01_an_end_before_the_beginning_or_in_the_past_is_refused_at_its_field(
    campus: Campus, rubric: Rubric, enter: Enter, form: Form, dates: Any, field: str, said: str
) -> None:
    writer = enter(campus, "zoe", (Role.PUBLISHER, rubric))
    sent = form(**{name: moment(**away) for name, away in dates.items()})
    answer = writer.post(f"/admin/pages/add/articles/article/{rubric.pk}/", {**sent, "action-publish": "1"})
    assert answer.status_code == 200
    assert said in str(answer.context["form"].errors[field])
    assert not Article.objects.filter(slug="sortie").exists()


def test_art_01_an_article_waits_for_its_hour_and_lists_say_so(
    campus: Campus, rubric: Rubric, enter: Enter, form: Form
) -> None:
    writer = enter(campus, "zoe", (Role.PUBLISHER, rubric))
    sent = form(go_live_at=moment(days=2), expire_at=moment(days=9))
    assert (
        writer.post(f"/admin/pages/add/articles/article/{rubric.pk}/", {**sent, "action-publish": "1"}).status_code
        == 302
    )
    article = Article.objects.get()
    assert not article.live and article.approved_schedule
    assert campus.client().get(f"{API}/articles").json()["results"] == []
    when = timezone.localtime() + timedelta(days=2)
    home = text(writer.get("/admin/"))
    assert f"en ligne le {when.day}" in home
