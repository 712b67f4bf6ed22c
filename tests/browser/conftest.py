"""Shared by the tests that need a browser. Those that only read share one running installation, those that write another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.browser import ABSENT, browser, chromium, visit
from tests.support.installation import Installation, copy_installation, drop_database

__all__ = ["browser", "visit"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Before any school is made for nothing."""
    if chromium() is None:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason=ABSENT))


@pytest.fixture(scope="session")
def reading(prepared_demo: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The demonstration school, served for the whole session to tests that change nothing in it."""
    with served(prepared_demo, tmp_path_factory.mktemp("reading")) as installation:
        yield installation


@pytest.fixture(scope="session")
def writing(prepared_demo: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Another, for tests that write: each what no other reads or changes."""
    with served(prepared_demo, tmp_path_factory.mktemp("writing")) as installation:
        yield installation


@contextmanager
def served(prepared: Installation, folder: Path) -> Iterator[Installation]:
    installation = copy_installation(prepared, folder / "demo")
    with installation.serving():
        yield installation
    drop_database(installation.database_url)
