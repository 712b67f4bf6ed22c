"""SITE-03, SITE-04, ADM-01, invariants 3 and 5: killed at any instant, it loses nothing and serves a whole site."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event, Thread

import pytest

from publicsite.releases import SiteFolder
from tests.support.crashes import (
    RUBRIC,
    after,
    ask,
    assert_database_is_sound,
    assert_whole_release,
    kill_publications,
    marks_in,
    processes_of,
)
from tests.support.installation import PROJECT, Installation, kill_everything, wait_for
from tests.support.people import Visitor
from tests.support.releases import files_of

pytestmark = pytest.mark.processes
KILLS = 12  # of publications
STARTS = 3  # of the whole product

WRITER = """
import time
from itertools import count
from django.db import transaction
from cms.articles.models import Article
article = Article.objects.get(slug="cross-2026")
for number in count({start}):
    with transaction.atomic():
        article.title = f"Reprise numéro {{number}}"
        article.save_revision().publish()
    print(number, flush=True)
    time.sleep(0.1)  # SQLite's write lock knows no turns: the other writer must find it free
"""


class Editor(Thread):
    """Publishes one title after the other in the administration; keeps what was acknowledged."""

    def __init__(self, visitor: Visitor, page: str, start: int) -> None:
        super().__init__(daemon=True)
        self.visitor, self.page, self.start_at = visitor, page, start
        self.sent, self.acknowledged, self.stop = start, [], Event()
        self.interrupted: Exception | None = None

    def run(self) -> None:
        while not self.stop.is_set():
            self.sent += 1
            try:
                self.visitor.edit_page(self.page, title=f"Titre numéro {self.sent}")
            except Exception as error:
                # The server was killed under our feet, at any line of the exchange: not acknowledged.
                self.interrupted = error
                return
            self.acknowledged.append(self.sent)


def start(demo: Installation, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "cms", *arguments],
        env=demo.environment,
        cwd=PROJECT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def start_writer(demo: Installation, first: int, log: Path) -> subprocess.Popen[bytes]:
    setup = "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'cms.config.settings'; django.setup()\n"
    with log.open("ab") as output:
        code = setup + WRITER.format(start=first)
        return subprocess.Popen([sys.executable, "-c", code], env=demo.environment, cwd=PROJECT, stdout=output)


def finished_lines(log: Path) -> list[int]:
    """What the writer acknowledged: whole lines only."""
    whole = log.read_text().rpartition("\n")[0]
    return [int(line) for line in whole.split()] if log.exists() else []


def both_wrote(editor: Editor, log: Path, written: int) -> bool:
    assert editor.acknowledged or editor.interrupted is None, editor.interrupted
    return bool(editor.acknowledged) and len(finished_lines(log)) > written


def title(demo: Installation, slug: str) -> str:
    return str(ask(demo, "SELECT title FROM wagtailcore_page WHERE slug = %s", slug)[0][0])


def number_in(text: str) -> int:
    return int(text.rpartition(" ")[2])


def test_site_03_everything_killed_while_an_editor_publishes_loses_nothing(demo: Installation, tmp_path: Path) -> None:
    """ADM-01, invariants 3 and 5: all processes killed at once, three times; two writers, one by HTTP and one by the ORM."""
    (page,) = ask(demo, "SELECT id FROM wagtailcore_page WHERE slug = %s", RUBRIC)[0]
    log = tmp_path / "acknowledged"
    log.touch()
    visitor = Visitor(demo)
    acknowledged: list[int] = []
    kills = 0
    last_sent = 0
    while kills < STARTS:
        with demo.serving() as process:
            if not kills:
                visitor.enter_administration("chef")
            editor = Editor(visitor, str(page), last_sent)
            written = len(finished_lines(log))
            writer = start_writer(demo, max([0, *finished_lines(log)]) + 1, log)
            editor.start()
            wait_for(partial(both_wrote, editor, log, written))
            assert after(process, kills * 0.7)
            assert kill_everything(demo.data_dir) >= 4
            kills += 1
            process.wait()
            writer.wait()
            editor.stop.set()
            editor.join()
        acknowledged += editor.acknowledged
        last_sent = editor.sent
        assert_database_is_sound(demo)
        assert_whole_release(demo)
        # Nothing acknowledged is missing; what was under way may be there or not.
        assert max(editor.acknowledged) <= number_in(title(demo, RUBRIC)) <= last_sent
        assert number_in(title(demo, "cross-2026")) in {max(finished_lines(log)), max(finished_lines(log)) + 1}
        # A change and the request that announces it are committed together.
        if number_in(title(demo, RUBRIC)) not in marks_in(demo.current.resolve()):
            assert ask(demo, "SELECT count(*) FROM publishing_publicationrequest")[0][0] > 0
    kept = {content for (content,) in ask(demo, "SELECT object_str FROM wagtailcore_revision")}
    assert [number for number in acknowledged if f"Titre numéro {number}" not in kept] == []
    assert [number for number in finished_lines(log) if f"Reprise numéro {number}" not in kept] == []
    assert len(acknowledged) >= STARTS
    with demo.serving():
        wait_for(lambda: title(demo, RUBRIC) in demo.get(f"/{RUBRIC}/").text)
        wait_for(lambda: title(demo, "cross-2026") in demo.get("/feeds/atom.xml").text)
        wait_for(lambda: ask(demo, "SELECT count(*) FROM publishing_publicationrequest") == [(0,)])
    assert_whole_release(demo)


def test_site_03_a_publication_killed_at_any_instant_leaves_a_whole_site(demo: Installation) -> None:
    """Invariants 3 and 5: kills spread over the whole time that a publication takes. `python -m tests.bench crashes`
    does two hundred; every step of the disk has its own kill in tests/publicsite/test_releases.py.
    """
    kill_publications(demo, KILLS)


def test_site_03_two_publications_at_once_do_not_mix(demo: Installation) -> None:
    """Invariant 3: one publishes; the other says that it is not alone, or comes after."""
    ask(demo, "UPDATE wagtailcore_page SET title = 'Titre numéro 1' WHERE slug = %s", RUBRIC)
    both = [start(demo, "publish") for _ in range(2)]
    told = [process.communicate(timeout=300)[1] for process in both]
    codes = [process.returncode for process in both]
    assert 0 in codes
    for code, text in zip(codes, told, strict=True):
        assert "Traceback" not in text
        assert code == 0 or "Une autre publication" in text
    assert_whole_release(demo)
    assert marks_in(demo.current.resolve()) == {1}


def test_site_03_a_publication_says_that_another_one_is_under_way(demo: Installation) -> None:
    before = demo.current.readlink()
    with SiteFolder(demo.current.parent).locked():
        refused = demo.run("publish", check=False)
    assert refused.returncode == 1
    assert "Une autre publication de « demo » est en cours" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert demo.current.readlink() == before


STEPS = ("base de données", "contenu du collège", "élèves, parents", "première publication")


def test_adm_01_a_first_preparation_killed_in_each_step_ends_like_any_other(
    demo: Installation, empty_installation: Callable[..., Installation]
) -> None:
    """ADM-01, invariant 5: killed in each step, then run again."""
    fresh = empty_installation("fresh", migrated=False)
    for number, step in enumerate(STEPS):
        process = start(fresh, "demo", "--prepare-only")
        assert process.stdout
        heard = ""
        while step not in heard and (letter := process.stdout.read(1)):
            heard += letter
        assert step in heard, (heard, process.stderr and process.stderr.read())
        assert after(process, 0.3 + 0.2 * number)
        kill_everything(fresh.data_dir)
        process.communicate()
    fresh.run("demo", "--prepare-only")
    assert_database_is_sound(fresh)
    assert_whole_release(fresh)
    assert counts(fresh) == counts(demo)
    assert public_files(fresh) == public_files(demo)


def counts(installation: Installation) -> dict[str, int]:
    tables = """wagtailcore_page articles_article rubrics_rubric rubrics_rubricrole media_schoolimage media_schooldocument
        homepage_homepage directory_person accounts_user schools_school wagtailcore_site wagtailcore_collection
        taggit_tag""".split()
    return {table: ask(installation, f"SELECT count(*) FROM {table}")[0][0] for table in tables}


def public_files(installation: Installation) -> set[str]:
    release = installation.current.resolve()
    return {str(path.relative_to(release)) for path in files_of(release)}


def test_adm_01_the_supervisor_killed_alone_leaves_nobody_and_frees_the_port(demo: Installation) -> None:
    with demo.serving() as process:
        others = set(processes_of(demo)) - {process.pid}
        assert len(others) >= 3  # the web server and its worker, the publisher
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        wait_for(lambda: not processes_of(demo))
        assert demo.get("/").status == 0
    with demo.serving():  # the same port, at once
        assert demo.get("/").status == 200


def test_adm_01_a_publisher_killed_alone_is_started_again(demo: Installation) -> None:
    with demo.serving() as process:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")

        def publisher() -> int:
            commands = {int(pid): Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children.read_text().split()}
            return next((pid for pid, command in commands.items() if b"--watch" in command), 0)

        wait_for(publisher)
        killed = publisher()
        os.kill(killed, signal.SIGKILL)
        wait_for(lambda: publisher() not in {0, killed})
        ask(demo, "UPDATE wagtailcore_page SET title = 'Titre numéro 7' WHERE slug = %s", RUBRIC)
        demo.python(
            "from cms.schools.models import School\nfrom cms.publishing.services import *\n"
            "request_publication(school=School.objects.get(), reason=Reason.ASKED)"
        )
        wait_for(lambda: "Titre numéro 7" in demo.get(f"/{RUBRIC}/").text)
    assert json.loads(demo.run("releases", "--json").stdout)["demo"][0]["in_service"]
