"""ADM-02: what is wrong is said with its cause, to the machine's owner; to anybody else, yes or no."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django_tasks_db.models import DBTaskResult

from cms.core import clock
from cms.operations.rules import Database, Disk, Health, Mail, Queue, SchoolState, faults
from cms.publishing.enums import Reason
from cms.publishing.models import PublicationRequest
from cms.publishing.selectors import waiting_requests
from cms.publishing.services import fail_release, finish_release, request_publication
from tests.support.installation import Installation
from tests.support.schools import SmallSchool

GB = 1_000_000_000
SCHOOL = SchoolState("Collège", release=3, since="2026-11-27T12:00:00+00:00")
WELL = Health(
    web=True,
    database=Database("postgresql"),
    disk=Disk(50 * GB, 100 * GB, 1_000_000),
    queue=Queue("redis", waiting=3, waiting_seconds=20, failed=2),
    mail=Mail(waiting=1, waiting_seconds=70),
    schools={"college": replace(SCHOOL, waiting=2, waiting_seconds=40, failures=3, message="le disque est plein.")},
)

WRONG: list[tuple[dict[str, Any], str]] = [
    ({"web": False}, "serveur web"),
    ({"database": Database("postgresql", refused="la base ne répond pas")}, "la base ne répond pas"),
    ({"database": Database("sqlite", missing=["schools.0009_x"])}, "preau migrate"),
    ({"database": Database("sqlite", unknown=["schools.9001_x"])}, "version plus récente"),
    ({"disk": Disk(999_000_000, 100 * GB, None)}, "999,0 Mo"),
    ({"disk": Disk(50 * GB, 100 * GB, 9_999)}, "9999 fichiers"),
    ({"queue": Queue("redis", refused="Connection refused")}, "QUEUE_URL"),
    ({"queue": Queue("database", waiting=1, waiting_seconds=601)}, "travailleur"),
    ({"mail": Mail(waiting=2, waiting_seconds=3601, refused=2)}, "Aucun courriel"),
    ({"schools": {"college": replace(SCHOOL, waiting=1, waiting_seconds=4000)}}, "1 h 06 min (aucun essai)"),
    (
        {"schools": {"college": replace(SCHOOL, waiting=1, waiting_seconds=700, failures=2, message="Disque plein.")}},
        "college : une publication attend depuis 11 min (2 échecs, le dernier : Disque plein.)",
    ),
]


@pytest.mark.parametrize(("change", "told"), WRONG, ids=[told for _change, told in WRONG])
def test_adm_02_each_thing_that_is_wrong_is_told_alone(change: dict[str, Any], told: str) -> None:
    (found,) = faults(replace(WELL, **change))
    assert told in found


def test_adm_02_what_passes_by_itself_is_no_fault() -> None:
    """A few seconds in a queue, a publication that is tried again, an address that refuses its mail."""
    assert faults(WELL) == []
    assert faults(replace(WELL, mail=Mail(waiting=1, waiting_seconds=9000, refused=1, sent_meanwhile=True))) == []
    assert faults(replace(WELL, disk=Disk(50 * GB, 100 * GB, None), queue=None, mail=None, schools={})) == []


def measured() -> tuple[dict[str, Any], str]:
    """The answer in JSON, and what the command complains of: no web server runs here."""
    out = StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("health", json=True, stdout=out)
    answer: dict[str, Any] = json.loads(out.getvalue())
    assert "\n".join(answer["faults"]) == str(refusal.value)
    return answer, str(refusal.value)


@pytest.mark.django_db
def test_adm_02_each_school_tells_its_last_release_what_waits_and_why_it_fails() -> None:
    school = SmallSchool().school
    quiet = SmallSchool("calme").school
    PublicationRequest.objects.all().delete()
    finish_release(school=school, number=7, requests=[], seconds=1)
    request_publication(school=school, reason=Reason.ASKED)
    PublicationRequest.objects.update(requested_at=clock.now() - timedelta(minutes=25))
    request_publication(school=school, reason=Reason.ASKED)
    fail_release(school=school, requests=waiting_requests(school), seconds=1, message="Le disque est plein.")

    answer, complaint = measured()

    told = answer["schools"]["essai"]
    assert (told["release"], told["waiting"], told["failures"]) == (7, 2, 1)
    assert 25 * 60 <= told["waiting_seconds"] < 26 * 60
    assert "essai : une publication attend depuis 25 min (1 échec, le dernier : Le disque est plein.)" in complaint
    assert answer["schools"]["calme"] == {
        "name": quiet.name,
        "release": None,
        "since": None,
        "waiting": 0,
        "waiting_seconds": 0,
        "failures": 0,
        "message": "",
    }
    assert "calme" not in complaint
    assert answer["disk"]["bytes_free"] > 0
    assert answer["database"] == {"kind": connection.vendor, "refused": "", "missing": [], "unknown": []}


@pytest.mark.django_db
def test_adm_02_the_queue_in_the_database_tells_its_oldest_task(settings: Any) -> None:
    settings.ENV = replace(settings.ENV, queue_url="database:")
    common = {"args_kwargs": {"args": [], "kwargs": {}}, "task_path": "x", "backend_name": "queue"}
    for status in ("READY", "FAILED"):
        DBTaskResult.objects.create(status=status, run_after=clock.now(), **common)
    DBTaskResult.objects.update(enqueued_at=clock.now() - timedelta(hours=2))
    answer, complaint = measured()
    assert (answer["queue"]["waiting"], answer["queue"]["failed"]) == (1, 1)
    assert "Une tâche de fond attend depuis 2 h 00 min" in complaint


@pytest.mark.django_db
def test_adm_02_a_queue_that_does_not_answer_is_told(settings: Any) -> None:
    pytest.importorskip("django_rq")
    settings.ENV = replace(settings.ENV, queue_url="redis://127.0.0.1:1/0")
    settings.RQ_QUEUES = {"default": {"URL": "redis://127.0.0.1:1/0"}}
    answer, complaint = measured()
    assert answer["queue"]["refused"]
    assert "La file d’attente ne répond pas" in complaint


@pytest.mark.django_db
def test_adm_02_the_address_for_watchers_asks_neither_a_host_name_nor_https_nor_an_account(settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get("/api/healthz", headers={"host": "10.0.0.7:8000"})
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert answer["Cache-Control"] == "no-store"
    assert answer.cookies == {}


@pytest.mark.processes
def test_adm_02_a_database_that_does_not_answer(tmp_path: Path) -> None:
    """The command says so; the address says no more than that it is so."""
    installation = Installation(tmp_path, "postgresql://preau:secret@127.0.0.1:1/nowhere")
    done = installation.run("health", "--json", check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    answer = json.loads(done.stdout)
    assert "DATABASE_URL" in answer["database"]["refused"]
    assert "secret" not in done.stdout + done.stderr
    assert (answer["schools"], answer["mail"]) == ({}, None)
    asked = installation.python(
        "from django.test import Client\nanswer = Client().get('/api/healthz')\nprint(answer.status_code, answer.content)"
    )
    assert asked == r"503 b'indisponible\n'"


@pytest.mark.processes
def test_adm_02_a_database_that_is_not_migrated_is_told(empty_installation: Callable[..., Installation]) -> None:
    installation = empty_installation("fresh", migrated=False)
    installation.data_dir.mkdir()
    done = installation.run("health", check=False)
    assert done.returncode == 1
    assert "La base n’est pas à jour" in done.stderr
    assert "preau migrate" in done.stderr


@pytest.mark.processes
def test_adm_02_an_installation_that_runs_is_well_and_one_that_stopped_is_not(demo: Installation) -> None:
    demo.run("publish")
    with demo.serving():
        done = demo.run("health")
        assert "serveur web      répond" in done.stdout
        assert "rien n’attend" in done.stdout
        assert demo.json("health")["healthy"] is True
        answer = demo.get("/api/healthz", {"Host": "10.0.0.7"})
        assert (answer.status, answer.text) == (200, "ok\n")
    stopped = demo.run("health", check=False)
    assert stopped.returncode == 1
    assert "preau serve" in stopped.stderr
