"""ADM-04: the screen of the start of the year, and what the home screen says of it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cms.core import clock
from cms.directory.enums import Profile, Source
from cms.homepage.models import Homepage
from cms.newyear.rules import Check, Reason
from cms.newyear.words import OF_RUBRIC, SENTENCES, TITLES, WAYS
from cms.publishing.enums import Outcome
from cms.publishing.models import PublicationRequest, Release
from cms.rubrics.enums import Role
from cms.rubrics.models import Rubric
from tests.support.schools import SmallSchool, browser_of, is_refused, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> SmallSchool:
    return SmallSchool()


def line(place: SmallSchool, title: str, browser: Client | None = None) -> str:
    """The text of one line of the screen, state first, and where its button leads."""
    shown = said((browser or browser_of(place.chef)).get(reverse("new_year")))
    items = re.findall(r"<li class=\"preau-checklist__line.*?</li>", shown, re.S)
    [found] = [item for item in items if f"<h3>{title}</h3>" in item]
    links = " ".join(re.findall(r'href="([^"]+)"', found))
    return " ".join(re.sub(r"<[^>]+>", " ", found).split()) + f" [{links}]"


def test_adm_04_only_who_manages_the_school_sees_it(place: SmallSchool) -> None:
    SmallSchool("ailleurs")
    manager = place.with_role(Role.MANAGER, place.rubric("Clubs"))
    assert is_refused(manager.get(reverse("new_year")))
    home = said(manager.get(reverse("wagtailadmin_home")))
    assert reverse("new_year") not in home
    assert "L’établissement, cette année" not in home
    chef = browser_of(place.chef)
    assert is_refused(chef.get(reverse("new_year") + "?school=ailleurs"))
    home = said(chef.get(reverse("wagtailadmin_home")))
    assert "L’établissement, cette année" in home
    assert chef.post(reverse("new_year")).status_code == 405


def test_adm_04_who_answers_for_the_site(place: SmallSchool) -> None:
    assert "En ordre Droits du chef d’établissement" in line(place, "Droits du chef d’établissement")
    assert "Chef Durand" in line(place, "Droits du chef d’établissement")
    council = place.rubric("Conseil")
    Rubric.objects.filter(pk=council.pk).update(inherits=False)
    other = place.person("adjoint", Profile.STAFF)
    place.grant(place.top, Role.MANAGER, person=other)
    found = line(place, "Droits du chef d’établissement", browser_of(other))
    assert "À faire" in found
    assert "Conseil" in found
    assert reverse("rubrics_to_look_after") in found
    place.chef.groups.clear()
    found = line(place, "Droits du chef d’établissement", browser_of(other))
    assert "est vide" in found
    assert reverse("directory_groups") in found


def test_adm_04_the_legal_notice_of_a_new_head(place: SmallSchool) -> None:
    title = "Directeur de la publication"
    assert "À faire" in line(place, title)
    for director, state in (("M. Paul Martin, principal", "À regarder"), ("Mme DURAND Chef, principale", "En ordre")):
        place.school.publication_director = director
        place.school.save()
        found = line(place, title)
        assert found.startswith(state)
        assert director in found
    assert reverse("school_look") in found


def test_adm_04_moderators_where_somebody_proposes(place: SmallSchool) -> None:
    title = "Qui valide dans chaque rubrique"
    clubs = place.rubric("Clubs")
    place.rubric("Échecs", under=clubs)
    assert "En ordre" in line(place, title)
    place.grant(clubs, Role.EDITOR, person=place.person("karim"))
    found = line(place, title)
    assert "À regarder" in found
    assert "Seul le chef d’établissement" in found
    assert reverse("rubric_rights", args=[clubs.pk]) in found
    assert "Échecs" not in found  # the role is given above: one line says it
    Rubric.objects.filter(pk=clubs.pk).update(inherits=False)
    other = place.person("adjoint", Profile.STAFF)
    place.grant(place.top, Role.MANAGER, person=other)
    assert "personne ne peut les mettre en ligne" in line(place, title, browser_of(other))
    place.grant(clubs, Role.MODERATOR, person=place.person("isabelle"))
    assert "En ordre" in line(place, title, browser_of(other))


def test_adm_04_a_rubric_that_takes_no_article_needs_no_moderator(place: SmallSchool) -> None:
    files = place.rubric("Dossiers", blog=False)
    place.grant(files, Role.EDITOR, person=place.person("karim"))
    assert "En ordre" in line(place, "Qui valide dans chaque rubrique")


def test_adm_04_rubrics_guests_and_classes(place: SmallSchool) -> None:
    assert "aucune classe" in line(place, "Classes de l’année")
    made = place.school_class("3eA")
    assert "1 classe, avec sa rubrique" in line(place, "Classes de l’année")
    Rubric.objects.filter(school_class=made).update(archived_at=clock.now())
    assert "pas encore de rubrique. Demandez à l’exploitant du serveur de les créer : 3eA" in line(
        place, "Classes de l’année"
    )
    place.article(place.rubric("Voyages"), "Rome", latest_revision_created_at=clock.now() - timedelta(days=400))
    place.rubric("Déserte")
    assert "Voyages" in line(place, "Rubriques à l’abandon")
    assert "Déserte" in line(place, "Rubriques vides")
    yesterday = clock.now().date() - timedelta(days=1)
    place.person("bastien", Profile.GUEST, source=Source.SCHOOL, ends_on=yesterday)
    found = line(place, "Invités à supprimer")
    assert "À faire" in found
    assert "Bastien Durand" in found
    assert reverse("directory_guests") in found


def test_adm_04_what_visitors_find(place: SmallSchool) -> None:
    assert "À faire" in line(place, "Page d’accueil")
    place.top.add_child(instance=Homepage(title="Accueil d’automne", slug="a", in_service=True))
    assert "Accueil d’automne" in line(place, "Page d’accueil")
    found = line(place, "Coordonnées de l’établissement")
    assert "téléphone" in found
    for name in ("address", "town", "phone", "email"):
        setattr(place.school, name, "x@y.fr")
    place.school.save()
    assert "En ordre" in line(place, "Coordonnées de l’établissement")


def test_adm_04_whether_the_site_is_up_to_date(place: SmallSchool) -> None:
    PublicationRequest.objects.all().delete()
    title = "Site public à jour"
    assert "Rien n’a encore été publié" in line(place, title)
    Release.objects.create(school=place.school, number=1, outcome=Outcome.IN_SERVICE)
    assert "En ordre" in line(place, title)
    waits = PublicationRequest.objects.create(school=place.school, reason="page")
    assert "En ordre" in line(place, title)
    PublicationRequest.objects.filter(pk=waits.pk).update(requested_at=clock.now() - timedelta(hours=2))
    assert "attendent depuis" in line(place, title)
    Release.objects.create(school=place.school, outcome=Outcome.FAILED)
    assert "ont échoué" in line(place, title)


def test_adm_04_every_finding_has_its_words_and_a_way_to_mend_it() -> None:
    assert SENTENCES.keys() == set(Reason)
    assert TITLES.keys() == set(Check)
    for _label, name in WAYS.values():
        assert reverse(name)
    for name in OF_RUBRIC.values():
        assert reverse(name, args=[1])


def test_adm_04_the_list_asks_as_much_for_many_rubrics_as_for_few(
    place: SmallSchool, django_assert_max_num_queries: Any
) -> None:
    chef = browser_of(place.chef)
    chef.get(reverse("new_year"))
    for number in range(30):
        rubric = place.rubric(f"Atelier {number}")
        place.grant(rubric, Role.EDITOR, person=place.person(f"p{number}"))
    with django_assert_max_num_queries(60):
        chef.get(reverse("new_year"))
