"""The tree of rubrics (API-01, ZONE-01, ZONE-02, RUB-03)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from cms.rubrics.enums import Role, Zone
from cms.rubrics.models import Rubric
from tests.api.conftest import Campus, text_block


def titles(answer: Any) -> list[str]:
    assert answer.status_code == 200
    return [rubric["title"] for rubric in answer.json()["results"]]


@pytest.fixture
def tree(campus: Campus) -> dict[str, Rubric]:
    life = campus.rubric("Vie du collège", slug="vie")
    sport = campus.rubric("Sport", slug="sport", under=life, colour="#b5462f", icon="ball")
    staff = campus.rubric("Salle des professeurs", slug="profs", zone=Zone.PRIVATE)
    council = campus.rubric("Conseils", slug="conseils", under=staff)
    return {"life": life, "sport": sport, "staff": staff, "council": council}


def test_zone_01_nobody_in_particular_reads_what_is_public(get: Callable[..., Any], tree: dict[str, Rubric]) -> None:
    assert titles(get("/rubrics")) == ["Vie du collège", "Sport"]


def test_zone_02_a_role_below_a_rubric_that_one_cannot_read_has_no_effect(
    get: Callable[..., Any], campus: Campus, tree: dict[str, Rubric]
) -> None:
    person = campus.person("anne")
    campus.grant(tree["council"], Role.MANAGER, person=person)
    assert titles(get("/rubrics", person)) == ["Vie du collège", "Sport"]


def test_zone_02_offline_and_archived_rubrics_are_closed_with_all_beneath(
    get: Callable[..., Any], campus: Campus, tree: dict[str, Rubric]
) -> None:
    Rubric.objects.filter(pk=tree["life"].pk).update(archived_at=timezone.now())
    Rubric.objects.filter(pk=tree["staff"].pk).update(live=False)
    person = campus.person("anne")
    campus.grant(campus.root, Role.MANAGER, person=person)
    assert titles(get("/rubrics", person)) == []


def test_zone_01_someone_of_another_school_reads_what_is_public(
    get: Callable[..., Any], campus: Campus, other: Campus, tree: dict[str, Rubric]
) -> None:
    stranger = other.person("bruno", "teacher")
    other.grant(other.root, Role.MANAGER, profile="teacher")
    campus.grant(tree["staff"], Role.VISITOR, profile="teacher")
    assert titles(get("/rubrics", stranger)) == ["Vie du collège", "Sport"]


def test_rub_03_a_role_opens_a_rubric_and_those_beneath(
    get: Callable[..., Any], campus: Campus, tree: dict[str, Rubric]
) -> None:
    teacher = campus.person("karim", "teacher")
    campus.grant(tree["staff"], Role.VISITOR, profile="teacher")
    assert titles(get("/rubrics", teacher)) == ["Vie du collège", "Sport", "Salle des professeurs", "Conseils"]


def test_zone_02_a_public_rubric_under_a_private_one_is_told_private(
    get: Callable[..., Any], campus: Campus, tree: dict[str, Rubric]
) -> None:
    teacher = campus.person("karim", "teacher")
    campus.grant(tree["staff"], Role.VISITOR, profile="teacher")
    found = {rubric["title"]: rubric["zone"] for rubric in get("/rubrics", teacher).json()["results"]}
    assert found == {
        "Vie du collège": "public",
        "Sport": "public",
        "Salle des professeurs": "private",
        "Conseils": "private",
    }


def test_api_01_what_is_told_of_a_rubric(get: Callable[..., Any], campus: Campus, tree: dict[str, Rubric]) -> None:
    sport, life = tree["sport"], tree["life"]
    Rubric.objects.filter(pk=sport.pk).update(
        introduction=f'<p>Voir <a linktype="page" id="{life.pk}">la vie</a> et '
        f'<a linktype="page" id="{tree["staff"].pk}">la salle</a>.<script>alert(1)</script></p>'
    )
    campus.article(sport, "Cross")
    campus.article(sport, "Brouillon", live=False)
    answer = get("/rubrics")
    assert answer.json()["results"][1] == {
        "ref": str(sport.translation_key),
        "title": "Sport",
        "path": "vie/sport",
        "zone": "public",
        "depth": 2,
        "parent": str(life.translation_key),
        "introduction_html": f'<p>Voir <a href="/espace/#/rubriques/{life.translation_key}">la vie</a> et la salle.'
        "alert(1)</p>",
        "colour": "#b5462f",
        "icon": "ball",
        "article_count": 1,
    }
    assert answer.json()["results"][0]["parent"] is None
    assert answer["Cache-Control"] == "no-cache" and "Cookie" in answer["Vary"]


def test_api_01_answers_to_who_is_signed_in_are_theirs_alone(get: Callable[..., Any], campus: Campus) -> None:
    assert get("/rubrics", campus.person("anne"))["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("amount", [10, 100])
def test_rub_03_the_tree_takes_the_same_queries_for_any_number_of_rubrics_and_roles(
    campus: Campus, amount: int, django_assert_num_queries: Any
) -> None:
    teacher = campus.person("karim", "teacher")
    target = campus.article(campus.rubric("Cible"), "Cible")
    for number in range(amount):
        link = f'<p><a linktype="page" id="{target.pk}">cible</a></p>'
        rubric = campus.rubric(f"Rubrique {number}", zone=Zone.PRIVATE, introduction=link)
        campus.grant(rubric, Role.VISITOR, profile="teacher")
    campus.article(rubric, "Seul", body=[text_block("<p>…</p>")])
    client = campus.client(teacher)
    # session, account · site, school, person · roles, tree · introductions, counts, links
    with django_assert_num_queries(2 + 3 + 2 + 3):
        answer = client.get("/api/v1/rubrics")
    assert len(answer.json()["results"]) == amount + 1
