"""A content folder to fill, and its build."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from publicsite.render.build import Summary, build
from tests.publicsite.render.rendered_content import Content


@pytest.fixture
def content(tmp_path: Path) -> Content:
    return Content(tmp_path / "content")


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "output"


@pytest.fixture
def publish(content: Content, output: Path, tmp_path: Path) -> Callable[[], Summary]:
    return lambda: build(content.root, output, cache=tmp_path / "cache")
