"""ART-08: moderated comments, in the authenticated zone only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from cms.articles.models import Article
from cms.comments.models import LONGEST, Comment
from cms.comments.services import open_comments
from cms.core.exceptions import Conflict, NotAllowed
from cms.directory.models import Person
from cms.rubrics.enums import Role, Zone
from cms.rubrics.models import Rubric
from publicsite.exporting import whole_site
from publicsite.portable.writer import write_site
from tests.api.conftest import API, Campus


@pytest.fixture
def people(campus: Campus) -> dict[str, Person]:
    return {
        "parent": campus.person("lea"),
        "pupil": campus.person("tom", "pupil"),
        "moderator": campus.person("max", "teacher"),
        "head": campus.person("chef", "staff"),
        "outsider": campus.person("yan"),
    }


@pytest.fixture
def article(campus: Campus, people: dict[str, Person]) -> Article:
    """Of a private rubric that takes comments."""
    rubric = campus.rubric("Classe", zone=Zone.PRIVATE)
    for name, role in (("parent", Role.VISITOR), ("pupil", Role.VISITOR), ("moderator", Role.MODERATOR)):
        campus.grant(rubric, role, person=people[name])
    campus.grant(campus.root, Role.MANAGER, person=people["head"])
    open_comments(rubric=rubric, wanted=True, actor=people["head"].user)
    return campus.article(rubric, "Sortie")


def address(article: Article) -> str:
    return f"{API}/articles/{article.ref}/comments"


def say(client: Client, article: Article, text: str) -> Any:
    return client.post(address(article), {"text": text}, content_type="application/json")


def texts(client: Client, article: Article) -> list[str]:
    return [comment["text"] for comment in client.get(address(article)).json()["results"]]


def test_art_08_a_comment_waits_is_shown_by_a_moderator_and_withdrawn_by_its_author(
    campus: Campus, people: dict[str, Person], article: Article
) -> None:
    parent, pupil, moderator = (campus.client(people[name]) for name in ("parent", "pupil", "moderator"))
    made = say(parent, article, "  Bravo <b>à tous</b>  ")
    assert made.status_code == 201
    comment = made.json()
    assert (comment["text"], comment["state"], comment["mine"]) == ("Bravo <b>à tous</b>", "waiting", True)
    assert texts(parent, article) == texts(moderator, article) == [comment["text"]]
    assert texts(pupil, article) == []
    one = f"{address(article)}/{comment['ref']}"
    assert parent.patch(one, {"state": "shown"}, content_type="application/json").status_code == 403
    assert pupil.delete(one).status_code == 404
    assert moderator.delete(one).status_code == 403
    assert moderator.patch(one, {"state": "waiting"}, content_type="application/json").status_code == 400
    assert moderator.patch(one, {"state": "shown"}, content_type="application/json").json()["state"] == "shown"
    assert texts(pupil, article) == [comment["text"]]
    assert moderator.patch(one, {"state": "refused"}, content_type="application/json").status_code == 200
    assert texts(pupil, article) == [] and texts(parent, article) == [comment["text"]]
    assert parent.delete(one).status_code == 204
    assert Comment.objects.count() == 0


def test_art_08_who_decides_is_not_kept_waiting_and_a_pupil_always_is(
    campus: Campus, people: dict[str, Person], article: Article
) -> None:
    assert say(campus.client(people["moderator"]), article, "Merci").json()["state"] == "shown"
    campus.grant(article.get_parent(), Role.MODERATOR, person=people["pupil"])
    assert say(campus.client(people["pupil"]), article, "Moi aussi").json()["state"] == "waiting"


@pytest.mark.parametrize(
    ("text", "status"), [("", 400), ("   ", 400), ("x" * (LONGEST + 1), 400), ("x" * LONGEST, 201)]
)
def test_art_08_a_comment_says_something_and_not_too_much(
    campus: Campus, people: dict[str, Person], article: Article, text: str, status: int
) -> None:
    assert say(campus.client(people["parent"]), article, text).status_code == status


def test_zone_02_comments_are_for_those_who_read_the_article(
    campus: Campus, people: dict[str, Person], article: Article
) -> None:
    say(campus.client(people["moderator"]), article, "Entre nous")
    for client in (campus.client(), campus.client(people["outsider"])):
        assert client.get(address(article)).status_code == 404
        assert say(client, article, "Bonjour").status_code in {403, 404}
    assert Comment.objects.count() == 1


def test_zone_02_a_rubric_that_becomes_public_shows_no_comment(
    campus: Campus, people: dict[str, Person], article: Article, tmp_path: Path
) -> None:
    moderator = campus.client(people["moderator"])
    say(moderator, article, "motzqxsecret")
    Rubric.objects.update(zone=Zone.PUBLIC)
    told = moderator.get(address(article)).json()
    assert (told["open"], told["results"]) == (False, [])
    assert say(moderator, article, "Encore").status_code == 403
    assert campus.client().get(address(article)).status_code == 403
    write_site(whole_site(campus.school), tmp_path / "out")
    assert not any(b"motzqxsecret" in path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file())


def test_art_08_comments_are_off_until_a_manager_opens_them_and_never_in_public(
    campus: Campus, people: dict[str, Person]
) -> None:
    rubric = campus.rubric("Autre", zone=Zone.PRIVATE)
    campus.grant(rubric, Role.MANAGER, person=people["head"])
    campus.grant(rubric, Role.MODERATOR, person=people["moderator"])
    article = campus.article(rubric, "Sortie")
    head = campus.client(people["head"])
    assert head.get(address(article)).json()["open"] is False
    assert say(head, article, "Bonjour").status_code == 403
    with pytest.raises(NotAllowed):
        open_comments(rubric=rubric, wanted=True, actor=people["moderator"].user)
    public = campus.rubric("Publique")
    campus.grant(public, Role.MANAGER, person=people["head"])
    people["head"].user.__dict__.pop("_school_standing", None)
    with pytest.raises(Conflict):
        open_comments(rubric=public, wanted=True, actor=people["head"].user)
    head.post(f"/admin/rubrics/{rubric.pk}/comments/")
    assert head.get(address(article)).json()["open"] is True
    head.post(f"/admin/rubrics/{rubric.pk}/comments/")
    assert head.get(address(article)).json()["open"] is False


def test_art_08_the_administration_lists_what_waits_for_who_decides(
    campus: Campus, people: dict[str, Person], article: Article
) -> None:
    say(campus.client(people["parent"]), article, "Bravo à tous")
    comment = Comment.objects.get()
    other = campus.person("zoe", "teacher")
    campus.grant(campus.rubric("Ailleurs"), Role.MODERATOR, person=other)
    stranger, moderator = campus.client(other), campus.client(people["moderator"])
    assert "Bravo" not in stranger.get("/admin/comments/").content.decode()
    assert stranger.post(f"/admin/comments/{comment.ref}/decide/", {"decision": "show"}).status_code == 404
    assert "Bravo à tous" in moderator.get("/admin/comments/").content.decode()
    moderator.post(f"/admin/comments/{comment.ref}/decide/", {"decision": "show"})
    assert texts(campus.client(people["pupil"]), article) == ["Bravo à tous"]
    assert "Bravo à tous" not in moderator.get("/admin/comments/").content.decode()
