"""« Historique des droits »: who changed which right (RUB-03, RUB-04, RUB-06)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from cms.accounts.models import User
from cms.directory.enums import Profile
from cms.rubrics.enums import Role, Zone
from cms.rubrics.services import (
    archive_rubric,
    change_role,
    delete_rubric,
    give_role,
    restore_rubric,
    set_inheritance,
    set_zone,
    take_role,
)
from tests.support.schools import SmallSchool, browser_of, is_refused, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> SmallSchool:
    return SmallSchool()


@pytest.fixture
def chef(place: SmallSchool) -> Client:
    return browser_of(place.chef)


@pytest.fixture
def boss(place: SmallSchool) -> User:
    assert place.chef.user is not None
    return place.chef.user


def history(client: Client, **query: Any) -> str:
    answer = said(client.get(reverse("rubrics_history"), query))
    return answer.split('class="preau-filters"')[1].split("</form>")[1]


@pytest.mark.parametrize("role", [Role.EDITOR, Role.MODERATOR, Role.MANAGER])
def test_rub_03_only_who_manages_the_whole_school_reads_the_history(place: SmallSchool, role: Role) -> None:
    client = place.with_role(role, place.rubric("Clubs"))
    assert is_refused(client.get(reverse("rubrics_history")))
    assert reverse("rubrics_history") not in said(client.get(reverse("wagtailadmin_home")))


def test_rub_03_the_history_of_another_school_is_not_read(place: SmallSchool, chef: Client) -> None:
    elsewhere = SmallSchool("ailleurs")
    rubric = elsewhere.rubric("Leur rubrique")
    set_zone(rubric=rubric, zone=Zone.PRIVATE, actor=elsewhere.chef.user)
    log(instance=elsewhere.school, action="preau.seen_as", data={"school": elsewhere.school.pk, "as": "le public"})
    assert is_refused(chef.get(reverse("rubrics_history"), {"school": "ailleurs"}))
    assert "Leur rubrique" not in history(chef)
    assert "le public" not in history(chef)
    assert "Personne n’a encore changé de droit" in history(chef)


def test_rub_03_each_change_is_a_sentence_with_its_author(place: SmallSchool, chef: Client, boss: User) -> None:
    User.objects.filter(pk=boss.pk).update(first_name="Hélène", last_name="Marchetti")
    clubs = place.rubric("Clubs")
    row = give_role(page=clubs, role=Role.EDITOR, terms=[{"profile": Profile.TEACHER}], actor=boss)
    change_role(row=row, role=Role.MODERATOR, actor=boss)
    take_role(row=row, actor=boss)
    set_inheritance(rubric=clubs, inherits=False, actor=boss)
    set_zone(rubric=clubs, zone=Zone.PRIVATE, actor=boss)
    archive_rubric(rubric=clubs, actor=boss)
    restore_rubric(rubric=clubs, actor=boss)
    shown = history(chef)
    for sentence in (
        "rôle donné à « enseignants » : rédacteur",
        "rôle de « enseignants » changé : modérateur",
        "rôle retiré à « enseignants » : modérateur",
        "ne reprend plus les rôles donnés au-dessus",
        "rendue privée",
        "archivée",
        "rétablie",
    ):
        assert sentence.lower() in shown.lower()
    assert shown.count("par Hélène Marchetti") == 7
    assert f'<a href="{reverse("wagtailadmin_explore", args=[clubs.pk])}">Clubs</a>' in shown


def test_rub_06_a_deleted_rubric_keeps_its_history(place: SmallSchool, chef: Client, boss: User) -> None:
    clubs = place.rubric("Clubs")
    place.article(clubs, "Le tournoi")
    set_zone(rubric=clubs, zone=Zone.PRIVATE, actor=boss)
    delete_rubric(rubric=clubs, actor=boss)
    shown = history(chef).lower()
    assert "<strong>clubs</strong> — supprimée, avec 1 rubrique et 1 article" in shown
    assert "<strong>clubs</strong> — rendue privée" in shown


def test_rub_04_filters_by_kind_author_and_words(place: SmallSchool, chef: Client, boss: User) -> None:
    deputy = place.person("adjoint", Profile.STAFF)
    assert deputy.user is not None
    place.grant(place.top, Role.MANAGER, person=deputy)
    clubs, life = place.rubric("Clubs"), place.rubric("Vie")
    give_role(page=clubs, role=Role.EDITOR, terms=[{"person": place.person("nadia")}], actor=boss)
    set_zone(rubric=life, zone=Zone.PRIVATE, actor=deputy.user)
    chef.get(reverse("seen_as"), {"seen_as": "public"})
    assert "rôle donné" in history(chef, kind="roles").lower()
    assert "rendue privée" not in history(chef, kind="roles").lower()
    assert "le public" in history(chef, kind="seen")
    assert "rôle donné" not in history(chef, kind="seen").lower()
    by_deputy = history(chef, who=deputy.user_id).lower()
    assert "rendue privée" in by_deputy
    assert "rôle donné" not in by_deputy
    about = history(chef, about="Nadia").lower()
    assert "rôle donné à « nadia durand »" in about
    assert "rendue privée" not in about
    assert "Rien de tel n’a été fait" in history(chef, kind="directory")
    assert "Rien de tel n’a été fait" in history(chef, about="introuvable")


def test_rub_03_what_wagtail_logs_of_pages_is_not_about_rights(place: SmallSchool, chef: Client, boss: User) -> None:
    log(instance=place.rubric("Clubs"), action="wagtail.publish", user=boss)
    assert PageLogEntry.objects.filter(action="wagtail.publish").exists()
    assert "Personne n’a encore changé de droit" in history(chef)


def test_rub_03_the_history_is_paginated_newest_first_for_a_bounded_number_of_queries(
    place: SmallSchool, chef: Client, boss: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(53):
        entry = log(instance=place.rubric(f"Atelier {number}"), action="preau.archived", user=boss)
        PageLogEntry.objects.filter(pk=entry.pk).update(timestamp=f"2026-09-01T08:{number:02}:00Z")
    for _ in range(2):
        log(
            instance=place.school,
            action="preau.seen_as",
            user=boss,
            data={"school": place.school.pk, "as": "le public"},
        )
    chef.get(reverse("wagtailadmin_home"))
    with django_assert_max_num_queries(40):
        first = history(chef)
    second = history(chef, p=2)
    assert (first.count("<li>"), second.count("<li>")) == (50, 5)
    assert first.index("le public") < first.index("Atelier 52") < first.index("Atelier 51")
    assert "Page 1 sur 2" in first
    assert "Atelier 0<" in second
