"""What the detector is told of a school (ZONE-04): its own pupils of today, and nobody else."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, Page, Site

from cms.directory.enums import Profile, State
from cms.directory.models import Person
from cms.directory.services import create_people
from cms.privacy.rules import find
from cms.privacy.selectors import known_details, watch_of
from cms.rubrics.models import SchoolPage
from cms.schools.models import School


def make_school(slug: str, **details: str) -> School:
    top = Page.objects.get(depth=1).add_child(instance=SchoolPage(title=slug, slug=slug))
    site = Site.objects.create(hostname=f"{slug}.example", root_page=top)
    collection = Collection.get_first_root_node().add_child(name=slug)
    return School.objects.create(slug=slug, name=slug, site=site, collection=collection, **details)


@pytest.fixture
def school(db: None) -> School:
    return make_school(
        "ici",
        phone="02 61 91 00 10",
        email="accueil@ici.example",
        address="14 rue des Écoles",
        postcode="14000",
        town="Caen",
    )


def add(school: School, first_name: str, last_name: str, profile: Profile = Profile.PUPIL) -> Person:
    return create_people(
        school=school, people=[{"profile": profile, "first_name": first_name, "last_name": last_name}]
    )[0]


def names_in(school: School, text: str) -> list[str]:
    return [one.text for one in find(text, names=watch_of(school).names)]


def test_zone_04_only_pupils_of_the_school_who_are_there_today_are_looked_for(school: School) -> None:
    add(make_school("ailleurs"), "Tom", "Voisin")
    add(school, "Anne", "Legrand", Profile.PARENT)
    gone = add(school, "Luc", "Parti")
    Person.objects.filter(pk=gone.pk).update(state=State.LEAVING)
    ended = add(school, "Eve", "Finie")
    Person.objects.filter(pk=ended.pk).update(ends_on=datetime.date(2020, 1, 1))
    add(school, "Lina", "CASTEL")
    text = "Tom Voisin, Anne Legrand, Luc Parti, Eve Finie, Lina Castel"
    assert names_in(school, text) == ["Lina Castel"]


def test_names_cost_one_query_for_any_number_of_pupils(school: School) -> None:
    for number in range(12):
        add(school, f"Prénom{'abcdefghijkl'[number]}", "Durand")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        watch_of(school)
    assert len(queries) == 1


def test_the_schools_public_details_are_no_find(school: School) -> None:
    text = "02.61.91.00.10 – accueil@ici.example – 14, rue des écoles, 14000 Caen – 06 39 98 12 34"
    assert [one.text for one in find(text, known=known_details(school))] == ["06 39 98 12 34"]


def test_a_school_without_details_hides_nothing(db: None) -> None:
    known = known_details(make_school("nue"))
    assert len(find("02 61 91 00 10, 14 rue des Écoles, a@ici.example", known=known)) == 3
