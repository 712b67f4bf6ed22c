"""ART-05: the list of what one may manage, and what is done to many at once."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from cms.accounts.models import User
from cms.articles import services
from cms.articles.enums import Proposal, State
from cms.articles.models import Article, Submission
from cms.articles.selectors import version_of
from cms.rubrics.enums import Role, Zone
from tests.support.schools import SmallSchool, browser_of, fresh, said

LIST = "/admin/contributions/"
BATCH = "/admin/contributions/batch/"
LONG_AGO = datetime(2025, 9, 1, tzinfo=UTC)


class Newsroom:
    def __init__(self) -> None:
        Site.objects.all().delete()
        self.school = SmallSchool()
        self.journal, self.clubs = self.school.rubric("Journal"), self.school.rubric("Clubs")
        self.closed = self.school.rubric("Conseil", zone=Zone.PRIVATE)
        self.hugo, self.nadia, self.lise = (self.school.person(name) for name in ("hugo", "nadia", "lise"))
        for person, role in ((self.hugo, Role.EDITOR), (self.lise, Role.EDITOR), (self.nadia, Role.MODERATOR)):
            self.school.grant(self.journal, role, person=person)
        self.number = 0

    def write(self, author: Any, title: str, rubric: Any = None) -> Article:
        self.number += 1
        actor = User.objects.get(pk=author.user_id)
        slug = f"article-{self.number}"
        article = services.create_article(rubric=rubric or self.journal, title=title, slug=slug, actor=actor)
        when = LONG_AGO + timedelta(days=self.number)
        Article.objects.filter(pk=article.pk).update(latest_revision_created_at=when)
        return fresh(article)

    def listed(self, who: Any, query: str = "") -> list[str]:
        text = browser_of(who).get(LIST + query).content.decode()
        return re.findall(r'<span id="article-\d+">([^<]+)</span>', text)

    def batch(self, who: Any, action: str, articles: list[Article], **fields: str) -> str:
        chosen = [f"{one.pk}|{version_of(fresh(one))}" for one in articles]
        return said(browser_of(who).post(BATCH, {"action": action, "article": chosen, **fields}, follow=True))


@pytest.fixture
def news(db: None) -> Newsroom:
    return Newsroom()


def test_art_05_one_sees_what_one_may_manage_and_what_is_ones_own(news: Newsroom) -> None:
    news.write(news.hugo, "Le cross")
    news.write(news.lise, "La chorale")
    news.write(news.school.chef, "Le secret", news.closed)
    assert news.listed(news.hugo) == ["Le cross"]
    assert news.listed(news.nadia) == ["Le cross", "La chorale"]
    assert news.listed(news.school.chef) == ["Le cross", "La chorale", "Le secret"]
    assert "Le secret" not in said(browser_of(news.nadia).get(LIST + "?q=secret"))


def test_art_05_the_list_is_filtered_and_begins_with_the_oldest(news: Newsroom) -> None:
    first, second = news.write(news.lise, "La chorale"), news.write(news.hugo, "Le cross")
    third = news.write(news.school.chef, "Les échecs", news.clubs)
    services.submit_article(article=second, actor=news.hugo.user)
    services.archive_article(article=third, actor=news.school.chef.user)
    chef = news.school.chef
    assert news.listed(chef) == ["La chorale", "Le cross"]
    assert news.listed(chef, "?ordering=-changed_on") == ["Le cross", "La chorale"]
    assert news.listed(chef, "?state=submitted") == ["Le cross"]
    assert news.listed(chef, "?state=archived&state=draft") == ["La chorale", "Les échecs"]
    assert news.listed(chef, f"?owner={news.lise.user_id}") == ["La chorale"]
    assert news.listed(chef, f"?rubric={news.clubs.pk}") == []
    assert news.listed(chef, f"?rubric={news.journal.pk}") == ["La chorale", "Le cross"]
    assert news.listed(chef, f"?changed_to={LONG_AGO + timedelta(days=1):%Y-%m-%d}") == ["La chorale"]
    assert fresh(first).state == State.DRAFT


def test_art_05_as_many_queries_for_one_as_for_fifty(news: Newsroom) -> None:
    def queries() -> int:
        browser = browser_of(news.nadia)
        browser.get(LIST)
        with CaptureQueriesContext(
            connection,
        ) as found:
            browser.get(LIST)
        return len(found)

    news.write(news.hugo, "Le cross")
    one = queries()
    parent = fresh(news.journal)
    for number in range(54):
        article = Article(title=f"Brève {number}", slug=f"breve-{number}", owner=news.lise.user, live=bool(number % 2))
        parent.add_child(instance=article)
    assert (queries(), len(news.listed(news.nadia))) == (one, 50)


def test_art_05_the_confirmation_says_which_cannot_be_and_why(news: Newsroom) -> None:
    draft, online = news.write(news.hugo, "Le cross"), news.write(news.lise, "La chorale")
    services.put_online(article=online, actor=news.nadia.user)
    text = news.batch(news.nadia, "unpublish", [draft, online])
    assert "Retirer du site : 1 article" in text and "« Le cross » n’est pas en ligne." in text
    assert fresh(online).live  # nothing before it is confirmed
    report = news.batch(news.nadia, "unpublish", [draft, online], confirmed="1")
    assert "1 article est retiré du site." in report and "« Le cross » n’est pas en ligne." in report
    assert fresh(online).state == State.OFFLINE


@pytest.mark.parametrize(
    ("action", "fields", "states"),
    [
        ("publish", {}, ["online", "online"]),
        ("archive", {}, ["archived", "archived"]),
        ("refuse", {"reason": "Floutez les visages."}, ["draft", "refused"]),
        ("delete", {}, []),
    ],
)
def test_art_05_many_at_once(news: Newsroom, action: str, fields: dict[str, str], states: list[str]) -> None:
    draft, waiting = news.write(news.hugo, "Le cross"), news.write(news.lise, "La chorale")
    services.submit_article(article=waiting, actor=news.lise.user)
    news.batch(news.nadia, action, [draft, waiting], confirmed="1", **fields)
    assert [one.state for one in Article.objects.order_by("pk")] == states
    assert Submission.objects.filter(outcome="").count() == 0


def test_art_05_rights_are_asked_for_each(news: Newsroom) -> None:
    """An editor puts nothing online; what is not theirs is not even named; nor may anything be done to it."""
    mine, hers = news.write(news.hugo, "Le cross"), news.write(news.lise, "La chorale")
    secret = news.write(news.school.chef, "Le secret", news.closed)
    text = news.batch(news.hugo, "publish", [mine, hers, secret], confirmed="1")
    assert "un modérateur doit le valider" in text and "La chorale" not in text and "Le secret" not in text
    news.batch(news.hugo, "delete", [mine, hers, secret], confirmed="1")
    assert sorted(Article.objects.values_list("title", flat=True)) == ["La chorale", "Le secret"]


def test_art_05_a_reason_is_asked_once_for_all_and_a_rubric_for_those_that_move(news: Newsroom) -> None:
    waiting = news.write(news.hugo, "Le cross")
    services.submit_article(article=waiting, actor=news.hugo.user)
    assert "les auteurs liront cette raison" in news.batch(news.nadia, "refuse", [waiting], confirmed="1", reason=" ")
    assert fresh(waiting).proposal == Proposal.WAITING
    chef = news.school.chef
    assert "Choisissez où ils vont." in news.batch(chef, "move", [waiting], confirmed="1")
    news.batch(chef, "move", [waiting], confirmed="1", rubric=str(news.clubs.pk))
    assert fresh(waiting).get_parent().pk == news.clubs.pk
    online = news.write(news.hugo, "La chorale")
    services.put_online(article=online, actor=chef.user)
    text = news.batch(chef, "move", [online], confirmed="1", rubric=str(news.closed.pk))
    assert "déplacez-le seul" in text and fresh(online).get_parent().pk == news.journal.pk


def test_art_02_a_batch_puts_online_what_the_list_showed(news: Newsroom) -> None:
    article = news.write(news.hugo, "Le cross")
    chosen = f"{article.pk}|{version_of(article)}"
    services.edit_article(article=article, actor=news.hugo.user, title="Le cross, autre")
    posted = {"action": "publish", "article": [chosen], "confirmed": "1"}
    text = said(browser_of(news.nadia).post(BATCH, posted))
    assert "une version plus récente" in text and not fresh(article).live


def test_art_05_nothing_chosen_is_said(news: Newsroom) -> None:
    news.write(news.hugo, "Le cross")
    for form in ({"action": "publish"}, {"action": "nonsense", "article": "1|"}, {"article": "x|"}):
        text = said(browser_of(news.nadia).post(BATCH, form, follow=True))
        assert "Choisissez des articles dans la liste" in text
