"""RUB-01, RUB-03, RUB-04: from “this association needs a rubric” to who writes in it, without leaving the path."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from cms.rubrics.enums import Role
from cms.rubrics.models import Rubric
from tests.support.schools import SmallSchool, browser_of, said

pytestmark = pytest.mark.django_db
FIELDS = {"title": "Association sportive", "slug": "as", "introduction": "null"}


@pytest.fixture
def place() -> SmallSchool:
    return SmallSchool()


def making(page: Rubric) -> str:
    return reverse("wagtailadmin_pages:add", args=["rubrics", "rubric", page.pk])


def test_rub_04_a_rubric_is_made_from_the_screens_of_rights(place: SmallSchool) -> None:
    life = place.rubric("Vie du collège")
    chef = browser_of(place.chef)
    assert making(place.top) in said(chef.get(reverse("rubrics_rights")))
    assert making(place.top) in said(chef.get(reverse("rubric_rights", args=[place.top.pk])))
    shown = said(chef.get(reverse("rubric_rights", args=[life.pk])))
    for address in (
        making(life),
        reverse("rubric_zone", args=[life.pk]),
        reverse("wagtailadmin_explore", args=[life.pk]),
    ):
        assert f'href="{address}"' in shown
    # Whoever manages one rubric makes others in it, and none at the top.
    manager = place.with_role(Role.MANAGER, life)
    assert making(place.top) not in said(manager.get(reverse("rubrics_rights")))


def test_rub_01_putting_a_rubric_online_is_in_sight(place: SmallSchool) -> None:
    shown = said(browser_of(place.chef).get(making(place.top)))
    footer = re.search(r'<div class="preau-acts">.*?</div>', shown, re.S)
    assert footer is not None
    assert footer[0].index("Enregistrer le brouillon") < footer[0].index("Mettre en ligne")


def test_rub_03_once_made_it_is_asked_who_writes_there(place: SmallSchool) -> None:
    chef = browser_of(place.chef)
    draft = chef.post(making(place.top), FIELDS)
    rubric = Rubric.objects.get(slug="as")
    assert draft.url == reverse("wagtailadmin_pages:edit", args=[rubric.pk])
    editing = reverse("wagtailadmin_pages:edit", args=[rubric.pk])
    answer = chef.post(editing, {**FIELDS, "action-publish": "1"}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("rubric_rights", args=[rubric.pk])
    assert "« Association sportive » est créée ; sa zone est privée. Dites qui y écrit." in said(answer)
    # Later, what one changes in it leads where it always did.
    again = chef.post(editing, {**FIELDS, "title": "L’AS", "action-publish": "1"}, follow=True)
    assert again.redirect_chain[-1][0] != reverse("rubric_rights", args=[rubric.pk])
    assert "est créée" not in said(again)
