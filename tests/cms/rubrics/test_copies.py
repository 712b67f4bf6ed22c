"""Copies through Wagtail's own copy: what they must not take with them (ZONE-02, HOME-01)."""

from __future__ import annotations

import pytest
from wagtail.models import Collection, Page, Site

from cms.homepage.models import Homepage
from cms.homepage.selectors import public_homepage
from cms.rubrics.enums import Zone
from cms.rubrics.models import Rubric, SchoolPage
from cms.schools.models import School

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    top = Page.objects.get(depth=1).add_child(instance=SchoolPage(title="École", slug="ecole"))
    site = Site.objects.create(hostname="ecole.example", root_page=top)
    collection = Collection.get_first_root_node().add_child(name="École")
    return School.objects.create(slug="ecole", name="École", site=site, collection=collection)


def test_zone_02_a_copy_of_a_public_rubric_begins_private(school: School) -> None:
    top = Page.objects.get(pk=school.root_page.pk)
    rubric = top.add_child(instance=Rubric(title="Clubs", slug="clubs", zone=Zone.PUBLIC))
    rubric.add_child(instance=Rubric(title="Échecs", slug="echecs", zone=Zone.PUBLIC))
    copy = Rubric.objects.get(pk=rubric.pk).copy(recursive=True, update_attrs={"slug": "clubs-2", "title": "Clubs 2"})
    branch = Rubric.objects.descendant_of(copy, inclusive=True)
    assert [page.zone for page in branch] == [Zone.PRIVATE, Zone.PRIVATE]
    assert Rubric.objects.get(pk=rubric.pk).zone == Zone.PUBLIC


def test_zone_02_an_old_revision_does_not_open_a_rubric_again(school: School) -> None:
    top = Page.objects.get(pk=school.root_page.pk)
    rubric = top.add_child(instance=Rubric(title="Clubs", slug="clubs", zone=Zone.PUBLIC))
    revision = rubric.save_revision()
    Rubric.objects.filter(pk=rubric.pk).update(zone=Zone.PRIVATE)
    revision.publish()
    assert Rubric.objects.get(pk=rubric.pk).zone == Zone.PRIVATE


def test_home_01_a_copy_of_the_homepage_in_service_is_not_in_service(school: School) -> None:
    top = Page.objects.get(pk=school.root_page.pk)
    homepage = top.add_child(instance=Homepage(title="Accueil", slug="accueil", in_service=True))
    Homepage.objects.get(pk=homepage.pk).copy(update_attrs={"slug": "accueil-2", "title": "Accueil 2"})
    assert public_homepage(school) == homepage
    assert Homepage.objects.filter(in_service=True).count() == 1
