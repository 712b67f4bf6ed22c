"""The people of the demonstration: as many as a collège has, and families as they are (DIR-01, DIR-04)."""

from collections import Counter, defaultdict
from datetime import date

import pytest

from cms.demo.people import CLASSES, COUNCIL, GROUPS, HEADS, SUBJECTS, WELL_KNOWN, DemoPeople, draw_people, username_for
from cms.directory.enums import Profile, Source

UNTIL = date(2027, 7, 5)


def guardians(drawn: DemoPeople) -> dict[str, list[str]]:
    found = defaultdict(list)
    for guard in drawn.guards:
        found[guard.pupil].append(guard.guardian)
    return found


def test_dir_01_same_seed_same_people_another_seed_others(drawn):
    assert draw_people(until=UNTIL) == drawn
    assert draw_people(1, until=UNTIL) != drawn


@pytest.mark.parametrize("seed", range(5))
def test_dir_01_as_many_people_as_a_college_has(seed):
    counts = Counter(person.profile for person in draw_people(seed, until=UNTIL).everyone)
    assert 280 <= counts[Profile.PUPIL] <= 320
    assert 450 <= counts[Profile.PARENT] <= 550
    assert counts[Profile.TEACHER] == 40
    assert counts[Profile.STAFF] == 13
    assert counts[Profile.AUTHORITY] == 3
    assert counts[Profile.GUEST] == 4


def test_dir_01_twelve_classes_of_23_to_27_pupils(drawn):
    sizes = Counter(pupil.classes for pupil in drawn.of(Profile.PUPIL))
    assert set(sizes) == {(name,) for name in CLASSES}
    assert len(CLASSES) == 12
    assert all(23 <= size <= 27 for size in sizes.values())


def test_dir_01_usernames_are_ascii_and_each_is_one_person(drawn):
    usernames = [person.username for person in drawn.everyone]
    assert len(set(usernames)) == len(usernames)
    assert all(username.isascii() and username == username.lower() for username in usernames)
    homonyms = [person for person in drawn.everyone if person.username[-1].isdigit()]
    assert all(person.username.startswith(username_for(person.first_name, person.last_name)) for person in homonyms)
    assert username_for("Anaïs-Éloïse", "Le Gœff") == "anaiseloise.legoeff"


@pytest.mark.parametrize("seed", range(20))
def test_nobody_bears_the_name_of_somebody_known(seed):
    assert not WELL_KNOWN & {str(person) for person in draw_people(seed, until=UNTIL).everyone}


def test_dir_01_every_pupil_has_a_legal_guardian_and_only_pupils_do(drawn):
    profiles = {person.username: person.profile for person in drawn.everyone}
    legal = {guard.pupil for guard in drawn.guards if guard.legal}
    assert legal == {pupil.username for pupil in drawn.of(Profile.PUPIL)}
    assert {profiles[guard.guardian] for guard in drawn.guards} == {Profile.PARENT}
    assert {guard.guardian for guard in drawn.guards} == {parent.username for parent in drawn.of(Profile.PARENT)}


def test_dir_01_families_are_of_every_kind(drawn):
    names = {person.username: person.last_name for person in drawn.everyone}
    found = guardians(drawn)
    assert {1, 2, 3} == {len(adults) for adults in found.values()}
    assert any(not guard.legal for guard in drawn.guards)
    pairs = [[names[adult] for adult in adults] for adults in found.values() if len(adults) == 2]
    assert any(one == other for one, other in pairs)
    assert any(one != other for one, other in pairs)


def test_dir_01_brothers_and_sisters_share_parents_a_surname_and_no_class(drawn):
    people = {person.username: person for person in drawn.everyone}
    families = defaultdict(list)
    for pupil, adults in guardians(drawn).items():
        families[tuple(adults)].append(people[pupil])
    siblings = [children for children in families.values() if len(children) > 1]
    assert len(siblings) > 20
    for children in siblings:
        assert len({child.last_name for child in children}) == 1
        assert len({child.classes for child in children}) == len(children)
        assert len({child.first_name for child in children}) == len(children)


def test_dir_01_each_class_has_one_teacher_of_each_subject_and_one_head_teacher(drawn):
    teachers = drawn.of(Profile.TEACHER)
    assert sorted(teacher.head_of for teacher in teachers if teacher.head_of) == sorted(CLASSES)
    assert all(teacher.head_of in (*teacher.classes, "") for teacher in teachers)
    for name, year in CLASSES.items():
        taught = sorted(teacher.subject for teacher in teachers if name in teacher.classes)
        assert taught == sorted(subject for subject, (_count, years) in SUBJECTS.items() if year in years)


def test_dir_05_guests_come_from_the_school_and_leave_on_a_date(drawn):
    for person in drawn.everyone:
        is_guest = person.profile == Profile.GUEST
        assert (person.source, person.ends_on) == ((Source.SCHOOL, UNTIL) if is_guest else (Source.ACADEMIE, None)), (
            person
        )


def test_dir_04_groups_have_members_and_the_head_is_alone_in_theirs(drawn):
    people = {person.username: person for person in drawn.everyone}
    assert set(drawn.members) == {*GROUPS, HEADS}
    assert all(len(set(members)) == len(members) for members in drawn.members.values())
    assert [people[username].function for username in drawn.members[HEADS]] == ["Principale"]
    assert {people[username].profile for username in drawn.members[COUNCIL]} > {
        Profile.STAFF,
        Profile.TEACHER,
        Profile.PARENT,
        Profile.PUPIL,
    }
