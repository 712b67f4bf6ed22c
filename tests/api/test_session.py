"""Signing in and out (API-01)."""

from datetime import date, datetime
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from cms.accounts.models import User
from cms.core import clock
from cms.directory.models import SchoolClass
from cms.rubrics.enums import Role
from tests.api.conftest import API, PASSWORD, Campus

SESSION = f"{API}/session"


def sign_in(client: Client, username: Any, password: Any = PASSWORD, **headers: str) -> Any:
    token = client.get(SESSION).json()["csrf_token"]
    body = {"username": username, "password": password}
    return client.post(SESSION, body, content_type="application/json", headers={"X-CSRFToken": token, **headers})


def strict(campus: Campus) -> Client:
    return campus.client(enforce_csrf_checks=True)


def test_api_01_sign_in_without_the_token_of_our_own_pages_is_refused(campus: Campus) -> None:
    campus.person("anne")
    body = {"username": "anne", "password": PASSWORD}
    answer = strict(campus).post(SESSION, body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf")


def test_api_01_sign_out_without_the_token_is_refused(campus: Campus) -> None:
    client = campus.client(campus.person("anne"), enforce_csrf_checks=True)
    assert client.delete(SESSION).status_code == 403
    assert client.get(SESSION).json()["signed_in"] is True


def test_api_01_every_refusal_of_sign_in_is_the_same(
    campus: Campus, other: Campus, monkeypatch: pytest.MonkeyPatch
) -> None:
    campus.person("anne")
    other.person("bruno")
    User.objects.create_user("claire", password=PASSWORD, is_active=False)
    work: list[str] = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: work.append("hash") or encode(*args))
    bodies, amounts = set(), set()
    for username, password in [
        ("personne", PASSWORD),
        ("anne", "pas-celui-là"),
        ("bruno", PASSWORD),
        ("claire", PASSWORD),
    ]:
        work.clear()
        answer = sign_in(strict(campus), username, password)
        assert answer.status_code == 403
        assert answer["Content-Type"] == "application/problem+json"
        bodies.add(answer.content)
        amounts.add(len(work))
    assert len(bodies) == 1
    assert amounts == {1}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"ends_on": "2020-01-01"}, "a pris fin"),
        ({"state": "suspended"}, "a pris fin"),
        ({"state": "leaving"}, "a pris fin"),
    ],
)
def test_dir_05_whose_stay_is_over_is_told_so_and_nobody_else_is(campus: Campus, fields: Any, said: str) -> None:
    campus.person("denis", "guest", **fields)
    wrong = sign_in(strict(campus), "denis", "pas-celui-là")
    assert (wrong.status_code, wrong.json()["code"]) == (403, "session.unknown")
    right = sign_in(strict(campus), "denis", PASSWORD)
    assert (right.status_code, right.json()["code"]) == (403, "session.closed")
    assert said in right.json()["detail"]


def test_dir_07_pupils_and_parents_are_kept_out_until_the_date_that_is_told(
    campus: Campus, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = {profile: campus.person(profile, profile) for profile in ("pupil", "parent", "teacher", "staff", "guest")}
    within = strict(campus)
    assert sign_in(within, "parent", PASSWORD).status_code == 200
    campus.school.families_out_from, campus.school.families_out_until = date(2027, 7, 6), date(2027, 8, 31)
    campus.school.save()
    for day, kept_out in (
        ("2027-07-05", set()),
        ("2027-07-06", {"pupil", "parent"}),
        ("2027-08-31", {"pupil", "parent"}),
    ):
        monkeypatch.setattr(clock, "now", lambda day=day: datetime.fromisoformat(f"{day}T10:00:00+02:00"))
        refused = {name for name in people if sign_in(strict(campus), name, PASSWORD).status_code == 403}
        assert refused == kept_out
    told = sign_in(strict(campus), "pupil", PASSWORD).json()
    assert (told["code"], "31 août 2027" in told["detail"]) == ("session.closed", True)
    assert within.get(SESSION).json()["signed_in"] is False  # who was inside is not any more
    monkeypatch.setattr(clock, "now", lambda: datetime.fromisoformat("2027-09-01T08:00:00+02:00"))
    assert sign_in(strict(campus), "pupil", PASSWORD).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"[1]",
        b"null",
        b"{}",
        b'{"username": ["a"], "password": {"$gt": 0}}',
        b'{"username": "a\\u0000", "password": "b"}',
        b'{"username": "\\ud800", "password": "\\ud800"}',
        b'{"username": "' + b"a" * 5000 + b'", "password": "b"}',
        b'{"username": 18446744073709551616, "password": true}',
        b"{" * 3000,
        b"[" * 60000,
        b"\xff\xfe",
        b"1" * 6000,
    ],
)
def test_api_01_a_malformed_sign_in_is_refused_cleanly(campus: Campus, body: bytes) -> None:
    answer = campus.client().post(SESSION, body, content_type="application/json")
    assert answer.status_code in {400, 403}
    assert answer["Content-Type"] == "application/problem+json"


def test_api_01_a_huge_body_and_another_format_are_refused(campus: Campus) -> None:
    huge = campus.client().post(SESSION, b" " * 70_000, content_type="application/json")
    form = campus.client().post(SESSION, {"username": "anne", "password": PASSWORD})
    assert (huge.status_code, form.status_code) == (413, 415)
    assert huge.json()["code"] == "too-large"


def test_api_01_failures_are_throttled_for_one_account_wherever_they_come_from(campus: Campus) -> None:
    campus.person("anne")
    for number in range(20):
        client = campus.client(REMOTE_ADDR=f"10.0.0.{number}")
        assert sign_in(client, "Anne", "faux").status_code == 403
    answer = sign_in(campus.client(REMOTE_ADDR="10.0.1.1"), "anne")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) >= 1
    assert answer.json()["code"] == "throttled"


def test_api_01_failures_are_throttled_for_one_address_whatever_it_claims(campus: Campus) -> None:
    campus.person("anne")
    for number in range(20):
        sign_in(campus.client(), f"personne{number}", "faux", **{"X-Forwarded-For": f"10.0.0.{number}"})
    assert sign_in(campus.client(), "anne", **{"X-Forwarded-For": "10.9.9.9"}).status_code == 429


def test_api_01_a_whole_class_signs_in_behind_one_address(campus: Campus) -> None:
    for number in range(30):
        campus.person(f"eleve{number}", "pupil")
        assert sign_in(campus.client(), f"eleve{number}").status_code == 200


def test_api_01_nobody_is_signed_in(campus: Campus) -> None:
    answer = campus.client().get(SESSION)
    assert answer.json().keys() == {"signed_in", "csrf_token", "school"}
    assert answer.json()["signed_in"] is False
    assert "no-store" in answer["Cache-Control"]


def test_api_01_sign_in_says_who_and_changes_the_session_key(campus: Campus) -> None:
    pupil = campus.person("leo", "pupil")
    parent = campus.person("anne")
    parent.children.add(pupil)
    pupil.classes.add(SchoolClass.objects.create(school=campus.school, name="3eA", year_group="3e"))
    client = strict(campus)
    planted = client.session
    planted["left"] = "by somebody"
    planted.save()
    before = client.cookies["sessionid"].value
    answer = sign_in(client, "anne")
    assert answer.status_code == 200
    assert client.cookies["sessionid"].value != before
    told = answer.json()
    assert told["school"] == {"name": "Collège jean-moulin", "slug": "jean-moulin"}
    assert told["person"] == {
        "ref": str(parent.ref),
        "display_name": "Anne Durand",
        "profile": "parent",
        "profile_label": told["person"]["profile_label"],
        "classes": ["3eA"],
        "can_write": False,
    }
    assert client.get(SESSION).json()["person"] == told["person"]


def test_rub_03_who_writes_somewhere_is_told_so(campus: Campus) -> None:
    person = campus.person("karim", "teacher")
    rubric = campus.rubric("Sport")
    campus.grant(rubric, Role.VISITOR, profile="teacher")
    assert campus.client(person).get(SESSION).json()["person"]["can_write"] is False
    campus.grant(rubric, Role.EDITOR, person=person)
    assert campus.client(person).get(SESSION).json()["person"]["can_write"] is True


def test_api_01_who_runs_the_installation_is_no_person_of_the_school(campus: Campus) -> None:
    User.objects.create_superuser("root", password=PASSWORD)
    client = strict(campus)
    told = sign_in(client, "root").json()["person"]
    assert (told["profile"], told["profile_label"], told["display_name"]) == ("operator", "Exploitant", "root")
    assert told["can_write"] is True


def test_api_01_someone_of_another_school_is_nobody_here(campus: Campus, other: Campus) -> None:
    stranger = other.person("bruno")
    assert other.client(stranger).get(SESSION).json()["signed_in"] is True
    assert campus.client(stranger).get(SESSION).json()["signed_in"] is False


def test_api_01_sign_out(campus: Campus) -> None:
    client = strict(campus)
    campus.person("anne")
    token = sign_in(client, "anne").json()["csrf_token"]
    assert client.delete(SESSION, headers={"X-CSRFToken": token}).status_code == 204
    assert client.get(SESSION).json()["signed_in"] is False
