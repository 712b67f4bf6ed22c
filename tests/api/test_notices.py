"""NOTIF: what somebody was told is read by them, at one school's address, and by nobody else (API-01)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from cms.directory.models import Person
from cms.notifications.enums import Kind
from cms.notifications.models import Notice
from cms.notifications.services import tell
from tests.api.conftest import API, Campus


def told(*people: Person, text: str = "À valider", about: UUID | None = None) -> UUID:
    about = about or uuid4()
    accounts = [person.user for person in people if person.user]
    tell(recipients=accounts, kind=Kind.PROPOSED, about=about, text=text, address="/admin/", actor=None)
    return about


def read(campus: Campus, person: Person | None, sent: dict[str, Any] | None = None) -> Any:
    return campus.client(person).post(f"{API}/notices/read", sent or {}, content_type="application/json")


def test_api_01_notices_are_for_who_is_signed_in_and_of_the_school(
    get: Callable[..., Any], campus: Campus, other: Campus
) -> None:
    stranger = other.person("omar")
    told(stranger)
    for who in (None, stranger):
        assert get("/notices", who).status_code == 403
        assert read(campus, who).status_code == 403
    assert Notice.objects.get().read_at is None


def test_api_01_one_reads_and_marks_ones_own_and_nobody_elses(get: Callable[..., Any], campus: Campus) -> None:
    anne, paul = campus.person("anne"), campus.person("paul")
    first, second = told(anne, paul, text="Un"), told(anne, text="Deux")
    found = get("/notices", anne).json()
    assert [(one["text"], one["about"], one["kind"], one["read_at"]) for one in found["results"]] == [
        ("Deux", str(second), "proposed", None),
        ("Un", str(first), "proposed", None),
    ]
    assert (found["unread"], found["next"], found["previous"]) == (2, None, None)
    assert "id" not in found["results"][0]

    assert read(campus, anne, {"about": [str(first), str(uuid4())]}).json() == {"marked": 1, "unread": 1}
    assert [one["text"] for one in get("/notices?unread=1", anne).json()["results"]] == ["Deux"]
    assert get("/notices", paul).json()["unread"] == 1
    assert read(campus, anne).json() == {"marked": 1, "unread": 0}
    assert len(get("/notices", anne).json()["results"]) == 2


def test_api_01_a_wrong_question_is_refused_and_marks_nothing(get: Callable[..., Any], campus: Campus) -> None:
    anne = campus.person("anne")
    told(anne)
    for wrong in ({"about": ["un"]}, {"about": []}, {"about": "x"}, {"about": [str(uuid4())] * 101}):
        assert read(campus, anne, wrong).status_code in {400, 422}
    for query in ("cursor=zzz", "unread=peut-être"):
        assert get(f"/notices?{query}", anne).status_code == 400
    assert get("/notices", anne).json()["unread"] == 1


def test_api_01_what_is_told_meanwhile_neither_repeats_nor_skips_a_notice(
    get: Callable[..., Any], campus: Campus
) -> None:
    anne = campus.person("anne")
    for number in range(45):
        told(anne, text=f"n{number}")
    seen: list[str] = []
    address: str | None = "/notices"
    while address:
        page = get(address, anne).json()
        seen += [one["text"] for one in page["results"]]
        if len(seen) == 20:
            told(anne, text="pendant ce temps")
        address = page["next"] and page["next"].removeprefix(API)
    assert seen == [f"n{number}" for number in reversed(range(45))]
    back = get(page["previous"].removeprefix(API), anne).json()
    assert [one["text"] for one in back["results"]] == [f"n{number}" for number in reversed(range(5, 25))]
