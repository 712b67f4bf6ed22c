"""Counting the people of many audiences at once (RUB-04)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.audiences.models import Audience
from cms.audiences.selectors import people_by_audience
from cms.audiences.services import make_audience
from cms.directory.enums import Profile, State
from cms.directory.models import Person
from tests.support.schools import SmallSchool

pytestmark = pytest.mark.django_db


def test_rub_04_each_audience_has_its_people_however_many_there_are() -> None:
    school = SmallSchool().school
    elsewhere = SmallSchool("elsewhere")
    elsewhere.person("zoe", Profile.TEACHER)
    people = Person.objects.bulk_create(
        Person(school=school, profile=Profile.TEACHER, first_name="P", last_name=f"{n:03}") for n in range(150)
    )
    gone = Person.objects.create(school=school, profile=Profile.TEACHER, last_name="Parti", state=State.LEAVING)
    wanted = {make_audience(school=school, terms=[{"person": one}]).pk: {one.pk} for one in people}
    everybody = {one.pk for one in people}
    for _twice in range(2):
        wanted[make_audience(school=school, terms=[{"profile": Profile.TEACHER}]).pk] = everybody
    but_one = [{"profile": Profile.TEACHER}, {"person": people[0], "excluded": True}]
    wanted[make_audience(school=school, terms=but_one).pk] = everybody - {people[0].pk}
    wanted[make_audience(school=school, terms=[{"profile": Profile.GUEST}]).pk] = set()
    wanted[make_audience(school=school, terms=[{"person": gone}]).pk] = set()

    audiences = list(Audience.objects.filter(pk__in=wanted).prefetch_related("terms"))
    with CaptureQueriesContext(connection) as asked:
        found = people_by_audience(school.pk, audiences)
    assert found == wanted
    assert len(asked) == 1  # 154 different audiences, which name people and profiles
    assert people_by_audience(school.pk, []) == {}
