"""Killing processes at chosen instants, and reading what they left behind without asking them."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from publicsite.releases import SiteFolder
from tests.support.installation import PROJECT, Installation, wait_for
from tests.support.releases import files_of

MARK = re.compile(rb"Titre num\xc3\xa9ro (\d+)")


def after(process: subprocess.Popen[Any], seconds: float) -> bool:
    """Let a process run for a while; whether it is still running then."""
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return True
    return False


def processes_of(installation: Installation) -> list[int]:
    """Every process that runs with this installation's data folder."""
    wanted = f"DATA_DIR={installation.data_dir}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if wanted in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
        except OSError:
            continue
    return found


@contextmanager
def database(installation: Installation) -> Iterator[Any]:
    """The installation's database, each statement committed by itself; parameters are written %s."""
    if installation.database_url:
        import psycopg

        with psycopg.connect(installation.database_url, autocommit=True) as connection:
            yield lambda sql, *values: _rows(connection.execute(sql, values))
        return
    connection = sqlite3.connect(installation.data_dir / "preau.sqlite3", isolation_level=None, timeout=30)
    try:
        yield lambda sql, *values: _rows(connection.execute(sql.replace("%s", "?"), values))
    finally:
        connection.close()


def _rows(cursor: Any) -> list[Any]:
    return list(cursor.fetchall()) if cursor.description else []


def ask(installation: Installation, sql: str, *values: Any) -> list[Any]:
    with database(installation) as execute:
        rows: list[Any] = execute(sql, *values)
        return rows


def assert_database_is_sound(installation: Installation) -> None:
    if not installation.database_url:
        assert ask(installation, "PRAGMA integrity_check") == [("ok",)]
        assert ask(installation, "PRAGMA foreign_key_check") == []


def assert_whole_release(installation: Installation) -> int:
    """What is in service is complete and of one build (invariant 3); its number."""
    target = installation.current.readlink()
    assert target.parent.name == "releases" and target.name.isdecimal(), target
    record = json.loads((installation.current.parent / target).with_suffix(".json").read_text("utf-8"))
    release = (installation.current.parent / target).resolve(strict=True)
    files = files_of(release)
    assert len(files) == record["files"], (release, len(files), record["files"])
    assert sum(path.stat().st_size for path in files) == record["bytes"]
    assert (release / "index.html").stat().st_size > 1000
    marks = marks_in(release)
    assert len(marks) <= 1, f"{release} mêle {sorted(marks)}"
    return int(target.name)


def marks_in(release: Path) -> set[int]:
    """The numbers of the titles "Titre numéro N" that the pages of a release show."""
    return {int(found) for path in files_of(release, ".html") for found in MARK.findall(path.read_bytes())}


RUBRIC = "vie-du-college"
PUBLISHERS = """
import os, sys
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "cms.config.settings"
django.setup()
from django.db import connections
from cms.schools.models import School
from publicsite.publisher import publish
for _line in sys.stdin:
    connections.close_all()
    child = os.fork()
    if not child:
        publish(School.objects.get())
        os._exit(0)
    print(child, flush=True)
    print(os.waitpid(child, 0)[1], flush=True)
"""


class Publishers:
    """One publication after the other, each in a process of its own that is ready at once: to be killed many times."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.process = subprocess.Popen(
            [sys.executable, "-c", PUBLISHERS],
            env=installation.environment,
            cwd=PROJECT,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def publish(self, seconds: float | None = None, *, alone: bool = True) -> float | None:
        """How long a publication took; None when it was killed after `seconds`, `alone` or with all that it started."""
        assert self.process.stdin and self.process.stdout
        began = time.monotonic()
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        child = int(self.process.stdout.readline())
        if seconds is not None and not select.select([self.process.stdout], [], [], seconds)[0]:
            for pid in [child] if alone else self._started():
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        killed = os.WIFSIGNALED(int(self.process.stdout.readline()))
        wait_for(lambda: self._started() == [])  # those that it started must not go on writing
        return None if killed else time.monotonic() - began

    def stop(self) -> None:
        self.process.kill()
        self.process.communicate()

    def _started(self) -> list[int]:
        return [pid for pid in processes_of(self.installation) if pid != self.process.pid]


def kill_publications(demo: Installation, kills: int, told: Any = lambda: None) -> int:
    """Kills spread over the whole time that a publication takes, a change before each; what is served is always one
    whole release, and what was asked waits until it is there. How many went into service all the same.
    """
    publishers = Publishers(demo)
    try:
        change(demo, 0)
        duration = publishers.publish() or 0
        done = in_service = 0
        while done < kills:
            asked = done + 1
            change(demo, asked)
            took = publishers.publish(duration * (done + 1) / (kills + 1), alone=bool(done % 2))
            if took is not None:  # quicker than measured: this one counts for nothing
                duration = took
                continue
            done += 1
            told()
            assert_database_is_sound(demo)
            assert_whole_release(demo)
            if f"demande {asked}" not in waiting_subjects(demo):
                assert marks_in(demo.current.resolve()) == {asked}
            in_service += marks_in(demo.current.resolve()) == {asked}
        assert publishers.publish() is not None
    finally:
        publishers.stop()
    assert_whole_release(demo)
    assert marks_in(demo.current.resolve()) == {kills}
    assert waiting_subjects(demo) == set()
    assert_nothing_left_over(demo)
    return in_service


def change(demo: Installation, number: int) -> None:
    """A change in the database, and its request in the outbox."""
    (school,) = ask(demo, "SELECT id FROM schools_school")[0]
    ask(demo, f"UPDATE wagtailcore_page SET title = 'Titre numéro {number}' WHERE slug = %s", RUBRIC)
    request = (
        "INSERT INTO publishing_publicationrequest (school_id, reason, subject, requested_at) VALUES (%s, %s, %s, %s)"
    )
    ask(demo, request, school, "published", f"demande {number}", "2026-09-01 08:00:00")


def waiting_subjects(demo: Installation) -> set[str]:
    return {subject for (subject,) in ask(demo, "SELECT subject FROM publishing_publicationrequest")}


def assert_nothing_left_over(demo: Installation) -> None:
    """Releases and trees are explained by records; all else that killed publications left is gone."""
    folder = SiteFolder(demo.current.parent)
    numbers = {f"{record.number:06d}" for record in folder.records()}
    assert {path.name.partition(".")[0] for path in folder.releases.iterdir()} == numbers
    led_to = {
        Path(place).resolve().name
        for number in numbers
        for place, _folders, _names in os.walk(folder.releases / number, followlinks=True)
    }
    assert {path.name for path in folder.trees.place.iterdir() if path.is_dir()} == led_to
    assert [number for number in numbers if folder.verify(int(number))] == []
