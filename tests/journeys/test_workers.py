"""SITE-02, SITE-03: many schools, several workers, and schools that fail or hang among them.

On PostgreSQL there are twenty schools; on SQLite, four, for the time that it takes.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import pytest

from tests.support.installation import ON_POSTGRES, PROJECT, Installation, wait_for

pytestmark = pytest.mark.processes
HEALTHY = 18 if ON_POSTGRES else 3

SCHOOLS = """
from cms.publishing.models import PublicationRequest
from tests.support.schools import SmallSchool
for number in range({count}):
    school = SmallSchool(f"ecole-{{number:02d}}")
    school.article(school.rubric("Vie"), "Le cross").save_revision().publish()
for slug in ("en-panne", "sans-fin"):
    SmallSchool(slug)
"""
EDITS = """
from cms.articles.models import Article
for title in ("Le cross, un", "Le cross, deux"):
    for article in Article.objects.all():
        article.title = title
        article.save_revision().publish()
"""
STATE = """
import json
from cms.publishing.models import PublicationRequest, Release
print(json.dumps({
    "waiting": sorted(set(PublicationRequest.objects.values_list("school__slug", flat=True))),
    "releases": [
        [r.school.slug, r.outcome, r.ended_at.timestamp() - r.seconds, r.ended_at.timestamp(), len(r.changes)]
        for r in Release.objects.select_related("school").order_by("pk")
    ],
}))
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
def schools(empty_installation: Callable[..., Installation]) -> Installation:
    """Those that are well, one whose folder cannot be written in, and one whose publication never comes back."""
    installation = empty_installation("schools")
    installation.python(SCHOOLS.format(count=HEALTHY))
    sites = installation.data_dir / "sites"
    sites.mkdir(exist_ok=True)
    (sites / "en-panne").write_text("ceci n’est pas un dossier")
    (sites / "sans-fin").mkdir()
    os.mkfifo(sites / "sans-fin" / "hosts")  # whoever reads it waits
    return installation


def state(installation: Installation) -> Any:
    return json.loads(installation.python(STATE))


def public_titles(installation: Installation) -> list[str]:
    pages = installation.data_dir.glob("sites/ecole-*/current/vie/le-cross/index.html")
    return [page.read_text() for page in pages]


def test_site_03_schools_that_fail_or_hang_hold_nobody_up_and_none_is_published_twice_at_once(
    schools: Installation,
) -> None:
    with workers(schools, 2):
        wait_for(lambda: state(schools)["waiting"] == ["en-panne", "sans-fin"])
        schools.python(EDITS)
        wait_for(lambda: state(schools)["waiting"] == ["en-panne", "sans-fin"])
    titles = public_titles(schools)
    assert len(titles) == HEALTHY
    assert all("Le cross, deux" in text for text in titles)
    releases = state(schools)["releases"]
    for number in range(HEALTHY):
        times = [(start, end) for slug, _, start, end, _ in releases if slug == f"ecole-{number:02d}"]
        assert all(before[1] <= after[0] + 0.05 for before, after in pairwise(times)), times
    assert {outcome for slug, outcome, *_ in releases if slug.startswith("ecole")} == {"in-service"}
    assert {outcome for slug, outcome, *_ in releases if slug == "en-panne"} == {"failed"}
    assert not (schools.data_dir / "sites" / "sans-fin" / "current").exists()


def test_site_03_a_worker_that_is_killed_is_replaced_and_all_die_with_the_one_that_started_them(
    schools: Installation,
) -> None:
    with workers(schools, 2) as process:
        wait_for(lambda: len(children(process.pid)) == 2)
        killed = children(process.pid)[1]
        os.kill(killed, signal.SIGKILL)
        wait_for(lambda: len(children(process.pid)) == 2 and killed not in children(process.pid))
        wait_for(lambda: state(schools)["waiting"] == ["en-panne", "sans-fin"])
        left = children(process.pid)
        process.kill()
        process.wait()
        wait_for(lambda: not any(is_running(pid) for pid in left))


def children(pid: int) -> list[int]:
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return [int(child) for child in file.read().split()]


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True
