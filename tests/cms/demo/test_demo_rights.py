"""What each account of the demonstration may see and do, in a small school (DIR-01, RUB-03, RUB-05, RUB-07).

The school is written once for all: each test leaves the database as it found it.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.contrib.auth import authenticate
from django.db import transaction

from cms.accounts.models import User
from cms.core import clock
from cms.core.exceptions import NotFound
from cms.demo.accounts import ACCOUNTS, PASSWORD, end_of_school_year, populate, rubric_at
from cms.directory.enums import Profile
from cms.directory.models import Group, Person, SchoolClass
from cms.directory.selectors import facts_of, known, person_in
from cms.rubrics.enums import Role
from cms.rubrics.models import Rubric
from cms.rubrics.selectors import readable_paths, standing_of
from cms.rubrics.upkeep import class_rubrics
from cms.schools.models import School

WRITERS = ("chef", "secretariat", "cpe", "moderatrice", "publieuse", "redacteur", "collectivite", "invite")
READERS = ("eleve", "parent")


@pytest.fixture(scope="module")
def populated_once(django_db_setup, django_db_blocker, make_school) -> Iterator[School]:
    with django_db_blocker.unblock(), transaction.atomic():
        school = make_school("essai", rubrics=True)
        populate(school)
        yield school
        transaction.set_rollback(True)


@pytest.fixture
def populated(populated_once: School, db) -> School:
    return School.objects.get(pk=populated_once.pk)


def who(school: School, username: str) -> Person:
    person = person_in(User.objects.get(username=username), school)
    assert person is not None
    return person


def parent_of_class(school: School, name: str, *, besides: str) -> Person:
    """A parent with a child in the class `name` and none in the class `besides`."""
    parents = Person.objects.filter(school=school, profile=Profile.PARENT, children__classes__name=name)
    parent = parents.exclude(children__classes__name=besides).first()
    assert parent is not None
    return parent


def reads(school: School, person: Person, path: str) -> bool:
    return rubric_at(school, path).path in readable_paths(school, person)


def role(school: School, username: str, path: str) -> Role | None:
    return standing_of(who(school, username)).at(rubric_at(school, path).path)


# --- Refusals --------------------------------------------------------------------------------------------------------


def test_rub_03_a_rubric_of_another_school_is_unknown_here(populated, make_school):
    with pytest.raises(NotFound):
        rubric_at(make_school("ailleurs"), "cdi")
    assert rubric_at(populated, "cdi").slug == "cdi"
    assert rubric_at(populated, "") == populated.root_page


def test_only_the_accounts_of_the_table_have_a_password(populated):
    opening = {user.username for user in User.objects.all() if user.has_usable_password()}
    assert opening == {account.username for account in ACCOUNTS}
    assert authenticate(username="sandrine.castel", password=PASSWORD) is None
    assert authenticate(username="parent", password=PASSWORD) is not None


@pytest.mark.parametrize("username", READERS)
def test_rub_03_visitors_do_not_enter_the_administration(populated, username):
    assert not User.objects.get(username=username).has_perm("wagtailadmin.access_admin")


def test_rub_03_nobody_is_staff_or_superuser_but_the_operator(populated):
    assert [user.username for user in User.objects.filter(is_superuser=True)] == ["admin"]
    assert person_in(User.objects.get(username="admin"), populated) is None


def test_rub_05_a_class_space_gives_nothing_to_another_class(populated):
    """Its audience is the class: not the parents of 4eB, not the pupils of 6eB."""
    space = rubric_at(populated, "classes/3ea").path
    stranger = parent_of_class(populated, "4eB", besides="3eA")
    pupil = Person.objects.filter(school=populated, profile=Profile.PUPIL, classes__name="6eB").first()
    assert standing_of(stranger).at(space) is None
    assert pupil is not None
    assert standing_of(pupil).at(space) is None


@pytest.mark.parametrize("path", ["conseil-d-administration", "salle-des-personnels", "vie-scolaire-interne"])
@pytest.mark.parametrize("username", [*READERS, "invite"])
def test_rub_03_families_and_guests_read_nothing_of_the_staff(populated, username, path):
    assert not reads(populated, who(populated, username), path)


# --- What is there ---------------------------------------------------------------------------------------------------


def test_dir_01_the_whole_school_is_written(populated):
    assert Person.objects.filter(school=populated).count() == User.objects.filter(is_superuser=False).count()
    assert SchoolClass.objects.filter(school=populated).count() == 12
    assert Group.objects.filter(school=populated).count() == 7
    pupils = Person.objects.filter(school=populated, profile=Profile.PUPIL)
    assert 280 <= pupils.count() <= 320
    assert not pupils.filter(guarded_by=None).exists()


def test_dir_01_a_parent_belongs_to_the_classes_of_their_children(populated):
    facts = known(facts_of(who(populated, "parent")))
    classes = SchoolClass.objects.filter(school=populated, name__in=["3eA", "6eB"])
    assert facts.class_ids == frozenset(classes.values_list("pk", flat=True))
    assert facts.year_groups == {"3e", "6e"}


def test_dir_05_guests_are_there_until_the_end_of_the_school_year(populated, monkeypatch):
    guest = who(populated, "invite")
    assert guest.ends_on == end_of_school_year(clock.now().date())
    later = datetime(guest.ends_on.year, 7, 6, 12, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert person_in(guest.user, populated) is None


@pytest.mark.parametrize("username", WRITERS)
def test_rub_03_whoever_writes_somewhere_enters_the_administration(populated, username):
    assert User.objects.get(username=username).has_perm("wagtailadmin.access_admin")


@pytest.mark.parametrize(
    ("username", "path", "expected"),
    [
        ("secretariat", "", Role.MANAGER),
        ("secretariat", "restauration/menus", Role.MANAGER),
        ("cpe", "vie-scolaire-interne", Role.MANAGER),
        ("cpe", "conseil-d-administration", Role.VISITOR),
        ("moderatrice", "vie-du-college/clubs-et-ateliers/theatre", Role.MODERATOR),
        ("moderatrice", "cdi", None),
        ("publieuse", "vie-du-college/sport-scolaire", Role.PUBLISHER),
        ("publieuse", "vie-du-college", None),
        ("redacteur", "cdi", Role.EDITOR),
        ("redacteur", "espaces-pedagogiques", Role.VISITOR),
        ("eleve", "classes/3ea", Role.VISITOR),
        ("eleve", "classes/6eb", None),
        ("parent", "classes/3ea", Role.VISITOR),
        ("parent", "classes/6eb", Role.VISITOR),
        ("collectivite", "restauration/menus", Role.PUBLISHER),
        ("collectivite", "restauration", None),
        ("invite", "vie-du-college/clubs-et-ateliers/theatre", Role.EDITOR),
        ("invite", "vie-du-college/clubs-et-ateliers", None),
        ("marc.delaunay", "classes/3ea", Role.MANAGER),
        ("agnes.delcourt", "cdi", Role.MANAGER),
    ],
)
def test_rub_03_each_account_has_the_role_that_the_table_says(populated, username, path, expected):
    assert role(populated, username, path) == expected


@pytest.mark.parametrize(
    ("username", "highest"),
    [
        ("moderatrice", Role.MODERATOR),
        ("publieuse", Role.PUBLISHER),
        ("redacteur", Role.EDITOR),
        ("invite", Role.EDITOR),
        ("eleve", Role.VISITOR),
        ("parent", Role.VISITOR),
    ],
)
def test_rub_03_an_account_that_shows_a_role_has_none_above_it_anywhere(populated, username, highest):
    """But in the rubrics of their own classes, which teachers manage (RUB-05)."""
    roles = standing_of(who(populated, username)).roles
    spaces = set(class_rubrics(populated).values_list("path", flat=True))
    assert max(role for path, role in roles.items() if path not in spaces) == highest


def test_rub_07_the_head_manages_every_rubric_through_their_group(populated):
    standing = standing_of(who(populated, "chef"))
    for path in Rubric.objects.values_list("path", flat=True):
        assert standing.at(path) == Role.MANAGER
    Group.objects.get(name="Chef d’établissement").people.clear()
    assert role(populated, "chef", "cdi") is None


def test_rub_05_families_of_a_class_read_its_space_and_not_the_next_one(populated):
    parent = parent_of_class(populated, "3eA", besides="6eB")
    assert not reads(populated, parent, "classes/6eb")
    assert not reads(populated, parent_of_class(populated, "4eB", besides="3eA"), "classes/3ea")
    assert reads(populated, parent, "classes/3ea")
    assert reads(populated, who(populated, "eleve"), "classes/3ea")
    assert reads(populated, who(populated, "parent"), "classes/6eb")


def test_rub_03_teachers_staff_and_council_read_their_rubrics(populated):
    assert reads(populated, who(populated, "redacteur"), "salle-des-personnels")
    assert reads(populated, who(populated, "redacteur"), "espaces-pedagogiques")
    assert reads(populated, who(populated, "collectivite"), "salle-des-personnels")
    assert reads(populated, who(populated, "secretariat"), "vie-scolaire-interne")
    elected = Person.objects.filter(groups__name="Conseil d’administration", profile=Profile.PARENT).first()
    assert reads(populated, elected, "conseil-d-administration")
