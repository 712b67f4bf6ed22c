"""How many queries rights cost, which is no matter of how many roles there are (ZONE-02, RUB-03); nothing is timed."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cms.accounts.models import User
from cms.articles.models import Article
from cms.directory.models import Person
from cms.rubrics.enums import Role, Zone
from cms.rubrics.models import Rubric, SchoolPage
from cms.rubrics.permissions import within
from cms.rubrics.reach import reach_of
from cms.rubrics.rules import Area
from cms.rubrics.selectors import readable_paths
from cms.rubrics.services import grant_role
from cms.schools.models import School
from cms.schools.services import open_school

FEW, MANY = 10, 100
SOME_PAGES = 50

Queries = Callable[[Callable[[], object]], int]


@pytest.fixture
def school(db: None) -> School:
    return open_school(
        slug="mesure", name="Mesure", root_page=SchoolPage(title="Mesure", slug="mesure"), hostname="testserver"
    )


@pytest.fixture
def rubrics(school: School) -> list[Rubric]:
    """More than anybody has roles in, none inside another; the first is where articles are."""
    top = Page.objects.get(pk=school.root_page.pk)
    found = [top.add_child(instance=Rubric(title=f"Rubrique {n}", slug=f"r{n}")) for n in range(MANY)]
    for number in range(SOME_PAGES):
        found[0].add_child(instance=Article(title=f"Article {number}", slug=f"a{number}"))
    return found


@pytest.fixture
def moderator(school: School, rubrics: list[Rubric]) -> Callable[[int], Person]:
    """Makes someone who moderates so many rubrics, by a row for each."""
    numbers = count(1)

    def make(rows: int) -> Person:
        user = User.objects.create_user(f"moderateur{next(numbers)}")
        person = Person.objects.create(school=school, user=user, profile="guest", first_name="Ada", last_name="Roux")
        for rubric in rubrics[:rows]:
            grant_role(school=school, page=rubric, role=Role.MODERATOR, terms=[{"person": person}])
        return person

    return make


@pytest.fixture
def queries() -> Queries:
    def counted(act: Callable[[], object]) -> int:
        act()  # content types and the like are asked once a process
        with CaptureQueriesContext(connection) as found:
            act()
        return len(found)

    return counted


def explorer(person: Person, rubric: Rubric) -> Callable[[], Any]:
    client = Client()
    client.force_login(person.user)

    def ask() -> str:
        answer = client.get(f"/admin/pages/{rubric.pk}/")
        assert answer.status_code == 200
        return answer.content.decode()

    return ask


@pytest.mark.parametrize("rows", [FEW, MANY])
def test_zone_02_what_someone_reads_is_asked_in_four_queries_at_most(
    rows: int, school: School, rubrics: list[Rubric], moderator: Callable[[int], Person], queries: Queries
) -> None:
    person = moderator(rows)
    assert readable_paths(school, person) == [rubric.path for rubric in rubrics[:rows]]
    assert queries(lambda: readable_paths(school, person)) <= 4
    assert queries(lambda: reach_of(school, person)) <= 4
    assert queries(lambda: readable_paths(school, None)) == 1


def test_zone_02_the_tree_itself_says_where_a_role_given_above_stops(
    school: School, rubrics: list[Rubric], moderator: Callable[[int], Person]
) -> None:
    """The breaks are not asked apart: a rubric that inherits nothing, and what is beneath it, stay unread."""
    person = moderator(1)
    parent = Page.objects.get(pk=rubrics[0].pk)
    closed = parent.add_child(instance=Rubric(title="Fermée", slug="fermee", inherits=False))
    beneath = closed.add_child(instance=Rubric(title="Dessous", slug="dessous", zone=Zone.PUBLIC))
    inside = parent.add_child(instance=Rubric(title="Ouverte", slug="ouverte"))
    for found in (readable_paths(school, person), list(reach_of(school, person).places)):
        assert closed.path not in found
        assert beneath.path not in found
        assert inside.path in found


def test_rub_03_a_page_of_the_explorer_costs_the_same_with_few_roles_and_with_many(
    rubrics: list[Rubric], moderator: Callable[[int], Person], queries: Queries
) -> None:
    costs = set()
    for rows in (FEW, MANY):
        ask = explorer(moderator(rows), rubrics[0])
        assert all(f"Article {number}" in ask() for number in (0, SOME_PAGES - 1))
        costs.add(queries(ask))
    assert len(costs) == 1
    assert costs.pop() <= 40


def test_rub_03_areas_are_found_however_many_and_whatever_they_leave_out(school: School) -> None:
    """More of them than an expression of SQLite may have branches; one is inside what another leaves out."""
    top = Page.objects.get(pk=school.root_page.pk)
    outer, other, alone = (
        top.add_child(instance=Rubric(title=name, slug=name)) for name in ("outer", "other", "alone")
    )
    left_out = outer.add_child(instance=Rubric(title="left-out", slug="left-out"))
    kept = outer.add_child(instance=Rubric(title="kept", slug="kept"))
    inner = left_out.add_child(instance=Rubric(title="inner", slug="inner"))
    deep = inner.add_child(instance=Rubric(title="deep", slug="deep"))
    absent = [Area(f"{top.path}Z{number:03d}", ()) for number in range(1000)]
    areas = [Area(outer.path, (left_out.path,)), Area(inner.path, ()), Area(alone.path, ()), *absent]
    found = set(Page.objects.filter(within(areas)).values_list("path", flat=True))
    assert found == {page.path for page in (outer, kept, inner, deep, alone)}
    assert other.path not in found
