"""What the suite shares: a database with its tables and the demonstration school, each made once for all workers, and copies."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import django
import hypothesis
import pytest
import wagtail

from cms.core.disk import alone
from tests.support.installation import (
    ON_POSTGRES,
    Installation,
    copy_installation,
    drop_database,
    kill_everything,
    new_database,
)

# The same examples each time, however slow the machine: a landing does not hang on chance.
# Others: pytest --hypothesis-profile=random
at_any_pace = hypothesis.settings(deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.register_profile("same", at_any_pace, derandomize=True)
hypothesis.settings.register_profile("random", at_any_pace)
hypothesis.settings.load_profile("same")

DATABASE = {
    "db",
    "transactional_db",
    "django_db_setup",
    "fresh_cache",
    "migrated",
    "prepared_demo",
    "empty_installation",
}
MARKS = ("django_db", "processes")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-database",
        action="store_true",
        help="leave out what asks nothing of a database, of a cache nor of the servers: the same on all of them",
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What starts servers is the longest: it comes first, so that workers end together."""
    if config.getoption("--only-database"):
        config.hook.pytest_deselected(items=[item for item in items if not needs_database(item)])
        items[:] = filter(needs_database, items)
    items.sort(key=lambda item: item.get_closest_marker("processes") is None)


def needs_database(item: pytest.Item) -> bool:
    return not DATABASE.isdisjoint(getattr(item, "fixturenames", ())) or any(map(item.get_closest_marker, MARKS))


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The same for all workers."""
    return tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Whoever began the session ends it: the databases that its workers shared go."""
    factory = getattr(session.config, "_tmp_path_factory", None)
    if ON_POSTGRES and factory and not hasattr(session.config, "workerinput"):
        for address in factory.getbasetemp().glob("*.database"):
            drop_database(address.read_text())


@pytest.fixture(scope="session")
def migrated(request: pytest.FixtureRequest, shared_folder: Path) -> Installation:
    """An installation with its tables and nothing in them, as `preau migrate` makes it; never changed.

    Hundreds of migrations take a while. On SQLite it is kept for the next session, until a migration changes.
    """
    cache = getattr(request.config, "cache", None)
    kept = None if ON_POSTGRES or cache is None else cache.mkdir("migrated") / f"{digest_of_migrations()}.sqlite3"
    folder = shared_folder / "migrated"
    with alone(shared_folder / "migrated.lock", wait=True):
        address = folder.with_suffix(".database")
        if not address.exists():
            installation = Installation(folder, new_database())
            folder.mkdir(exist_ok=True)
            (folder / "DEMO").touch()
            (folder / "secret-key").write_text("essai-" * 12)
            if kept and kept.exists():
                shutil.copyfile(kept, folder / "preau.sqlite3")
            else:
                installation.run("migrate", "-v0")
                if kept:
                    keep(folder / "preau.sqlite3", kept)
            address.write_text(installation.database_url)
    return Installation(folder, address.read_text())


def keep(made: Path, kept: Path) -> None:
    """Whole or not at all, and nothing of earlier migrations; other sessions may do the same."""
    fresh = kept.with_suffix(f".{os.getpid()}")
    shutil.copyfile(made, fresh)
    fresh.replace(kept)
    for old in kept.parent.glob("*.sqlite3"):
        if old != kept:
            old.unlink(missing_ok=True)


def digest_of_migrations() -> str:
    from django.db.migrations.loader import MigrationLoader

    digest = hashlib.blake2b(f"{django.VERSION} {wagtail.VERSION}".encode(), digest_size=16)
    for name, migration in sorted(MigrationLoader(None).disk_migrations.items()):
        digest.update(repr(name).encode() + Path(sys.modules[type(migration).__module__].__file__ or "").read_bytes())
    return digest.hexdigest()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, migrated: Installation
) -> Iterator[None]:
    """The tests' own database begins as a copy of it: pytest-django finds nothing left to migrate."""
    from django.db import connection

    if ON_POSTGRES:
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated.database_url.rsplit("/", 1)[1]
        yield
        return
    with closing(sqlite3.connect(connection.creation._get_test_db_name(), uri=True)) as memory:
        with closing(sqlite3.connect(migrated.data_dir / "preau.sqlite3")) as made:
            made.backup(memory)
        yield  # held meanwhile: what is in memory lasts while somebody is connected to it


@pytest.fixture(scope="session")
def prepared_demo(shared_folder: Path, migrated: Installation) -> Installation:
    """The demonstration school as `preau demo` prepares it. Made by the first worker that asks; never changed.

    It begins with its tables. `tests/journeys/test_crashes.py` makes one from nothing and compares them.
    """
    folder = shared_folder / "prepared-demo"
    with alone(shared_folder / "prepared-demo.lock", wait=True):
        address = folder.with_suffix(".database")
        if not address.exists():
            installation = copy_installation(migrated, folder)
            installation.run("demo", "--prepare-only")
            address.write_text(installation.database_url)
    return Installation(folder, address.read_text())


@pytest.fixture
def demo(prepared_demo: Installation, tmp_path: Path) -> Iterator[Installation]:
    """A copy of the demonstration school, to do anything with."""
    installation = copy_installation(prepared_demo, tmp_path / "demo")
    yield installation
    kill_everything(installation.data_dir)
    drop_database(installation.database_url)


@pytest.fixture
def empty_installation(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., Installation]]:
    """Makes installations with a database and nothing in it; with `migrated=False`, not even its tables."""
    made: list[Installation] = []

    def make(name: str, *, migrated: bool = True) -> Installation:
        if migrated:
            made.append(copy_installation(request.getfixturevalue("migrated"), tmp_path / name))
        else:
            made.append(Installation(tmp_path / name, new_database()))
        return made[-1]

    yield make
    for installation in made:
        kill_everything(installation.data_dir)
        drop_database(installation.database_url)
