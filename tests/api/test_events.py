"""API-01, RUB-02: the agenda that each reader is told."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.rubrics.enums import Role, Zone
from tests.api.conftest import Campus, text_block

Get = Callable[..., Any]
PERIOD = "from=2026-10-19&to=2026-11-02"


@pytest.fixture
def agenda(campus: Campus) -> dict[str, Any]:
    public = campus.rubric("Vie", slug="vie", agenda=True)
    beneath = campus.rubric("Chorale", slug="chorale", under=public, agenda=True)
    private = campus.rubric("3eA", zone=Zone.PRIVATE, agenda=True)
    off = campus.rubric("Sans agenda")
    weekly = {"start": time(9), "end": time(10), "repeat": "week", "times": 20, "exceptions": "27/10/2026"}
    campus.event(beneath, "Chorale", date(2026, 9, 8), place="Salle 3", body=[text_block("<p>Venez.</p>")], **weekly)
    campus.event(public, "Vacances", date(2026, 10, 17), last_day=date(2026, 11, 1))
    campus.event(public, "Reporté", date(2026, 10, 23), cancelled=True)
    campus.event(private, "Conseil", date(2026, 10, 22), start=time(17, 30))
    campus.event(off, "Caché", date(2026, 10, 22))
    campus.event(public, "Brouillon", date(2026, 10, 22), live=False)
    reader = campus.person("rose")
    campus.grant(private, Role.VISITOR, person=reader)
    return {"reader": reader, "public": public, "off": off}


def told(answer: Any) -> list[tuple[str, str, str | None]]:
    assert answer.status_code == 200, answer.content
    results = answer.json()["results"]
    return [(one["event"]["title"], one["time"]["starts"], one["time"]["ends"]) for one in results]


def test_rub_02_each_is_told_what_they_may_read_and_the_hour_follows_the_clock(
    campus: Campus, agenda: dict[str, Any], get: Get
) -> None:
    public = [
        ("Vacances", "2026-10-17", "2026-11-01"),
        ("Chorale", "2026-10-20T09:00:00+02:00", "2026-10-20T10:00:00+02:00"),
        ("Reporté", "2026-10-23", None),
    ]
    assert told(get(f"/events?{PERIOD}")) == public
    council = ("Conseil", "2026-10-22T17:30:00+02:00", None)
    assert told(get(f"/events?{PERIOD}", agenda["reader"])) == [*public[:2], council, public[2]]
    assert told(get(f"/events?{PERIOD}", campus.person("tiers"))) == public
    winter = told(get("/events?from=2026-11-02&to=2026-11-04"))
    assert winter == [("Chorale", "2026-11-03T09:00:00+01:00", "2026-11-03T10:00:00+01:00")]


def test_rub_02_by_rubric_and_one_event(campus: Campus, agenda: dict[str, Any], get: Get) -> None:
    key = agenda["public"].translation_key
    assert [one[0] for one in told(get(f"/events?{PERIOD}&rubric={key}"))] == ["Vacances", "Reporté"]
    assert len(told(get(f"/events?{PERIOD}&rubric={key}&include=descendants"))) == 3
    assert told(get(f"/events?{PERIOD}&rubric={agenda['off'].translation_key}")) == []
    card = get("/events?from=2026-10-20&to=2026-10-20").json()["results"][1]["event"]
    one = get(f"/events/{card['ref']}").json()
    assert (one["place"], one["repeat"]) == ("Salle 3", "week")
    assert one["public_url"].startswith("/vie/chorale/agenda/")
    assert one["body_html"] == "<p>Venez.</p>"
    assert len(one["occurrences"]) == 19
    # An event is no article: neither in their lists nor at their addresses.
    assert get("/articles").json()["results"] == []
    assert get(f"/articles/{card['ref']}").status_code == 404


@pytest.mark.parametrize(
    "query", ["from=2026-02-30", "from=2026-10-02&to=2026-10-01", "from=2026-01-01&to=2028-01-01", "from=9999-12-31"]
)
def test_api_01_a_period_is_bounded_and_exists(campus: Campus, get: Get, query: str) -> None:
    answer = get(f"/events?{query}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")


def test_api_01_a_longer_agenda_costs_no_more_queries(campus: Campus, agenda: dict[str, Any], get: Get) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            told(get(f"/events?{PERIOD}"))
        return len(seen)

    get("/events")  # what is kept for the process
    before = count()
    for number in range(10):
        campus.event(agenda["public"], f"Encore {number}", date(2026, 10, 22), tags=[f"mot {number}"])
    assert count() == before
