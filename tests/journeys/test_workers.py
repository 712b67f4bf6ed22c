"""SITE-02, SITE-03: many schools, several workers, and schools that fail or hang among them.

On PostgreSQL there are twenty schools; on SQLite, four, for the time that it takes.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.support.crashes import ask
from tests.support.installation import ON_POSTGRES, PROJECT, Installation, wait_for

pytestmark = pytest.mark.processes
HEALTHY = 18 if ON_POSTGRES else 3
LONG = 240  # seconds before a wait is a failure
CLOCKS = timedelta(milliseconds=50)  # between the end of a publication and its record

SCHOOLS = """
from django.db import transaction
from cms.publishing.models import PublicationRequest
from tests.support.schools import SmallSchool
for number in range({count}):
    with transaction.atomic():
        school = SmallSchool(f"ecole-{{number:02d}}")
        school.article(school.rubric("Vie"), "Le cross").save_revision().publish()
for slug in ("en-panne", "sans-fin"):
    SmallSchool(slug)
"""
EDITS = """
from django.db import transaction
from cms.articles.models import Article
for title in ("Le cross, un", "Le cross, deux"):
    for article in Article.objects.filter(slug="le-cross"):
        article.title = title
        with transaction.atomic():
            article.save_revision().publish()
"""
WAITING = """
    SELECT DISTINCT slug FROM publishing_publicationrequest r JOIN schools_school s ON s.id = r.school_id
    WHERE slug <> 'demo' ORDER BY slug
"""
RELEASES = """
    SELECT slug, outcome, ended_at, seconds FROM publishing_release r JOIN schools_school s ON s.id = r.school_id
    WHERE slug <> 'demo' ORDER BY r.id
"""


@contextmanager
def workers(installation: Installation, count: int) -> Iterator[subprocess.Popen[Any]]:
    """Running until they are told to stop, if the test has not ended them."""
    log = (installation.data_dir.parent / "publisher.log").open("ab")
    process = subprocess.Popen(
        [sys.executable, "-m", "cms", "publish", "--watch", "--workers", str(count)],
        env=installation.environment,
        cwd=PROJECT,
        stdout=log,
        stderr=log,
    )
    yield process
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0


@pytest.fixture
def schools(demo: Installation) -> Installation:
    """Those that are well, one whose folder cannot be written in, and one whose publication never comes back."""
    demo.python(SCHOOLS.format(count=HEALTHY))
    sites = demo.data_dir / "sites"
    (sites / "en-panne").write_text("ceci n’est pas un dossier")
    (sites / "sans-fin").mkdir()
    os.mkfifo(sites / "sans-fin" / "hosts")  # whoever reads it waits
    return demo


def only_the_ill_wait(installation: Installation) -> bool:
    return ask(installation, WAITING) == [("en-panne",), ("sans-fin",)]


def times(installation: Installation, slug: str) -> list[tuple[datetime, datetime]]:
    """When each publication of a school began and ended."""
    found = [(ended, seconds) for school, _, ended, seconds in ask(installation, RELEASES) if school == slug]
    ends = [(ended if ON_POSTGRES else datetime.fromisoformat(ended), seconds) for ended, seconds in found]
    return [(ended - timedelta(seconds=seconds), ended) for ended, seconds in ends]


def test_site_03_workers_share_the_schools_and_those_that_fail_or_hang_or_are_killed_hold_nobody_up(
    schools: Installation,
) -> None:
    with workers(schools, 2) as process:
        wait_for(lambda: ask(schools, RELEASES))  # and they are told to stop, whatever they are at
    assert process.returncode == 0
    with workers(schools, 2) as process:
        wait_for(lambda: only_the_ill_wait(schools), LONG)
        schools.python(EDITS)
        killed = children(process.pid)[0]
        os.kill(killed, signal.SIGKILL)
        wait_for(lambda: len(set(children(process.pid)) - {killed}) == 2)
        wait_for(lambda: only_the_ill_wait(schools), LONG)
        left = children(process.pid)
        process.kill()
        process.wait()
        wait_for(lambda: not any(is_running(pid) for pid in left))
    pages = [path.read_text() for path in schools.data_dir.glob("sites/ecole-*/current/vie/le-cross/index.html")]
    assert len(pages) == HEALTHY
    assert all("Le cross, deux" in page for page in pages)
    for number in range(HEALTHY):
        overlaps = [one for one in pairwise(times(schools, f"ecole-{number:02d}")) if one[0][1] > one[1][0] + CLOCKS]
        assert not overlaps
    outcomes = {(slug.partition("-")[0], outcome) for slug, outcome, *_ in ask(schools, RELEASES)}
    assert outcomes == {("ecole", "in-service"), ("en", "failed")}
    assert not (schools.data_dir / "sites" / "sans-fin" / "current").exists()


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_running(pid: int) -> bool:
    return Path(f"/proc/{pid}/cmdline").exists() and bool(Path(f"/proc/{pid}/cmdline").read_bytes())
