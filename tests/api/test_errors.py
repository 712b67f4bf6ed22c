"""Refusals in one form (API-01, RFC 9457)."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.exceptions import NotAuthenticated

from api.errors import problem_json
from cms.core.exceptions import Conflict, DomainError, Invalid, NotAllowed, NotFound
from tests.api.conftest import API, Campus

MEMBERS = {"type", "title", "status", "detail", "code"}


@pytest.mark.parametrize(
    ("error", "status"),
    [(NotAllowed, 403), (NotFound, 404), (Conflict, 409), (Invalid, 422), (DomainError, 400)],
)
def test_api_01_each_family_of_the_domain_has_its_status(error: type[DomainError], status: int) -> None:
    answer = problem_json(error("Une phrase.", code="rubrics.closed"), {})
    assert answer.status_code == status
    assert b"Une phrase." in answer.content
    assert b"rubrics.closed" in answer.content


@pytest.mark.parametrize(
    "address", ["/", "/nimporte", "/articles/", "/articles/1abc", "/articles/%00", "/articles/[1]"]
)
def test_api_01_an_unknown_address_is_a_problem(get: Callable[..., Any], address: str) -> None:
    answer = get(address if address != "/" else "/rien/du/tout")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json().keys() == MEMBERS


@pytest.mark.parametrize("verb", ["post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("address", ["/rubrics", "/articles", "/articles/{ref}", "/"])
def test_api_01_nothing_is_written_where_one_reads(campus: Campus, verb: str, address: str) -> None:
    article = campus.article(campus.rubric("Sport"), "Cross")
    answer = getattr(campus.client(), verb)(API + address.format(ref=article.ref))
    assert answer.status_code == 405
    assert answer["Content-Type"] == "application/problem+json"
    assert "GET" in answer["Allow"]


def test_api_01_a_fault_of_ours_tells_nothing(campus: Campus, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError("mot-de-passe-de-la-base")

    monkeypatch.setattr("api.views.reach_of", fail)
    answer = campus.client(raise_request_exception=False).get(f"{API}/rubrics")
    assert answer.status_code == 500
    assert b"mot-de-passe" not in answer.content
    assert answer.json()["code"] == "failure"


def test_api_01_a_host_without_a_school_has_nothing(campus: Campus) -> None:
    answer = campus.client().get(f"{API}/rubrics", SERVER_NAME="localhost")
    assert (answer.status_code, answer.json()["code"]) == (404, "schools.unknown")


def test_api_01_a_refusal_of_the_framework_is_a_problem() -> None:
    answer = problem_json(NotAuthenticated(), {})
    assert answer["Content-Type"] == "application/problem+json"
