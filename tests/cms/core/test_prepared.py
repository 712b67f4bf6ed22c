"""A question put together once answers as the same question put together each time."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.core.prepared import Given, Prepared
from cms.directory.enums import Profile
from cms.directory.models import Person
from cms.directory.selectors import facts_of
from cms.rubrics.enums import Role, Zone
from cms.rubrics.selectors import readable_paths, roles_for, roles_of
from tests.support.schools import SmallSchool

pytestmark = pytest.mark.django_db


def test_a_prepared_question_asks_the_database_once_each_time_with_what_is_given() -> None:
    place = SmallSchool()
    lina, omar = place.person("lina", Profile.PUPIL), place.person("omar")
    named = Prepared(
        lambda: (
            Person.objects.filter(user__username__startswith=Given("beginning"), profile__in=["", Given("profile")])
            .order_by("pk")
            .values_list("pk")
        )
    )
    assert named.rows(beginning="o", profile="teacher") == [(omar.pk,)]
    with CaptureQueriesContext(connection) as asked:
        assert named.rows(beginning="li", profile="pupil") == [(lina.pk,)]
        assert named.rows(beginning="li%", profile="pupil") == []  # a sign, not a pattern
        assert named.rows(beginning="'; --", profile="pupil") == []
    assert len(asked) == 3


def test_roles_are_the_same_prepared_or_not() -> None:
    """`roles_for` puts its question together each time, as for somebody who is imagined."""
    place = SmallSchool()
    third = place.school_class("3eA")
    inside, clubs, staff = (place.rubric(title, zone=Zone.PRIVATE) for title in ("Interne", "Clubs", "Personnels"))
    place.grant(inside, Role.VISITOR, profile=Profile.PARENT, school_class=third)
    place.grant(inside, Role.EDITOR, profile=Profile.PUPIL, year_group="3e")
    place.grant(staff, Role.MODERATOR, profile=Profile.TEACHER)
    pupil, teacher = place.person("lina", Profile.PUPIL), place.person("omar")
    parent = place.person("rosa", Profile.PARENT)
    pupil.classes.add(third)
    parent.children.add(pupil, through_defaults={"kind": "legal"})
    place.grant(clubs, Role.PUBLISHER, person=parent)
    for person in (pupil, teacher, parent, place.chef):
        assert roles_of(person) == roles_for(facts_of(person))
    assert roles_of(parent).items() >= {inside.path: Role.VISITOR, clubs.path: Role.PUBLISHER}.items()
    assert roles_of(pupil)[inside.path] == Role.EDITOR
    assert roles_of(teacher)[staff.path] == Role.MODERATOR
    assert {inside.path, clubs.path, staff.path}.intersection(readable_paths(place.school, teacher)) == {staff.path}
