"""Writing people in bulk (DIR-01, DIR-04)."""

import pytest
from wagtail.models import Collection, Page, Site

from cms.core.exceptions import Conflict, Invalid
from cms.directory.enums import GroupKind, GuardianKind, Profile
from cms.directory.models import Guardianship, Person, SchoolClass
from cms.directory.selectors import class_names, facts_of, known
from cms.directory.services import Guard, add_members, create_classes, create_groups, create_people, enrol, entrust
from cms.rubrics.models import SchoolPage
from cms.schools.models import School


def make_school(slug: str) -> School:
    top = Page.objects.get(depth=1).add_child(instance=SchoolPage(title=slug, slug=slug))
    site = Site.objects.create(hostname=f"{slug}.example", root_page=top)
    collection = Collection.get_first_root_node().add_child(name=slug)
    return School.objects.create(slug=slug, name=slug, site=site, collection=collection)


@pytest.fixture
def school(db) -> School:
    return make_school("ici")


def make_people(school: School, *profiles: Profile) -> list[Person]:
    return create_people(
        school=school,
        people=[{"profile": profile, "first_name": profile, "last_name": "Essai"} for profile in profiles],
    )


def test_dir_01_a_class_of_the_same_name_is_refused(school):
    create_classes(school=school, classes={"3eA": "3e"})
    with pytest.raises(Conflict, match="3eA"):
        create_classes(school=school, classes={"3eB": "3e", "3eA": "3e"})
    assert SchoolClass.objects.count() == 1
    create_classes(school=make_school("ailleurs"), classes={"3eA": "3e"})


def test_dir_04_a_group_of_the_same_name_is_refused(school):
    create_groups(school=school, groups={"Club théâtre": GroupKind.FREE})
    with pytest.raises(Conflict, match="Club théâtre"):
        create_groups(school=school, groups={"Club théâtre": GroupKind.INSTITUTIONAL})


def test_dir_01_classes_groups_and_families_stay_within_one_school(school):
    elsewhere = make_school("ailleurs")
    (parent,) = make_people(school, Profile.PARENT)
    (pupil,) = make_people(elsewhere, Profile.PUPIL)
    place = create_classes(school=school, classes={"3eA": "3e"})["3eA"]
    group = create_groups(school=school, groups={"Club théâtre": GroupKind.FREE})["Club théâtre"]
    for refused in (
        lambda: enrol(places=[(pupil, place)]),
        lambda: add_members(members=[(pupil, group)]),
        lambda: entrust(guards=[Guard(parent, pupil)]),
    ):
        with pytest.raises(Invalid, match="même école"):
            refused()
    assert not place.people.exists()
    assert not group.people.exists()
    assert not Guardianship.objects.exists()


def test_dir_01_only_pupils_have_guardians_and_no_pupil_is_one(school):
    parent, teacher, pupil, other = make_people(school, Profile.PARENT, Profile.TEACHER, Profile.PUPIL, Profile.PUPIL)
    with pytest.raises(Invalid, match="pas élève"):
        entrust(guards=[Guard(parent, teacher)])
    with pytest.raises(Invalid, match="est élève"):
        entrust(guards=[Guard(other, pupil)])
    assert not Guardianship.objects.exists()


def test_dir_01_a_parent_has_the_classes_of_their_children(school):
    parent, elder, younger = make_people(school, Profile.PARENT, Profile.PUPIL, Profile.PUPIL)
    classes = create_classes(school=school, classes={"3eA": "3e", "6eB": "6e", "4eC": "4e"})
    enrol(places=[(elder, classes["3eA"]), (younger, classes["6eB"])])
    entrust(guards=[Guard(parent, elder), Guard(parent, younger, kind=GuardianKind.IN_CHARGE)])
    assert class_names(parent) == ["3eA", "6eB"]
    assert known(facts_of(parent)).year_groups == {"3e", "6e"}
    assert list(Guardianship.objects.filter(kind=GuardianKind.IN_CHARGE).values_list("pupil", flat=True)) == [
        younger.pk
    ]


def test_dir_04_places_and_memberships_already_held_are_left(school):
    (pupil,) = make_people(school, Profile.PUPIL)
    place = create_classes(school=school, classes={"3eA": "3e"})["3eA"]
    group = create_groups(school=school, groups={"Club théâtre": GroupKind.FREE})["Club théâtre"]
    for _ in range(2):
        enrol(places=[(pupil, place)])
        add_members(members=[(pupil, group)])
    facts = known(facts_of(pupil))
    assert (facts.class_ids, facts.group_ids) == ({place.pk}, {group.pk})


def test_dir_01_people_are_written_in_bulk(school, django_assert_max_num_queries):
    rows = [{"profile": Profile.PUPIL, "first_name": "Léa", "last_name": str(number)} for number in range(900)]
    with django_assert_max_num_queries(20):
        people = create_people(school=school, people=rows)
    assert [person.last_name for person in people] == [row["last_name"] for row in rows]
    assert all(person.pk for person in people)
