"""Reads about people."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, F, OuterRef, Prefetch, Q, QuerySet

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

    A parent belongs to their children's classes and year groups; the profile tells them from the pupils. Classes and
    year groups are this school year's, and children those who are here: with them ends what was given through them
    (DIR-08). Whoever was left out stays so: that is asked of `past_profiles` and `past_class_ids` too. `person_id` is 0
    for someone who is imagined ("a parent of 3eA").
    """

    school_id: int
    profiles: Keys = ()
    past_profiles: Keys = ()
    person_id: int = 0
    function_ids: Keys = ()
    subject_ids: Keys = ()
    class_ids: Keys = ()
    past_class_ids: Keys = ()
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


def people_who_may_enter() -> QuerySet[Person]:
    """`may_enter`, asked of the database."""
    today = clock.now().date()
    out = Q(profile__in=FAMILIES, school__families_out_from__lte=today, school__families_out_until__gte=today)
    return Person.objects.filter(_in_force()).exclude(out)


def _in_force(day: Any = None, person: str = "") -> Q:
    """`is_current`, asked of the database: that day or today, of rows or of the `person` that they name ("pupil__")."""
    lasting = Q(**{f"{person}ends_on": None}) | Q(**{f"{person}ends_on__gte": day or clock.now().date()})
    return lasting & Q(**{f"{person}state": State.ACTIVE})


def facts_of(person: Person) -> Facts:
    """No query: the parts are queries themselves, to stand inside the one that uses them."""
    return facts_by_keys(person.school_id, person.profile, person.pk, this_school_year(), clock.now().date())


def facts_by_keys(school: Any, profile: str, person: Any, year: Any, day: Any) -> Facts:
    """The same of whoever has these keys, or will, that day of that school year: they may be expressions
    (`cms.core.prepared`)."""
    places = _places_of(profile, person, day).filter(schoolclass__school_year=year)
    return Facts(
        school_id=school,
        profiles=_parent_of_somebody(person, day) if profile == Profile.PARENT else (profile,),
        past_profiles=(profile,),
        person_id=person,
        function_ids=Person.functions.through.objects.filter(person=person).values("function"),
        subject_ids=Person.subjects.through.objects.filter(person=person).values("subject"),
        class_ids=places.values("schoolclass"),
        past_class_ids=_all_places_of(profile, person).values("schoolclass"),
        year_groups=places.values("schoolclass__year_group"),
        group_ids=Person.groups.through.objects.filter(person=person).values("group"),
    )


def known(facts: Facts) -> Facts:
    """The same with the values themselves, for whoever compares them: a query for each that is one."""
    named = [field.name for field in fields(Facts) if field.name not in {"school_id", "person_id"}]
    values: dict[str, Any] = {name: frozenset(_values(getattr(facts, name))) for name in named}
    return replace(facts, **values)


def _values(keys: Keys) -> Iterable[Any]:
    return [value for row in keys for value in row.values()] if isinstance(keys, QuerySet) else keys


def _places_of(profile: str, person: Any, day: Any) -> QuerySet[Any, Any]:
    """Rows of who is in which class: one's own, or for a parent those of one's children who are here."""
    places = _all_places_of(profile, person)
    return places.filter(_in_force(day, "person__")) if profile == Profile.PARENT else places


def _all_places_of(profile: str, person: Any) -> QuerySet[Any, Any]:
    """Those of children who left, too."""
    places = Person.classes.through.objects
    if profile == Profile.PARENT:
        return places.filter(person__in=_children_of(person).values("pupil"))
    return places.filter(person=person)


def _children_of(parent: Any) -> QuerySet[Guardianship]:
    return Guardianship.objects.filter(guardian=parent, kind__in=PARENTAL)


def _parent_of_somebody(person: Any, day: Any) -> QuerySet[Any, Any]:
    """The profile of this parent, unless all the children that the directory knows of have left."""
    return Person.objects.filter(_keeps_a_child(day), pk=person).values("profile")


def _keeps_a_child(day: Any = None) -> Q:
    """Parents with a child who is here, or of whom the directory knows no child."""
    children = Guardianship.objects.filter(guardian=OuterRef("pk"), kind__in=PARENTAL)
    return Q(Exists(children.filter(_in_force(day, "pupil__")))) | ~Q(Exists(children))


def class_names(person: Person) -> list[str]:
    """This school year's."""
    places = _places_of(person.profile, person.pk, clock.now().date())
    found = SchoolClass.objects.filter(pk__in=places.values("schoolclass"))
    return list(found.filter(school_year=this_school_year()).order_by("name").values_list("name", flat=True))


def reserved_group(school: School, purpose: GroupPurpose) -> Group:
    """The school's group of heads, or of administrators: each school has one from its first day (DIR-04)."""
    return Group.objects.get(school=school, purpose=purpose)


def classes_this_year(school: School) -> list[SchoolClass]:
    return list(SchoolClass.objects.filter(school=school, school_year=this_school_year()))


def year_groups(school: School) -> list[str]:
    return sorted({one.year_group for one in classes_this_year(school)}, reverse=True)


def of_profile(profile: str, *, past: bool = False) -> Q:
    """Those who have it; `past`: and parents whose children have all left."""
    found = Q(profile=profile)
    return found & _keeps_a_child() if profile == Profile.PARENT and not past else found


def of_classes(*, past: bool = False, **condition: Any) -> Q:
    """Members of these classes of this school year; for parents, those whose children are, and are here.

    `past`: whoever was ever in them, and their parents.
    """
    places = Person.classes.through.objects.filter(**condition)
    links = Guardianship.objects.filter(kind__in=PARENTAL)
    if not past:
        places = places.filter(schoolclass__school_year=this_school_year())
        links = links.filter(_in_force(person="pupil__"))
    members = places.values("person")
    guardians = links.filter(pupil__in=members).values("guardian")
    return (~Q(profile=Profile.PARENT) & Q(pk__in=members)) | (Q(profile=Profile.PARENT) & Q(pk__in=guardians))


def of_year_group(name: str) -> Q:
    """The same of the classes of a year group."""
    return of_classes(schoolclass__year_group=name)


def members_of_classes(keys: Iterable[int], years: Iterable[str]) -> Iterator[tuple[int, str, int, bool]]:
    """`of_classes` and `of_year_group` for many at once: class, its year group, person, and whether they still belong
    to it; else they did, or a child of theirs who left."""
    this_year = this_school_year()
    asked = Q(schoolclass__in=keys) | Q(schoolclass__year_group__in=years, schoolclass__school_year=this_year)
    places = Person.classes.through.objects.filter(asked)
    here = ExpressionWrapper(_in_force(person="pupil__"), output_field=BooleanField())
    answered = Guardianship.objects.annotate(here=here).filter(
        pupil__in=places.values("person"), kind__in=PARENTAL, guardian__profile=Profile.PARENT
    )
    guardians: dict[int, list[tuple[int, bool]]] = {}
    for pupil, guardian, present in answered.values_list("pupil", "guardian", "here"):
        guardians.setdefault(pupil, []).append((guardian, present))
    told = ("schoolclass", "schoolclass__year_group", "schoolclass__school_year", "person", "person__profile")
    for key, year_group, year, person, profile in places.values_list(*told):
        itself = [] if profile == Profile.PARENT else [(person, True)]
        for member, present in (*itself, *guardians.get(person, ())):
            yield key, year_group, member, present and year == this_year


def parents_of_nobody_here(school_id: int) -> QuerySet[Person, int]:
    """Parents all of whose children, that the directory knows of, have left."""
    parents = Person.objects.filter(school=school_id, profile=Profile.PARENT)
    return parents.exclude(_keeps_a_child()).values_list("pk", flat=True)


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
