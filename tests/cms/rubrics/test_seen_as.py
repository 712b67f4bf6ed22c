"""« Voir comme »: what a reader reads, shown to whoever manages the school, and written down (RUB-04)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from cms.articles.models import Article
from cms.directory.enums import Profile, State
from cms.directory.models import Guardianship, SchoolClass
from cms.rubrics.enums import Role, Zone
from cms.rubrics.models import Rubric
from tests.support.schools import SmallSchool, browser_of, is_refused, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(settings: Any, tmp_path: Any) -> SmallSchool:
    settings.MEDIA_ROOT = tmp_path
    return SmallSchool()


@pytest.fixture
def chef(place: SmallSchool) -> Client:
    return browser_of(place.chef)


@pytest.fixture
def third(place: SmallSchool) -> SchoolClass:
    return place.school_class("3eA")


@pytest.fixture
def story(third: SchoolClass, place: SmallSchool) -> Article:
    """In the rubric of the class."""
    return place.article(Rubric.objects.get(school_class=third), "La sortie de 3eA")


def seen(client: Client, **query: Any) -> str:
    return said(client.get(reverse("seen_as"), query))


def looks() -> list[tuple[Any, Any]]:
    entries = ModelLogEntry.objects.filter(action="preau.seen_as").order_by("pk")
    return [(entry.data["as"], entry.data.get("article")) for entry in entries]


# --- Refusals ---


@pytest.mark.parametrize("role", [Role.EDITOR, Role.MODERATOR, Role.MANAGER])
def test_rub_04_only_who_manages_the_whole_school_sees_as_others(
    place: SmallSchool, role: Role, story: Article, third: SchoolClass
) -> None:
    clubs = place.rubric("Clubs")
    client = place.with_role(role, clubs)
    query = {"seen_as": "parent", "school_class": third.pk}
    assert is_refused(client.get(reverse("seen_as")))
    assert is_refused(client.get(reverse("seen_as"), query))
    assert is_refused(client.get(reverse("seen_as_article", args=[story.ref]), query))
    assert reverse("seen_as") not in said(client.get(reverse("wagtailadmin_home")))
    assert looks() == []


def test_rub_04_another_schools_people_and_classes_are_unknown_here(chef: Client) -> None:
    elsewhere = SmallSchool("ailleurs")
    stranger, theirs = elsewhere.person("inconnu"), elsewhere.school_class("6eB", "6e")
    assert chef.get(reverse("seen_as"), {"person": stranger.pk}).status_code == 404
    assert f"person={stranger.pk}" not in seen(chef, name="Inconnu")
    assert "Vu par" not in seen(chef, seen_as="parent", school_class=theirs.pk)
    assert is_refused(chef.get(reverse("seen_as"), {"school": "ailleurs", "seen_as": "public"}))
    assert looks() == []


def test_rub_04_an_article_that_the_reader_may_not_read_is_unknown(
    place: SmallSchool, chef: Client, story: Article
) -> None:
    draft = place.article(place.rubric("Clubs"), "Brouillon", live=False)
    for article in (story, draft):
        address = reverse("seen_as_article", args=[article.ref])
        assert chef.get(address, {"seen_as": "public"}).status_code == 404
        assert chef.get(address).status_code == 404  # as nobody
    assert looks() == []


def test_rub_04_families_are_imagined_in_a_class(chef: Client, third: SchoolClass) -> None:
    assert "Choisissez une classe" in seen(chef, seen_as="parent")
    assert "Vu par" not in seen(chef, seen_as="staff", school_class=third.pk)
    assert looks() == []


def test_rub_04_whoever_looks_reads_no_more_than_they_may_themselves(place: SmallSchool) -> None:
    """A manager of the whole tree, out of a rubric that inherits nothing, does not enter it through another's eyes."""
    council = place.rubric("Conseil", zone=Zone.PRIVATE)
    secret = place.article(council, "Délibération")
    Rubric.objects.filter(pk=council.pk).update(inherits=False)
    member = place.person("elue", Profile.PARENT)
    place.grant(council, Role.VISITOR, person=member)
    deputy = place.person("adjoint", Profile.STAFF)
    place.grant(place.top, Role.MANAGER, person=deputy)
    client = browser_of(deputy)
    shown = seen(client, person=member.pk)
    assert "Conseil" in shown
    assert "1 article, non montré : vous n’avez aucun rôle" in shown
    assert "Délibération" not in shown
    assert client.get(reverse("seen_as_article", args=[secret.ref]), {"person": member.pk}).status_code == 404


# --- What is shown ---


def test_rub_04_the_public_and_a_parent_of_a_class_do_not_read_the_same(
    place: SmallSchool, chef: Client, story: Article, third: SchoolClass
) -> None:
    place.article(place.rubric("Clubs"), "Le tournoi")
    place.rubric("Personnels", zone=Zone.PRIVATE)
    public = seen(chef, seen_as="public")
    assert "Le tournoi" in public
    assert not any(title in public for title in ("La sortie de 3eA", "Personnels"))
    other = place.school_class("6eB", "6e")
    parent = seen(chef, seen_as="parent", school_class=third.pk)
    assert "Vu par : un ou une des parents de 3eA" in parent
    assert "Le tournoi" in parent
    assert "La sortie de 3eA" in parent
    assert "Personnels" not in parent
    assert "La sortie de 3eA" not in seen(chef, seen_as="parent", school_class=other.pk)
    assert [who for who, _article in looks()] == [
        "le public",
        "un ou une des parents de 3eA",
        "un ou une des parents de 6eB",
    ]


def test_rub_04_a_named_person_is_found_and_seen_as(
    place: SmallSchool, chef: Client, story: Article, third: SchoolClass
) -> None:
    pupil = place.person("lina", Profile.PUPIL)
    pupil.classes.add(third)
    parent = place.person("sandrine", Profile.PARENT, last_name="Castel")
    Guardianship.objects.create(guardian=parent, pupil=pupil)
    assert f"person={parent.pk}" in seen(chef, name="cast sand")
    assert "Personne, dans cette école, n’a « Zébulon » dans son nom" in seen(chef, name="Zébulon")
    assert "La sortie de 3eA" in seen(chef, person=parent.pk)
    entry = ModelLogEntry.objects.get(action="preau.seen_as")
    assert (entry.object_id, entry.user_id) == (str(parent.pk), place.chef.user_id)
    assert entry.data == {"school": place.school.pk, "as": "Sandrine Castel (parent)"}


def test_rub_04_who_may_not_enter_today_reads_what_is_public(
    place: SmallSchool, chef: Client, story: Article, third: SchoolClass
) -> None:
    place.rubric("Clubs")
    pupil = place.person("lina", Profile.PUPIL)
    pupil.classes.add(third)
    type(place.school).objects.update(families_out_from="2020-01-01", families_out_until="2999-01-01")
    shown = seen(chef, person=pupil.pk)
    assert "ne peut pas entrer aujourd’hui" in shown
    assert "Clubs" in shown
    assert "La sortie de 3eA" not in shown
    pupil.state = State.SUSPENDED
    pupil.save()
    assert chef.get(reverse("seen_as"), {"person": pupil.pk}).status_code == 404


def test_rub_04_an_article_is_shown_as_the_reader_sees_it_and_nothing_is_writable(
    place: SmallSchool, chef: Client, third: SchoolClass, story: Article
) -> None:
    clubs, staff = place.rubric("Clubs"), place.rubric("Personnels", zone=Zone.PRIVATE)
    hidden = place.article(staff, "Consigne")
    text = (
        f'<p><a linktype="page" id="{story.pk}">la sortie</a>, <a linktype="page" id="{hidden.pk}">la consigne</a></p>'
    )
    article = place.article(clubs, "Le tournoi", body=json.dumps([{"type": "text", "value": text}]))
    query = {"seen_as": "pupil", "school_class": third.pk}
    shown = said(chef.get(reverse("seen_as_article", args=[article.ref]), query))
    body = shown.split('class="preau-seen-article"')[1].split("</article>")[0]
    assert f'href="{reverse("seen_as_article", args=[story.ref])}?' in body
    assert str(hidden.ref) not in body
    assert "la consigne" in body
    assert "<form" not in body
    assert looks() == [("un ou une des élèves de 3eA", "Le tournoi")]
    public = said(chef.get(reverse("seen_as_article", args=[article.ref]), {"seen_as": "public"}))
    assert str(story.ref) not in public


def test_rub_04_a_long_rubric_shows_its_latest_and_counts_the_rest(
    place: SmallSchool, chef: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(15):
        rubric = place.rubric(f"Atelier {number}")
        for article in range(7):
            place.article(rubric, f"Séance {number} {article}")
    chef.get(reverse("wagtailadmin_home"))
    with django_assert_max_num_queries(45):
        shown = seen(chef, seen_as="public")
    assert shown.count("et 2 plus anciens") == 15
