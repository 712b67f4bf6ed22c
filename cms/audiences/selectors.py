"""The matcher, both ways: which audiences is this person in, and who is in this audience.

A term matches someone when each thing it names is true of them; an audience is whoever matches one of its included
terms and none of its excluded ones. Each way is one condition of the database. They are two readings of one table,
`_holds` and `_has`, and a test compares them with a third that reads no database. For many audiences at once the
second is read in sets (`_Members`), and the same test compares it too.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet

from cms.audiences.models import Audience, AudienceTerm
from cms.directory.enums import Profile
from cms.directory.models import Person
from cms.directory.selectors import (
    Facts,
    current_people,
    members_of_classes,
    of_classes,
    of_profile,
    of_year_group,
    parents_of_nobody_here,
)


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
    """Who is in each audience of a school, by primary keys: seven queries at most, however many audiences.

    For screens that count the people of many rows: Django takes longer to put a condition for each together than all
    that the terms name takes to be read. With prefetched terms it asks for nothing else.
    """
    asked = {audience.pk: list(audience.terms.all()) for audience in audiences}
    members = _Members(school_id, [term for terms in asked.values() for term in terms])
    return {key: members.of(terms) for key, terms in asked.items()}


class _Members:
    """The people of a school whose record is in force, and who among them has what the terms name: `_has`, in sets.

    `had` is what was ever true of them, which is asked of terms that leave out.
    """

    def __init__(self, school_id: int, terms: Sequence[AudienceTerm]) -> None:
        self.everybody: set[int] = set()
        self.having: dict[tuple[str, Any], set[int]] = {}
        self.had: dict[tuple[str, Any], set[int]] = {}
        parents = any(term.profile == Profile.PARENT for term in terms)
        ended = set(parents_of_nobody_here(school_id)) if parents else set()
        people = current_people(school_id).order_by().values_list("pk", "profile") if terms else ()
        for person, profile in people:
            self.everybody.add(person)
            self._add("profile", profile, person, still=person not in ended)
        for name, links in (("function", Person.functions), ("subject", Person.subjects), ("group", Person.groups)):
            if keys := {key for term in terms if (key := getattr(term, f"{name}_id"))}:
                rows = links.through.objects.filter(**{f"{name}__in": keys})
                for key, person in rows.values_list(name, "person"):
                    self._add(name, key, person)
        classes = {term.school_class_id for term in terms if term.school_class_id}
        years = {term.year_group for term in terms if term.year_group}
        for key, year_group, person, still in members_of_classes(classes, years) if classes or years else ():
            self._add("school_class", key, person, still=still)
            if still:
                self._add("year_group", year_group, person)

    def of(self, terms: Iterable[AudienceTerm]) -> frozenset[int]:
        joined: set[int] = set()
        left_out: set[int] = set()
        for term in terms:
            (left_out if term.excluded else joined).update(self._matching(term))
        return frozenset(joined - left_out)

    def _matching(self, term: AudienceTerm) -> set[int]:
        named = {name: getattr(term, f"{name}_id") for name in ("function", "subject", "school_class", "group")}
        found = self.everybody if term.person_id is None else self.everybody & {term.person_id}
        having = self.had if term.excluded else self.having
        for name, value in {"profile": term.profile, "year_group": term.year_group, **named}.items():
            if value:
                found = found & having.get((name, value), set())
        return found

    def _add(self, name: str, value: Any, person: int, *, still: bool = True) -> None:
        for table in (self.had, self.having) if still else (self.had,):
            table.setdefault((name, value), set()).add(person)


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
