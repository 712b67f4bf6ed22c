"""ZONE-05: what is public already is reviewed: found, filtered, confirmed, moved or taken offline, one by one and together."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from cms.articles.models import Article
from cms.articles.selectors import public_articles
from cms.clearance.models import Decision, PageLook
from cms.clearance.services import looks_of
from cms.directory.enums import Profile
from cms.rubrics.enums import Role, Zone
from cms.rubrics.models import Rubric
from tests.support.schools import SmallSchool, browser_of, fresh, is_refused, said

pytestmark = pytest.mark.django_db
REVIEW = "clearance_review"


@pytest.fixture
def place(settings: Any, tmp_path: Any) -> SmallSchool:
    settings.MEDIA_ROOT = tmp_path
    school = SmallSchool()
    school.person("lina", Profile.PUPIL, first_name="Lina", last_name="Castel")
    return school


@pytest.fixture
def news(place: SmallSchool) -> Rubric:
    return place.rubric("Actualités", slug="actualites")


@pytest.fixture
def sport(place: SmallSchool) -> Rubric:
    return place.rubric("Sport", slug="sport")


def write(place: SmallSchool, rubric: Rubric, title: str, words: str) -> Article:
    """As an import does: online, and nobody was asked."""
    body = json.dumps([{"type": "text", "value": f"<p>{words}</p>", "id": title}])
    return place.article(rubric, title, body=body)


def listed(client: Client, **asked: Any) -> str:
    return said(client.get(reverse(REVIEW), asked))


def many(client: Client, deed: str, *articles: Article, **fields: Any) -> Any:
    asked = {"deed": deed, "page": [article.pk for article in articles], **fields}
    return client.post(reverse("clearance_many"), asked, follow=True)


def test_zone_05_what_is_public_and_personal_is_listed_masked_and_the_rest_is_not(
    place: SmallSchool, news: Rubric, sport: Rubric
) -> None:
    write(place, news, "Bravo", "Avec Lina Castel.")
    write(place, sport, "Inscriptions", "Appelez le 06 39 98 12 34.")
    write(place, news, "Pommiers", "Les pommiers sont en fleur.")
    write(place, place.rubric("Interne", zone=Zone.PRIVATE), "Secret", "Avec Lina Castel.")
    client = browser_of(place.chef)
    screen = listed(client)
    assert "Bravo" in screen
    assert "Inscriptions" in screen
    assert "Pommiers" not in screen
    assert "Secret" not in screen
    assert "L••• C•••••" in screen
    assert "Castel" not in screen
    assert "5 pages regardées ; 2 contiennent quelque chose, 2 sont à décider." in screen
    assert "Inscriptions" not in listed(client, kind="pupil")
    assert "Bravo" not in listed(client, rubric=sport.path)
    assert "Rien de tel" in listed(client, state="decided")


def test_zone_05_several_are_confirmed_after_they_were_counted(place: SmallSchool, news: Rubric) -> None:
    first = write(place, news, "Bravo", "Avec Lina Castel.")
    second = write(place, news, "Appel", "Appelez le 06 39 98 12 34.")
    client = browser_of(place.chef)
    asked = said(many(client, "confirm", first, second))
    assert "2 pages restent publiques. 2 éléments seront confirmés." in asked
    assert not Decision.objects.exists()

    looks, _unknown = looks_of([first, second], place.school)
    keys = [f"{look.reading.page.pk}:{found.key}" for look in looks for found in look.undecided]
    assert "dites pourquoi" in said(many(client, "confirm", first, second, key=keys, sure="1"))
    assert not Decision.objects.exists()
    done = said(many(client, "confirm", first, second, key=keys, sure="1", ground="consent"))
    assert "2 pages sont confirmées." in done
    assert "0 est à décider." in listed(client)
    assert "Bravo" in listed(client, state="decided")


def test_zone_05_several_are_taken_offline_or_sent_to_the_authenticated_zone(place: SmallSchool, news: Rubric) -> None:
    first = write(place, news, "Bravo", "Avec Lina Castel.")
    second = write(place, news, "Appel", "Appelez le 06 39 98 12 34.")
    inside = place.rubric("Interne", zone=Zone.PRIVATE)
    client = browser_of(place.chef)
    many(client, "withdraw", first, sure="1")
    assert not fresh(first).live
    refused = said(many(client, "move", second, sure="1", rubric=news.pk))
    assert "Choisissez une rubrique de la zone authentifiée" in refused
    many(client, "move", second, sure="1", rubric=inside.pk)
    assert fresh(second).live
    assert list(public_articles(place.school)) == []
    assert sorted(Decision.objects.values_list("outcome", flat=True)) == ["moved", "withdrawn"]


def test_zone_05_each_sees_and_decides_what_they_moderate(place: SmallSchool, news: Rubric, sport: Rubric) -> None:
    mine = write(place, news, "Bravo", "Avec Lina Castel.")
    others = write(place, sport, "Inscriptions", "Appelez le 06 39 98 12 34.")
    moderator = place.with_role(Role.MODERATOR, news)
    screen = listed(moderator)
    assert "Bravo" in screen
    assert "Inscriptions" not in screen
    many(moderator, "withdraw", mine, others, sure="1")
    assert not fresh(mine).live
    assert fresh(others).live
    for role in (Role.EDITOR, Role.PUBLISHER, Role.VISITOR):
        assert is_refused(place.with_role(role, news).get(reverse(REVIEW)))


def test_zone_05_a_new_pupil_is_looked_for_in_what_is_online(place: SmallSchool, news: Rubric) -> None:
    write(place, news, "Bravo", "Avec Noé Lefèvre.")
    client = browser_of(place.chef)
    assert "Bravo" not in listed(client)
    place.person("noe", Profile.PUPIL, first_name="Noé", last_name="Lefèvre")
    assert "Bravo" in listed(client)


def test_zone_05_a_look_keeps_nothing_personal(place: SmallSchool, news: Rubric) -> None:
    write(place, news, "Bravo", "Avec Lina Castel, 06 39 98 12 34.")
    listed(browser_of(place.chef))
    kept = json.dumps(list(PageLook.objects.values("digest", "finds")))
    assert "L\\u2022" in kept
    assert "Castel" not in kept
    assert "98 12" not in kept


def test_zone_05_many_articles_cost_as_many_queries_as_few(place: SmallSchool, news: Rubric) -> None:
    client = browser_of(place.chef)

    def add(count: int) -> None:
        parent = Page.objects.get(pk=news.pk)
        for number in range(count):
            words = f"<p>Appelez le 06 39 98 12 {number % 90 + 10}.</p>" if number % 2 else "<p>Rien.</p>"
            body = json.dumps([{"type": "text", "value": words, "id": str(number)}])
            parent.add_child(instance=Article(title=f"A{count}-{number}", slug=f"a{count}-{number}", body=body))

    def queries() -> int:
        listed(client)  # looks at what is new
        with CaptureQueriesContext(
            connection,
        ) as asked:
            listed(client)
        return len(asked)

    add(4)
    few = queries()
    add(20)
    assert queries() == few


def test_zone_05_what_is_about_to_become_public_has_the_same_list(place: SmallSchool) -> None:
    inside = place.rubric("Interne", zone=Zone.PRIVATE)
    write(place, inside, "Bravo", "Avec Lina Castel.")
    screen = listed(browser_of(place.chef), under=inside.pk)
    assert "Avant que « Interne » devienne publique" in screen
    assert "Bravo" in screen
