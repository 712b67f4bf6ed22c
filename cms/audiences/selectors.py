"""The matcher, both ways: which audiences is this person in, and who is in this audience.

A term matches someone when each thing it names is true of them; an audience is whoever matches one of its included
terms and none of its excluded ones. Each way is one condition of the database. They are two readings of one table,
`_holds` and `_has`, and a test compares them with a third that reads no database.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, IntegerField, Q, QuerySet, Value

from cms.audiences.models import Audience, AudienceTerm
from cms.directory.models import Person
from cms.directory.selectors import Facts, current_people, of_classes, of_profile, of_year_group

AT_ONCE = 100  # queries that are put together in one; SQLite takes 500


def audiences_of(facts: Facts) -> QuerySet[Audience]:
    """The audiences of their school that this person is in."""
    return Audience.objects.filter(pk__in=audience_keys_of(facts))


def audience_keys_of(facts: Facts) -> QuerySet[AudienceTerm, dict[str, Any]]:
    """Their primary keys, to stand inside another query: terms are read once, those that hold put together again."""
    matching = AudienceTerm.objects.filter(_holds(facts), audience__school=facts.school_id)
    exclusions = Count("pk", filter=Q(excluded=True))
    return matching.values("audience").annotate(exclusions=exclusions).filter(exclusions=0).values("audience")


def people_in(audience: Audience) -> QuerySet[Person]:
    """Who is concerned, among those whose record is in force."""
    return people_matching(audience.school_id, audience.terms.all())


def people_matching(school_id: int, terms: Iterable[AudienceTerm]) -> QuerySet[Person]:
    """The same for terms that may not be saved yet: what a picker shows before anything is decided."""
    terms = list(terms)
    found = current_people(school_id).filter(_any(_has(term) for term in terms if not term.excluded))
    return found.exclude(_any(_has(term) for term in terms if term.excluded))


def people_by_audience(school_id: int, audiences: Iterable[Audience]) -> dict[int, frozenset[int]]:
    """Who is in each audience of a school, by primary keys: one query for a hundred different ones.

    With prefetched terms it asks for nothing else: for screens that count the people of many rows.
    """
    asked: dict[frozenset[tuple[Any, ...]], tuple[list[AudienceTerm], list[int]]] = {}
    for audience in audiences:
        terms = list(audience.terms.all())
        asked.setdefault(signature(terms), (terms, []))[1].append(audience.pk)
    groups = list(asked.values())
    found: dict[int, frozenset[int]] = {}
    for start in range(0, len(groups), AT_ONCE):
        some = groups[start : start + AT_ONCE]
        first, *others = (
            people_matching(school_id, terms).order_by().values_list(Value(number, output_field=IntegerField()), "pk")
            for number, (terms, _audiences) in enumerate(some)
        )
        members: list[set[int]] = [set() for _ in some]
        for number, pk in first.union(*others, all=True):
            members[number].add(pk)
        for (_terms, keys), people in zip(some, members, strict=True):
            found |= dict.fromkeys(keys, frozenset(people))
    return found


def _holds(facts: Facts) -> Q:
    """Terms that are true of the person; where they leave out, those that were true too."""
    return (
        (Q(profile="") | Q(profile__in=facts.profiles) | Q(excluded=True, profile__in=facts.past_profiles))
        & (Q(function=None) | Q(function__in=facts.function_ids))
        & (Q(subject=None) | Q(subject__in=facts.subject_ids))
        & (Q(year_group="") | Q(year_group__in=facts.year_groups))
        & (
            Q(school_class=None)
            | Q(school_class__in=facts.class_ids)
            | Q(excluded=True, school_class__in=facts.past_class_ids)
        )
        & (Q(group=None) | Q(group__in=facts.group_ids))
        & (Q(person=None) | Q(person=facts.person_id))
    )


def _has(term: AudienceTerm) -> Q:
    """People of whom the term is true; where it leaves out, of whom it was true too."""
    found = Q()
    if term.profile:
        found &= of_profile(term.profile, past=term.excluded)
    if term.function_id:
        found &= Q(pk__in=Person.functions.through.objects.filter(function=term.function_id).values("person"))
    if term.subject_id:
        found &= Q(pk__in=Person.subjects.through.objects.filter(subject=term.subject_id).values("person"))
    if term.year_group:
        found &= of_year_group(term.year_group)
    if term.school_class_id:
        found &= of_classes(schoolclass=term.school_class_id, past=term.excluded)
    if term.group_id:
        found &= Q(pk__in=Person.groups.through.objects.filter(group=term.group_id).values("person"))
    if term.person_id:
        found &= Q(pk=term.person_id)
    return found


def _any(conditions: Iterable[Q]) -> Q:
    """One of these; nobody when there is none."""
    found = Q(pk__in=[])
    for condition in conditions:
        found |= condition
    return found


def signature(terms: Iterable[AudienceTerm]) -> frozenset[tuple[Any, ...]]:
    """What two audiences share when they say the same thing."""
    return frozenset(
        (row.excluded, row.profile, row.year_group, *(getattr(row, f"{name}_id") for name in AudienceTerm.NAMED))
        for row in terms
    )
