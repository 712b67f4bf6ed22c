"""Killing processes at chosen instants, and reading what they left behind without asking them."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.installation import Installation
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
