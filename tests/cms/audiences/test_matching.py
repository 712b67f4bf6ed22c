"""RUB-03, DIR-04, DIR-05: who is in an audience, read both ways, against a third reading that knows no database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Collection, Page, Site

from cms.audiences.models import Audience, AudienceTerm
from cms.audiences.selectors import audiences_of, people_by_audience, people_in, people_matching
from cms.core import clock
from cms.directory.models import Function, Group, Guardianship, Person, SchoolClass, Subject
from cms.directory.selectors import Facts, facts_of, known
from cms.rubrics.models import SchoolPage
from cms.schools.models import School

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 1, 12, 10, 0, tzinfo=UTC)
PROFILES = ["pupil", "parent", "teacher", "staff", "authority", "guest"]
CLASSES = {"6eA": "6e", "6eB": "6e", "3eA": "3e", "3eA of last year": "3e"}
LAST_YEAR = {"3eA of last year"}
NAMES = {
    "function": ["CPE", "AED", "Documentaliste"],
    "subject": ["Français", "EPS"],
    "school_class": list(CLASSES),
    "group": ["Club théâtre", "Conseil"],
}


@dataclass
class Someone:
    """A person as a secretary would describe them."""

    number: int
    school: str
    profile: str
    state: str
    ended: bool
    named: dict[str, set[str]]
    children: list[tuple[Someone, str]] = field(default_factory=list)

    @property
    def in_force(self) -> bool:
        return self.state == "active" and not self.ended

    @property
    def answered_for(self) -> list[Someone]:
        """An adult who accompanies a pupil does not, nor a teacher who is a parent."""
        links = {"legal", "in-charge"} if self.profile == "parent" else set()
        return [child for child, link in self.children if link in links]

    @property
    def past_classes(self) -> set[str]:
        """Parents follow their children."""
        if self.profile != "parent":
            return self.named["school_class"]
        return {name for child in self.answered_for for name in child.named["school_class"]}

    @property
    def classes(self) -> set[str]:
        """This year's; a child who left is followed no more."""
        if self.profile != "parent":
            return self.named["school_class"] - LAST_YEAR
        return {name for child in self.answered_for if child.in_force for name in child.classes}

    @property
    def has_left(self) -> bool:
        """A parent whose children have all left is no parent of the school any more."""
        return bool(self.answered_for) and not any(child.in_force for child in self.answered_for)

    def fits(self, line: Line) -> bool:
        """All that the line names is true of them; of what leaves out, or was."""
        here = {**self.named, "school_class": self.past_classes if line.excluded else self.classes}
        for what, wanted in line.term.items():
            if what == "profile" and (self.profile != wanted or (self.has_left and not line.excluded)):
                return False
            if what == "year_group" and wanted not in {CLASSES[name] for name in self.classes}:
                return False
            if what == "person" and self.number != wanted:
                return False
            if what in NAMES and wanted not in here[what]:
                return False
        return True


@dataclass
class Line:
    excluded: bool
    term: dict[str, Any]


def concerned(someone: Someone, school: str, lines: list[Line]) -> bool:
    joined = any(someone.fits(line) for line in lines if not line.excluded)
    left_out = any(someone.fits(line) for line in lines if line.excluded)
    return someone.school == school and joined and not left_out


def invent(chance: Random) -> tuple[list[Someone], list[tuple[str, list[Line]]]]:
    """People of two schools and audiences of the first and second; few names, so that they meet."""

    def some(names: list[str]) -> set[str]:
        return {name for name in names if chance.random() < 0.35}

    people = [
        Someone(
            number=number,
            school=chance.choice(["here", "here", "here", "there"]),
            profile=chance.choice(PROFILES),
            state=chance.choice(["active"] * 5 + ["suspended", "leaving"]),
            ended=chance.random() < 0.12,
            named={what: some(names) for what, names in NAMES.items()},
        )
        for number in range(28)
    ]
    pupils = [someone for someone in people if someone.profile == "pupil"]
    for adult in people:
        near = [pupil for pupil in pupils if pupil.school == adult.school and adult.profile != "pupil"]
        for child in chance.sample(near, min(len(near), chance.randrange(3))):
            adult.children.append((child, chance.choice(["legal", "in-charge", "accompanying"])))

    def a_term(school: str) -> dict[str, Any]:
        own = [someone.number for someone in people if someone.school == school]
        possible: dict[str, list[Any]] = {"profile": PROFILES, "year_group": ["6e", "3e"], **NAMES}
        term = {what: chance.choice(values) for what, values in possible.items() if chance.random() < 0.25}
        if own and (not term or chance.random() < 0.1):
            term["person"] = chance.choice(own)
        return term or {"profile": chance.choice(PROFILES)}

    audiences = []
    for _ in range(24):
        school = chance.choice(["here", "here", "there"])
        lines = [Line(excluded=False, term=a_term(school)) for _ in range(chance.randrange(1, 4))]
        lines += [Line(excluded=True, term=a_term(school)) for _ in range(chance.randrange(3))]
        audiences.append((school, lines))
    return people, audiences


class Written:
    """The same people and audiences in the database."""

    def __init__(self, people: list[Someone], audiences: list[tuple[str, list[Line]]]) -> None:
        self.schools = {slug: _school(slug) for slug in ("here", "there")}
        self.rows: dict[tuple[str, str, str], Any] = {}
        for slug, school in self.schools.items():
            for what, model in (("function", Function), ("subject", Subject), ("group", Group)):
                for name in NAMES[what]:
                    self.rows[slug, what, name] = model.objects.create(school=school, name=name)
            for name, year_group in CLASSES.items():
                year = 2025 if name in LAST_YEAR else 2026
                row = SchoolClass.objects.create(school=school, name=name, year_group=year_group, school_year=year)
                self.rows[slug, "school_class", name] = row
        self.people = {someone.number: self._person(someone) for someone in people}
        links = [
            Guardianship(guardian=self.people[adult.number], pupil=self.people[child.number], kind=kind)
            for adult in people
            for child, kind in adult.children
        ]
        Guardianship.objects.bulk_create(links)
        self.audiences = [self._audience(slug, lines) for slug, lines in audiences]

    def _person(self, someone: Someone) -> Person:
        day = NOW.date() - timedelta(days=1) if someone.ended else (NOW.date() if someone.number % 2 else None)
        person = Person.objects.create(
            school=self.schools[someone.school],
            first_name="N",
            last_name=str(someone.number),
            profile=someone.profile,
            state=someone.state,
            ends_on=day,
        )
        for what, field_name in (
            ("function", "functions"),
            ("subject", "subjects"),
            ("group", "groups"),
            ("school_class", "classes"),
        ):
            getattr(person, field_name).set(
                self.rows[someone.school, what, name] for name in sorted(someone.named[what])
            )
        return person

    def keywords(self, slug: str, line: Line) -> dict[str, Any]:
        found: dict[str, Any] = {"excluded": line.excluded}
        for what, value in line.term.items():
            if what in NAMES:
                found[what] = self.rows[slug, what, value]
            else:
                found[what] = self.people[value] if what == "person" else value
        return found

    def _audience(self, slug: str, lines: list[Line]) -> Audience:
        audience = Audience.objects.create(school=self.schools[slug])
        for line in lines:
            AudienceTerm.objects.create(audience=audience, **self.keywords(slug, line))
        return audience


def _school(slug: str) -> School:
    top = Page.objects.get(depth=1).add_child(instance=SchoolPage(title=slug, slug=slug))
    site = Site.objects.create(hostname=f"{slug}.example", root_page=top)
    collection = Collection.get_first_root_node().add_child(name=slug)
    return School.objects.create(slug=slug, name=slug, site=site, collection=collection)


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_rub_03_the_readings_of_an_audience_agree_on_every_pair(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """People of several functions, subjects, classes, groups and children; lines joined, left out, and conjunctive."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    people, audiences = invent(Random(seed))
    with undone():
        written = Written(people, audiences)
        concerns = [set(people_in(audience).values_list("pk", flat=True)) for audience in written.audiences]
        unsaved = [
            set(
                people_matching(
                    written.schools[slug].pk, [AudienceTerm(**written.keywords(slug, line)) for line in lines]
                ).values_list("pk", flat=True)
            )
            for slug, lines in audiences
        ]
        assert unsaved == concerns
        for slug, school in written.schools.items():
            there = [one for one, (place, _lines) in zip(written.audiences, audiences, strict=True) if place == slug]
            assert people_by_audience(school.pk, there) == {
                one.pk: set(people_in(one).values_list("pk", flat=True)) for one in there
            }
        for someone in people:
            person = written.people[someone.number]
            facts = facts_of(person)
            mine = set(audiences_of(facts).values_list("pk", flat=True))
            assert set(audiences_of(known(facts)).values_list("pk", flat=True)) == mine
            for (slug, lines), audience, found in zip(audiences, written.audiences, concerns, strict=True):
                expected = concerned(someone, slug, lines)
                assert (audience.pk in mine) == expected, (someone, lines)
                assert (person.pk in found) == (expected and someone.in_force), (someone, lines)


def test_rub_03_the_invented_schools_hold_what_the_comparison_is_about() -> None:
    """The check can fail: people in, people left out by an exclusion, accompanying adults, ended guests, all there."""
    joined = left_out = accompanying = out_of_force = conjunctive = 0
    for seed in range(10):
        people, audiences = invent(Random(seed))
        accompanying += sum(
            link == "accompanying" for one in people for _child, link in one.children if one.profile == "parent"
        )
        out_of_force += sum(not one.in_force for one in people)
        for slug, lines in audiences:
            conjunctive += sum(len(line.term) > 1 for line in lines)
            for someone in people:
                joined += concerned(someone, slug, lines)
                without = [line for line in lines if not line.excluded]
                left_out += concerned(someone, slug, without) and not concerned(someone, slug, lines)
    assert joined > 500 and left_out > 50 and accompanying > 5 and out_of_force > 20 and conjunctive > 200


def test_rub_03_somebody_imagined_is_in_no_audience_of_a_named_person() -> None:
    with undone():
        school = _school("here")
        person = Person.objects.create(school=school, first_name="A", last_name="B", profile="staff")
        audience = Audience.objects.create(school=school)
        AudienceTerm.objects.create(audience=audience, person=person)
        assert list(audiences_of(facts_of(person))) == [audience]
        assert not audiences_of(Facts(school_id=school.pk, profiles=["staff"])).exists()
