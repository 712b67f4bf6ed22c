"""Reads about people."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet

from cms.accounts.models import User
from cms.core import clock
from cms.directory import rules
from cms.directory.enums import (
    ACCOMPANISTS,
    FAMILIES,
    PARENTAL,
    Ending,
    GroupPurpose,
    GuardianKind,
    Profile,
    Source,
    State,
)
from cms.directory.models import Function, Group, Guardianship, Person, SchoolClass, Subject, this_school_year
from cms.directory.signals import group_uses
from cms.schools.models import School

Keys = Iterable[Any] | QuerySet[Any, Any]  # values, or the query that finds them, to be used inside another


@dataclass(frozen=True)
class Facts:
    """What decides who a person is to the school: all that an audience may ask about them.

    A parent belongs to their children's classes and year groups; `profile` tells them from the pupils. Classes are of
    any year, and year groups of this school year: whoever was in 6e last year is not of it any more. `person_id` is 0
    for someone who is imagined ("a parent of 3eA").
    """

    school_id: int
    profile: str
    person_id: int = 0
    function_ids: Keys = ()
    subject_ids: Keys = ()
    class_ids: Keys = ()
    year_groups: Keys = ()
    group_ids: Keys = ()


def persons_of(user: User) -> list[Person]:
    """The people that an account is, one per school; those who may not enter today are left out."""
    return [person for person in _records_of(user) if may_enter(person)]


def person_in(user: User, school: School) -> Person | None:
    return next((person for person in persons_of(user) if person.school_id == school.pk), None)


def kept_out_of(user: User, school: School) -> Person | None:
    """Who the account would be in that school, were they not kept out today: to tell them why."""
    return next((p for p in _records_of(user) if p.school_id == school.pk and not may_enter(p)), None)


def _records_of(user: User) -> list[Person]:
    return list(Person.objects.filter(user=user).select_related("school__site__root_page", "school__collection"))


def may_enter(person: Person) -> bool:
    """Known, not ended, not closed; and for pupils and parents, not while the school is closed to them (DIR-07)."""
    return is_current(person) and not (person.profile in FAMILIES and families_are_out(person.school))


def is_current(person: Person) -> bool:
    return person.state == State.ACTIVE and (person.ends_on is None or person.ends_on >= clock.now().date())


def families_are_out(school: School) -> bool:
    return rules.is_closed(clock.now().date(), school.families_out_from, school.families_out_until)


def current_people(school_id: int) -> QuerySet[Person]:
    """Those of a school whose record is in force: they may be given rights, written to, counted."""
    return Person.objects.filter(_in_force(), school=school_id)


def _in_force() -> Q:
    """`is_current`, asked of the database."""
    return (Q(ends_on=None) | Q(ends_on__gte=clock.now().date())) & Q(state=State.ACTIVE)


def facts_of(person: Person) -> Facts:
    """No query: the parts are queries themselves, to stand inside the one that uses them."""
    return facts_by_keys(person.school_id, person.profile, person.pk, this_school_year())


def facts_by_keys(school: Any, profile: str, person: Any, year: Any) -> Facts:
    """The same of whoever has these keys, or will, in that year: they may be expressions (`cms.core.prepared`)."""
    places = _places_of(profile, person)
    return Facts(
        school_id=school,
        profile=profile,
        person_id=person,
        function_ids=Person.functions.through.objects.filter(person=person).values("function"),
        subject_ids=Person.subjects.through.objects.filter(person=person).values("subject"),
        class_ids=places.values("schoolclass"),
        year_groups=places.filter(schoolclass__school_year=year).values("schoolclass__year_group"),
        group_ids=Person.groups.through.objects.filter(person=person).values("group"),
    )


def known(facts: Facts) -> Facts:
    """The same with the values themselves, for whoever compares them: five queries."""
    named = ("function_ids", "subject_ids", "class_ids", "year_groups", "group_ids")
    values: dict[str, Any] = {name: frozenset(_values(getattr(facts, name))) for name in named}
    return replace(facts, **values)


def _values(keys: Keys) -> Iterable[Any]:
    return [value for row in keys for value in row.values()] if isinstance(keys, QuerySet) else keys


def _places_of(profile: str, person: Any) -> QuerySet[Any, Any]:
    """Rows of who is in which class: one's own, or for a parent one's children's."""
    places = Person.classes.through.objects
    if profile == Profile.PARENT:
        return places.filter(person__in=Guardianship.objects.filter(guardian=person, kind__in=PARENTAL).values("pupil"))
    return places.filter(person=person)


def class_names(person: Person) -> list[str]:
    """This school year's."""
    found = SchoolClass.objects.filter(pk__in=_places_of(person.profile, person.pk).values("schoolclass"))
    return list(found.filter(school_year=this_school_year()).order_by("name").values_list("name", flat=True))


def reserved_group(school: School, purpose: GroupPurpose) -> Group:
    """The school's group of heads, or of administrators: each school has one from its first day (DIR-04)."""
    return Group.objects.get(school=school, purpose=purpose)


def classes_this_year(school: School) -> list[SchoolClass]:
    return list(SchoolClass.objects.filter(school=school, school_year=this_school_year()))


def year_groups(school: School) -> list[str]:
    return sorted({one.year_group for one in classes_this_year(school)}, reverse=True)


def of_classes(**condition: Any) -> Q:
    """Members of these classes; for parents, those whose children are."""
    members = Person.classes.through.objects.filter(**condition).values("person")
    guardians = Guardianship.objects.filter(pupil__in=members, kind__in=PARENTAL).values("guardian")
    return (~Q(profile=Profile.PARENT) & Q(pk__in=members)) | (Q(profile=Profile.PARENT) & Q(pk__in=guardians))


def of_year_group(name: str) -> Q:
    """The same of this school year's classes of a year group."""
    return of_classes(schoolclass__year_group=name, schoolclass__school_year=this_school_year())


def members_of_classes(keys: Iterable[int], years: Iterable[str]) -> Iterator[tuple[int, str, int]]:
    """`of_classes` and `of_year_group` for many at once: class, its year group if it is of this school year, person."""
    this_year = this_school_year()
    asked = Q(schoolclass__in=keys) | Q(schoolclass__year_group__in=years, schoolclass__school_year=this_year)
    places = Person.classes.through.objects.filter(asked)
    answered = Guardianship.objects.filter(
        pupil__in=places.values("person"), kind__in=PARENTAL, guardian__profile=Profile.PARENT
    )
    guardians: dict[int, list[int]] = {}
    for pupil, guardian in answered.values_list("pupil", "guardian"):
        guardians.setdefault(pupil, []).append(guardian)
    told = ("schoolclass", "schoolclass__year_group", "schoolclass__school_year", "person", "person__profile")
    for key, year_group, year, person, profile in places.values_list(*told):
        itself = [] if profile == Profile.PARENT else [person]
        for member in (*itself, *guardians.get(person, ())):
            yield key, year_group if year == this_year else "", member


# --- Searching (DIR-03) ---


@dataclass(frozen=True)
class Criteria:
    """What is asked of people; empty means any. The last five are technical facts."""

    name: str = ""
    profile: str = ""
    function: Function | None = None
    subject: Subject | None = None
    school_class: SchoolClass | None = None
    year_group: str = ""
    group: Group | None = None
    username: str = ""
    source_key: str = ""
    source: str = ""
    state: str = ""
    ending: str = ""


def search_people(people: QuerySet[Person], asked: Criteria) -> QuerySet[Person]:
    conditions = (
        asked.profile and Q(profile=asked.profile),
        asked.function and Q(functions=asked.function),
        asked.subject and Q(subjects=asked.subject),
        asked.school_class and of_classes(schoolclass=asked.school_class),
        asked.year_group and of_year_group(asked.year_group),
        asked.group and Q(groups=asked.group),
        asked.username and Q(user__username__icontains=asked.username),
        asked.source_key and Q(source_key=asked.source_key),
        asked.source and Q(source=asked.source),
        asked.state and Q(state=asked.state),
        asked.ending and _ends(Ending(asked.ending)),
    )
    return named(people.filter(*filter(None, conditions)), asked.name)


def named(people: QuerySet[Person], name: str) -> QuerySet[Person]:
    """Those with each word of `name` in theirs, whatever the accents: no database of ours compares like that."""
    words = rules.folded(name).split()
    if not words:
        return people
    rows = people.order_by().values_list("pk", "first_name", "last_name")
    matching = [pk for pk, *names in rows if all(word in rules.folded(" ".join(names)) for word in words)]
    return people.filter(pk__in=matching)


def _ends(ending: Ending) -> Q:
    today = clock.now().date()
    if ending == Ending.PAST:
        return Q(ends_on__lt=today)
    return Q(ends_on__gte=today, ends_on__lte=today + rules.SOON)


def with_places(people: QuerySet[Person]) -> QuerySet[Person]:
    """With all that a list says of each: a few queries, whatever their number.

    Classes are this year's. A parent is told by their children whose record is in force: a list says nothing of those
    whom it would not list.
    """
    children = Prefetch("children", Person.objects.filter(_in_force()).prefetch_related(classes_at("classes")))
    return people.prefetch_related("functions", "subjects", classes_at("classes"), children)


def classes_at(lookup: str) -> Prefetch[str]:
    """The classes of this year, for whoever fetches people by another row."""
    return Prefetch(lookup, SchoolClass.objects.filter(school_year=this_school_year()))


# --- Records ---


def families_links(person: Person) -> list[Guardianship]:
    """Of a pupil, their adults; of an adult, their pupils: legal ones first, only between records in force."""
    links = Guardianship.objects.select_related("guardian", "pupil").prefetch_related(classes_at("pupil__classes"))
    order = list(GuardianKind)
    current = current_people(person.school_id).values("pk")
    if person.profile == Profile.PUPIL:
        links = links.filter(pupil=person, guardian__in=current)
    else:
        links = links.filter(guardian=person, pupil__in=current)
    return sorted(links.order_by("pk"), key=lambda link: order.index(GuardianKind(link.kind)))


def possible_accompanists(pupil: Person) -> QuerySet[Person]:
    """Adults who may be linked to this pupil and are not yet."""
    linked = Guardianship.objects.filter(pupil=pupil).values("guardian")
    return current_people(pupil.school_id).filter(profile__in=ACCOMPANISTS).exclude(pk__in=linked)


# --- Groups and guests ---


def groups_of(school: School) -> QuerySet[Group]:
    """With the number of their members in force."""
    current = current_people(school.pk).values("pk")
    size = Count("people", filter=Q(people__in=current))
    return Group.objects.filter(school=school).annotate(size=size).order_by("name")


def members_of(group: Group) -> QuerySet[Person]:
    """Members whose record is in force; the others keep their place, and find it again if they come back."""
    return current_people(group.school_id).filter(groups=group)


def possible_members(group: Group) -> QuerySet[Person]:
    """Those who may be added: pupils and parents are not put among the heads or the administrators."""
    found = current_people(group.school_id).exclude(groups=group)
    return found.exclude(profile__in=FAMILIES) if group.purpose else found


def uses_of(group: Group) -> list[str]:
    """The rights that the group gives, in words, as the apps that give them say."""
    return [use for _receiver, uses in group_uses.send(Group, group=group) for use in uses or ()]


def guests_of(school: School) -> QuerySet[Person]:
    """Those who left or soon leave come first (DIR-05)."""
    guests = Person.objects.filter(school=school, profile=Profile.GUEST)
    return guests.select_related("user").order_by(F("ends_on").asc(nulls_last=True), "last_name", "first_name")


def gone_guests(school: School) -> QuerySet[Person]:
    """Guests of the school's own whose stay is over: they may be removed."""
    return guests_of(school).filter(source=Source.SCHOOL, ends_on__lt=clock.now().date())


def ends_soon(person: Person) -> bool:
    today = clock.now().date()
    return person.ends_on is not None and today <= person.ends_on <= today + rules.SOON


def waits_for_password(guest: Person) -> bool:
    """Whether the guest has an account that nobody has signed in with, and that opens nothing elsewhere."""
    user = guest.user
    return (
        user is not None
        and is_current(guest)
        and not user.has_usable_password()
        and not user.is_superuser
        and user.people.count() == 1
    )
