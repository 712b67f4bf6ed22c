"""What the feeds and the demonstration write: a few queries a table, and nobody's rights asked.

They act for the school itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from cms.core.exceptions import Conflict, Invalid
from cms.directory.enums import GroupKind, GroupPurpose, GuardianKind, Profile
from cms.directory.models import Function, Group, Guardianship, Person, SchoolClass, Subject, this_school_year
from cms.directory.services.shared import refuse_other_schools
from cms.directory.signals import classes_made
from cms.schools.models import School

BATCH = 1000  # rows in one insert


@dataclass(frozen=True, slots=True)
class Guard:
    """Who answers for whom. `LEGAL` is the parental authority, which a step-parent or a tutor may not have."""

    guardian: Person
    pupil: Person
    kind: GuardianKind = GuardianKind.LEGAL


@transaction.atomic
def create_classes(*, school: School, classes: Mapping[str, str]) -> dict[str, SchoolClass]:
    """Classes of this school year by name, from their year groups: `{"3eA": "3e"}`.

    Raises `Conflict` for a name already there; that of a class of last year is free.
    """
    _refuse_names_in_use(SchoolClass.objects.filter(school_year=this_school_year()), school, classes)
    rows = [SchoolClass(school=school, name=name, year_group=year) for name, year in classes.items()]
    made = {row.name: row for row in SchoolClass.objects.bulk_create(rows, BATCH)}
    classes_made.send(School, school=school)
    return made


@transaction.atomic
def create_groups(*, school: School, groups: Mapping[str, GroupKind]) -> dict[str, Group]:
    """Groups by name, from their kinds. Raises `Conflict` for a name already there."""
    _refuse_names_in_use(Group.objects.all(), school, groups)
    made = [Group(school=school, name=name, kind=kind) for name, kind in groups.items()]
    return {row.name: row for row in Group.objects.bulk_create(made, BATCH)}


def make_reserved_groups(*, school: School) -> None:
    """The groups that the product counts on, for a school that is new (DIR-04). Those already there stay."""
    names = {GroupPurpose.HEADS: "Chef d’établissement", GroupPurpose.ADMINISTRATORS: "Administrateurs du portail"}
    for purpose, name in names.items():
        found = {"kind": GroupKind.INSTITUTIONAL, "name": name}
        Group.objects.get_or_create(school=school, purpose=purpose, defaults=found)


@transaction.atomic
def create_people(*, school: School, people: Sequence[Mapping[str, Any]]) -> list[Person]:
    """People in the order given, each from the keyword arguments of a `Person`.

    `functions` and `subjects` are names; those that the school does not know yet are made.
    """
    people = list(people)
    named = ("functions", "subjects")
    plain = [{key: value for key, value in fields.items() if key not in named} for fields in people]
    made = Person.objects.bulk_create([Person(school=school, **fields) for fields in plain], BATCH)
    _name(Function, "function", school, zip(made, (fields.get("functions", ()) for fields in people), strict=True))
    _name(Subject, "subject", school, zip(made, (fields.get("subjects", ()) for fields in people), strict=True))
    return made


def _name(model: Any, field: str, school: School, given: Iterable[tuple[Person, Iterable[str]]]) -> None:
    """Link people to what they are called, by its name."""
    pairs = [(person, name) for person, names in given for name in names]
    rows = model.objects.filter(school=school)
    have = set(rows.values_list("name", flat=True))
    missing = dict.fromkeys(name for _person, name in pairs if name not in have)
    model.objects.bulk_create([model(school=school, name=name) for name in missing], BATCH)
    keys = dict(rows.values_list("name", "pk"))
    through: Any = getattr(Person, f"{field}s").through
    links = [through(**{"person": person, f"{field}_id": keys[name]}) for person, name in pairs]
    through.objects.bulk_create(links, BATCH, ignore_conflicts=True)


@transaction.atomic
def enrol(*, places: Iterable[tuple[Person, SchoolClass]]) -> None:
    """Put people in classes, pupils and teachers alike. A place already held is left as it is."""
    _join(Person.classes.through, "schoolclass", places)


@transaction.atomic
def add_members(*, members: Iterable[tuple[Person, Group]]) -> None:
    """Put people in groups. A member already there is left as they are."""
    _join(Person.groups.through, "group", members)


def _join(through: Any, field: str, pairs: Iterable[tuple[Person, Any]]) -> None:
    """Link people to classes or groups of their own school; a link that is there stays."""
    pairs = list(pairs)
    refuse_other_schools(pairs)
    rows = [through(**{"person": person, field: other}) for person, other in pairs]
    through.objects.bulk_create(rows, BATCH, ignore_conflicts=True)


@transaction.atomic
def entrust(*, guards: Iterable[Guard]) -> None:
    """Give pupils their guardians. Raises `Invalid` when the pupil is none, or the guardian is one."""
    guards = list(guards)
    refuse_other_schools((guard.guardian, guard.pupil) for guard in guards)
    for guard in guards:
        if guard.pupil.profile != Profile.PUPIL:
            raise Invalid(f"{guard.pupil} n’est pas élève : personne n’en est responsable ici.", code="not-a-pupil")
        if guard.guardian.profile == Profile.PUPIL:
            raise Invalid(f"{guard.guardian} est élève et ne peut répondre d’un autre élève.", code="pupil-as-guardian")
    rows = [Guardianship(guardian=guard.guardian, pupil=guard.pupil, kind=guard.kind) for guard in guards]
    Guardianship.objects.bulk_create(rows, BATCH)


def _refuse_names_in_use(rows: models.QuerySet[Any], school: School, names: Iterable[str]) -> None:
    found = rows.filter(school=school, name__in=list(names)).values_list("name", flat=True)
    if taken := ", ".join(sorted(found)):
        raise Conflict(f"{school.name} a déjà : {taken}.", code="name-in-use")
