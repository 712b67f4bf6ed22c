"""What the suite shares: the demonstration school made once for all workers, and copies of it."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.support.installation import Installation, copy_database, drop_database, kill_everything, new_database

# The same examples each time: a landing does not hang on chance. Others: pytest --hypothesis-profile=random
hypothesis.settings.register_profile("same", derandomize=True)
hypothesis.settings.register_profile("random")
hypothesis.settings.load_profile("same")


@pytest.fixture(scope="session")
def prepared_demo(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Installation]:
    """The demonstration school as `preau demo` prepares it. Made by the first worker that asks; never changed."""
    shared = tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent
    folder = shared / "prepared-demo"
    with (shared / "prepared-demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        address = folder.with_suffix(".database")
        if not address.exists():
            installation = Installation(folder, new_database())
            installation.run("demo", "--prepare-only")
            address.write_text(installation.database_url)
    yield Installation(folder, address.read_text())


@pytest.fixture
def demo(prepared_demo: Installation, tmp_path: Path) -> Iterator[Installation]:
    """A copy of the demonstration school, to do anything with."""
    folder = tmp_path / "demo"
    shutil.copytree(prepared_demo.data_dir, folder, symlinks=True)
    database = prepared_demo.database_url
    installation = Installation(folder, copy_database(database.rsplit("/", 1)[1]) if database else "")
    yield installation
    kill_everything(folder)
    drop_database(installation.database_url)


@pytest.fixture
def empty_installation(tmp_path: Path) -> Iterator[Callable[..., Installation]]:
    """Makes installations with a database and nothing in it; with `migrated=False`, not even its tables."""
    made: list[Installation] = []

    def make(name: str, *, migrated: bool = True) -> Installation:
        installation = Installation(tmp_path / name, new_database())
        made.append(installation)
        if migrated:
            installation.data_dir.mkdir(parents=True)
            (installation.data_dir / "DEMO").touch()
            (installation.data_dir / "secret-key").write_text("essai-" * 12)
            installation.run("migrate", "-v0")
        return installation

    yield make
    for installation in made:
        kill_everything(installation.data_dir)
        drop_database(installation.database_url)
