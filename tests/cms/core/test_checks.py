"""`preau check` on the machine itself (ADM-02)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cms.core import checks


def test_adm_02_a_data_folder_that_is_missing_is_told(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "absent"
    assert [message.id for message in checks.data_folder()] == ["preau.W001"]


def test_adm_02_a_disk_that_fills_up_is_told(settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    assert checks.data_folder() == []
    monkeypatch.setattr(checks, "LEAST_FREE", 10**18)
    assert [message.id for message in checks.data_folder()] == ["preau.W003"]
