"""SITE-03, SITE-04, invariant 3: releases on disk, killed at every single step of their making."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from publicsite.releases import AlreadyPublishing, NoSuchRelease, SiteFolder

WATCHED = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.symlink", "os.listdir", "os.scandir"}


@pytest.fixture
def folder(tmp_path: Path) -> SiteFolder:
    return SiteFolder(tmp_path / "sites" / "demo")


def make(folder: SiteFolder, pages: int = 3, keep: int = 10) -> int:
    """A release in service, each of its pages saying its number."""
    with folder.locked():
        number, building = folder.begin()
        for page in range(pages):
            (building / f"page-{page}").mkdir()
            (building / f"page-{page}" / "index.html").write_text(f"publication {number}")
        (building / "index.html").write_text(f"publication {number}")
        folder.finish(number, built_at="2026-09-01T08:00:00+02:00", seconds=0.1, changes=["essai"])
        folder.put_in_service(number)
        folder.prune(keep)
    return number


def assert_whole(folder: SiteFolder) -> int:
    """What visitors read: all the pages of one release; its number."""
    number = folder.current_number()
    assert number is not None
    texts = {path.read_text() for path in folder.current.resolve().rglob("*.html")}
    assert texts == {f"publication {number}"}
    record = next(record for record in folder.records() if record.number == number)
    assert record.files == sum(1 for path in folder.current.resolve().rglob("*") if path.is_file())
    return number


def test_site_03_a_release_that_was_never_made_is_not_put_in_service(folder: SiteFolder) -> None:
    with folder.locked(), pytest.raises(NoSuchRelease, match=r"La publication 7 n’est pas conservée.*aucune"):
        folder.put_in_service(7)
    make(folder)
    with folder.locked(), pytest.raises(NoSuchRelease, match="Publications conservées : 1"):
        folder.put_in_service(7)
    assert assert_whole(folder) == 1


def test_site_03_a_release_without_its_record_is_not_one(folder: SiteFolder) -> None:
    make(folder)
    make(folder)
    for damage in ("", "{", '{"number": 2}', "[]", "null"):
        (folder.releases / "000002.json").write_text(damage)
        assert [record.number for record in folder.records()] == [1]
        with folder.locked(), pytest.raises(NoSuchRelease):
            folder.put_in_service(2)


def test_site_03_a_record_whose_files_are_gone_is_not_a_release(folder: SiteFolder) -> None:
    make(folder)
    (folder.releases / "000005.json").write_text((folder.releases / "000001.json").read_text().replace("1", "5", 1))
    assert [record.number for record in folder.records()] == [1]


def test_site_03_a_record_half_written_never_stops_the_next_publications(folder: SiteFolder) -> None:
    """A kill between the record and its rename left `.000002.json`: it must be neither believed nor tripped over."""
    make(folder)
    number = make(folder)
    record = folder.releases / f"{number:06d}.json"
    record.rename(record.with_name(f".{record.name}"))
    assert [kept.number for kept in folder.records()] == [1]
    for _ in range(4):
        make(folder, keep=2)
    assert_whole(folder)
    assert [path.name for path in folder.releases.iterdir() if path.name.startswith(".")] == []


def test_site_03_one_publisher_at_a_time(folder: SiteFolder) -> None:
    refused = pytest.raises(AlreadyPublishing, match="Une autre publication de « demo » est en cours")
    with folder.locked(), refused, folder.locked():
        raise AssertionError
    make(folder)


def test_site_03_releases_are_numbered_upwards_and_the_newest_comes_first(folder: SiteFolder) -> None:
    assert folder.current_number() is None
    assert folder.records() == []
    assert [make(folder) for _ in range(3)] == [1, 2, 3]
    assert [record.number for record in folder.records()] == [3, 2, 1]
    assert folder.current.readlink() == Path("releases/000003")


def test_site_04_a_rollback_is_one_rename_and_a_number_is_never_used_twice(folder: SiteFolder) -> None:
    for _ in range(3):
        make(folder)
    with folder.locked():
        folder.put_in_service(1)
    assert assert_whole(folder) == 1
    assert make(folder) == 4


@pytest.mark.parametrize("in_service", [1, 3, 6])
def test_site_04_the_release_in_service_is_never_pruned(folder: SiteFolder, in_service: int) -> None:
    for _ in range(6):
        make(folder)
    with folder.locked():
        folder.put_in_service(in_service)
        folder.prune(keep=2)
    assert {record.number for record in folder.records()} == {5, 6, in_service}
    assert assert_whole(folder) == in_service
    assert {path.name for path in folder.releases.iterdir() if path.is_dir()} == {
        f"{number:06d}" for number in {5, 6, in_service}
    }


def test_site_03_what_failed_leaves_no_place_taken(folder: SiteFolder) -> None:
    make(folder)
    with pytest.raises(OSError), folder.locked():
        _number, building = folder.begin()
        (building / "half.html").write_text("…")
        raise OSError
    assert [path.name for path in folder.releases.iterdir() if path.name.startswith(".")] == []
    assert assert_whole(folder) == 1


def killed_at(step: int, act: Callable[[], object]) -> bool:
    """Run `act` in a process of its own, killed as it reaches that step on the disk; whether it was."""
    child = os.fork()
    if not child:
        steps = 0

        def count(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal steps
            if event in WATCHED:
                steps += 1
                if steps == step:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        try:
            act()
        finally:
            os._exit(0)
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def test_site_03_killed_at_every_step_a_publication_leaves_a_whole_site(folder: SiteFolder) -> None:
    """Invariant 3: one kill before each file, folder, rename and removal, until a publication ends undisturbed."""
    for _ in range(3):
        make(folder, keep=2)
    kills = 0
    while killed_at(kills + 1, lambda: make(folder, keep=2)):
        kills += 1
        assert_whole(folder)
        for record in folder.records():
            files = [path for path in (folder.releases / f"{record.number:06d}").rglob("*") if path.is_file()]
            assert len(files) == record.files or record.number < (folder.current_number() or 0)
        before = folder.current_number()
        if not kills % 3:  # and the next one always works, and leaves nothing behind
            assert make(folder, keep=2) > (before or 0)
            names = {path.name for path in folder.releases.iterdir()}
            assert names == {
                name for record in folder.records() for name in (f"{record.number:06d}", f"{record.number:06d}.json")
            }
    assert kills > 40, kills
    assert_whole(folder)


def test_site_04_killed_at_every_step_a_rollback_leaves_one_release_or_the_other(folder: SiteFolder) -> None:
    make(folder)
    make(folder)

    def back() -> None:
        with folder.locked():
            folder.put_in_service(1)

    kills = 0
    while killed_at(kills + 1, back):
        kills += 1
        assert assert_whole(folder) in {1, 2}
        with folder.locked():
            folder.put_in_service(2)
    assert kills > 3
    assert assert_whole(folder) == 1


def test_site_03_a_record_tells_what_a_release_holds(folder: SiteFolder) -> None:
    make(folder, pages=2)
    record = json.loads((folder.releases / "000001.json").read_text())
    assert record == {
        "number": 1,
        "built_at": "2026-09-01T08:00:00+02:00",
        "files": 3,
        "bytes": 39,
        "seconds": 0.1,
        "changes": ["essai"],
    }
