"""Being alone with a file, among processes and threads: publications, copies, the calendar and backups stand on it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from cms.core.disk import alone
from tests.support.installation import PROJECT

HOLDER = """
import sys
from pathlib import Path
from cms.core.disk import alone
with alone(Path(sys.argv[1])) as ours:
    print(ours, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    return tmp_path / "not made yet" / "lock"


@pytest.fixture
def holder(lock: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process, which holds the file until it is told or killed."""
    command = [sys.executable, "-c", HOLDER, str(lock)]
    with subprocess.Popen(command, cwd=PROJECT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout and process.stdout.readline() == "True\n"
        yield process
        process.kill()


def is_free(lock: Path) -> bool:
    with alone(lock) as ours:
        return ours


def test_site_03_a_file_is_held_by_one_and_given_back(lock: Path) -> None:
    with alone(lock) as ours:
        assert ours
        assert not is_free(lock)
        assert is_free(lock.with_name("another"))
    assert is_free(lock)


def test_site_03_a_file_is_given_back_by_what_fails(lock: Path) -> None:
    with pytest.raises(ZeroDivisionError), alone(lock):
        1 / 0  # noqa: B018
    assert is_free(lock)


def test_site_03_a_process_that_is_killed_gives_its_file_back(lock: Path, holder: subprocess.Popen[str]) -> None:
    assert not is_free(lock)
    holder.kill()
    holder.wait()
    assert is_free(lock)


def test_site_03_who_waits_has_the_file_after_its_holder(lock: Path, holder: subprocess.Popen[str]) -> None:
    had: list[bool] = []

    def wait() -> None:
        with alone(lock, wait=True) as ours:
            had.append(ours and holder.stdin is not None and holder.stdin.closed)

    waiting = Thread(target=wait)
    waiting.start()
    assert not is_free(lock)
    assert holder.stdin
    holder.stdin.close()
    waiting.join()
    assert had == [True]
