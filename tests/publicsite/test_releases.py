"""SITE-03, SITE-04, invariant 3: releases on disk, killed at every single step of their making."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from publicsite.releases import AlreadyPublishing, NoSuchRelease, Record, SiteFolder, moves_in
from publicsite.trees import NotWhole

WATCHED = {
    "open",
    "os.mkdir",
    "os.rename",
    "os.remove",
    "os.rmdir",
    "os.symlink",
    "os.link",
    "os.listdir",
    "os.scandir",
}
MORNING = "2026-09-01T08:00:00+02:00"


@pytest.fixture
def folder(tmp_path: Path) -> SiteFolder:
    return SiteFolder(tmp_path / "sites" / "demo")


def make(folder: SiteFolder, pages: int = 3, keep: int = 10, built_at: str = MORNING) -> int:
    """A release in service, each of its pages saying its number."""
    names = [*(f"page-{page}/index.html" for page in range(pages)), "index.html"]
    with folder.locked():
        number, building = folder.begin()
        write(building, dict.fromkeys(names, f"publication {number}"))
        folder.finish(number, built_at=built_at, seconds=0.1, changes=["essai"])
        folder.put_in_service(number)
        folder.prune(keep)
    return number


def write(building: Path, pages: dict[str, str]) -> None:
    for name, text in pages.items():
        (building / name).parent.mkdir(parents=True, exist_ok=True)
        (building / name).write_bytes(text.encode())


def publish(
    folder: SiteFolder, pages: dict[str, str], base: int | None = None, removed: tuple[str, ...] = (), keep: int = 10
) -> Record:
    """A release in service, with a manifest as the renderer leaves one."""
    with folder.locked():
        number, building = folder.begin()
        write(building, pages)
        folder.manifest(number).write_text("{}")
        record = folder.finish(number, built_at=MORNING, seconds=0.1, changes=["essai"], base=base, removed=removed)
        folder.put_in_service(number)
        folder.prune(keep)
    return record


def withdraw(folder: SiteFolder, *addresses: str) -> Record | None:
    with folder.locked():
        record = folder.withdraw(addresses, built_at=MORNING, changes=["retrait"])
        if record:
            folder.put_in_service(record.number)
    return record


def shown(folder: SiteFolder, number: int | None = None) -> dict[str, str]:
    """What a visitor finds in the release in service, or in another one."""
    top = folder.releases / f"{number:06d}" if number else folder.current
    found = {}
    for place, _folders, names in os.walk(top, followlinks=True):
        for name in names:
            found[(Path(place) / name).relative_to(top).as_posix()] = (Path(place) / name).read_bytes().decode()
    return found


def assert_whole(folder: SiteFolder) -> int:
    """What visitors read: all the pages of one release; its number."""
    number = folder.current_number()
    assert number is not None
    pages = shown(folder)
    assert set(pages.values()) == {f"publication {number}"}
    record = next(record for record in folder.records() if record.number == number)
    assert record.files == len(pages)
    assert folder.verify(number) == []
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
    kept = {f"{number:06d}" for number in {5, 6, in_service}}
    assert {path.name for path in folder.releases.iterdir() if path.is_dir()} == kept
    assert leftovers(folder) == set()


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


def leftovers(folder: SiteFolder) -> set[str]:
    """Names that no kept release explains, found by walking the disk."""
    numbers = {f"{record.number:06d}" for record in folder.records()}
    trees = set()
    for number in numbers:
        for place, _folders, _names in os.walk(folder.releases / number, followlinks=True):
            trees.add(Path(place).resolve().name)
    found = {path.name for path in folder.releases.iterdir() if path.name.partition(".")[0] not in numbers}
    return found | {path.name for path in folder.trees.place.iterdir() if path.name.removesuffix(".json") not in trees}


SITE = {
    "index.html": "accueil",
    "404.html": "introuvable",
    "vie/index.html": "vie",
    "vie/sortie/index.html": "la sortie",
    "vie/sortie/suite/index.html": "la suite de la sortie",
    "vie/cross/index.html": "le cross",
    "vie/agenda/agenda.ics": "URL:https://college.example/vie/so\r\n rtie/\r\n",
    "agenda/agenda.ics": "URL:https://college.example/vie/cross/\r\n",
    "feeds/atom.xml": "tout",
    "feeds/vie.xml": "vie",
    "recherche/index.html": "chercher",
    "recherche/index-0a1b2c3d/0.json": "les mots",
    "files/menu.pdf": "menu",
    "images/sortie-640-0a1b2c3d.webp": "sortie",
    "images/sortie-320-0a1b2c3d.jpg": "sortie",
    "images/sortie-2-640-0a1b2c3d.webp": "une autre",
    "images/une-sortie-640-0a1b2c3d.webp": "encore une autre",
    "theme/preau-0a1b2c3d.css": "couleurs",
}


def test_site_03_killed_at_every_step_a_publication_leaves_a_whole_site(folder: SiteFolder) -> None:
    """Invariant 3: one kill before each file, folder, link, rename and removal, until a publication ends undisturbed."""
    for _ in range(3):
        make(folder, keep=2)
    kills = 0
    while killed_at(kills + 1, lambda: make(folder, keep=2)):
        kills += 1
        assert_whole(folder)
        for record in folder.records():
            assert len(shown(folder, record.number)) == record.files
        before = folder.current_number()
        if not kills % 3:  # and the next one always works, and leaves nothing behind
            assert make(folder, keep=2) > (before or 0)
            assert leftovers(folder) == set()
    assert kills > 60, kills
    assert_whole(folder)


def test_site_03_killed_at_every_step_a_change_leaves_one_site_or_the_other(folder: SiteFolder) -> None:
    """Invariant 3, for a release that shares folders; the trees that a killed one left are never taken for whole."""
    publish(folder, SITE, keep=2)
    kills = 0
    texts = ["le cross"]

    def change() -> None:
        publish(
            folder, {"vie/cross/index.html": texts[-1], "vie/neuf/index.html": texts[-1]}, base=folder.base(), keep=2
        )

    while True:
        if not kills % 4:
            texts.append(f"le cross {kills}")
        before = shown(folder)
        after = SITE | {"vie/cross/index.html": texts[-1], "vie/neuf/index.html": texts[-1]}
        killed = killed_at(kills + 1, change)
        assert shown(folder) in (before, after)
        for record in folder.records():
            assert folder.verify(record.number) == []
        if not killed:
            break
        kills += 1
        if not kills % 4:  # the same content as the one that was killed: what it left serves, or is made anew
            change()
            assert shown(folder) == after
            assert leftovers(folder) == set()
    assert kills > 60, kills
    assert shown(folder) == after


def test_site_03_killed_at_every_step_a_withdrawal_leaves_one_site_or_the_other(folder: SiteFolder) -> None:
    publish(folder, SITE)
    kept = {"index.html", "404.html", "vie/index.html", "vie/cross/index.html", "agenda/agenda.ics"}
    kept |= {name for name in SITE if name.startswith(("files/", "images/", "theme/"))} | {"recherche/index.html"}
    kills = 0
    while killed_at(kills + 1, lambda: withdraw(folder, "vie/sortie/")):
        kills += 1
        if folder.current_number() != 1:
            assert shown(folder) == {name: SITE[name] for name in kept}
            with folder.locked():
                folder.put_in_service(1)
        assert shown(folder) == SITE
    assert kills > 30, kills
    assert shown(folder) == {name: SITE[name] for name in kept}


def test_site_03_a_change_shows_what_a_whole_build_shows(folder: SiteFolder) -> None:
    """Invariant 4: the same root, whoever made it."""
    publish(folder, SITE)
    changed = publish(folder, {"vie/cross/index.html": "corrigé"}, base=1, removed=("vie/sortie/suite/index.html",))
    expected = SITE | {"vie/cross/index.html": "corrigé"}
    del expected["vie/sortie/suite/index.html"]
    assert shown(folder) == expected
    assert (changed.files, changed.written) == (len(expected), 1)
    publish(folder, expected)
    assert (folder.releases / "000003").readlink() == (folder.releases / "000002").readlink()
    found = folder.compare(1, 2)
    assert (found.added, found.changed) == ([], ["vie/cross/index.html"])
    assert found.removed == ["vie/sortie/suite/index.html"]


@pytest.mark.parametrize("expected", [len(SITE) - 1, len(SITE) + 1, 0])
def test_site_03_a_release_without_all_its_files_never_goes_into_service(folder: SiteFolder, expected: int) -> None:
    publish(folder, SITE)
    with folder.locked():
        number, building = folder.begin()
        write(building, {"index.html": "accueil, corrigé"})
        with pytest.raises(NotWhole, match=rf"{len(SITE)} fichiers au lieu de {expected}"):
            folder.finish(number, built_at=MORNING, seconds=0, changes=[], base=1, expected=expected)
        with pytest.raises(NoSuchRelease):
            folder.put_in_service(number)
    assert shown(folder) == SITE
    assert folder.base() is None  # the next one builds everything
    with folder.locked():
        number, building = folder.begin()
        write(building, SITE)
        assert folder.finish(number, built_at=MORNING, seconds=0, changes=[], expected=len(SITE)).number == number


def test_site_03_upon_a_damaged_release_nothing_is_built_and_the_next_one_mends_it(folder: SiteFolder) -> None:
    publish(folder, SITE)
    (folder.current.resolve() / "vie" / "index.html").unlink()
    assert folder.verify(1) == ["vie/index.html"]
    with pytest.raises(NotWhole, match="la prochaine refera tout"):
        publish(folder, {"vie/cross/index.html": "corrigé"}, base=folder.base())
    assert folder.current_number() == 1
    assert folder.base() is None
    publish(folder, SITE)
    assert folder.verify(1) == folder.verify(2) == []


def test_site_03_what_is_withdrawn_goes_with_what_holds_its_text(folder: SiteFolder) -> None:
    publish(folder, SITE)
    record = withdraw(folder, "vie/sortie/", "images/sortie.png", "files/menu.pdf", "vie/jamais/")
    assert record
    assert record.withdrawn == [
        "files/menu.pdf",
        "images/sortie-320-0a1b2c3d.jpg",
        "images/sortie-640-0a1b2c3d.webp",
        "vie/sortie",
    ]
    assert set(SITE) - set(shown(folder)) == {
        "vie/sortie/index.html",
        "vie/sortie/suite/index.html",
        "images/sortie-320-0a1b2c3d.jpg",
        "images/sortie-640-0a1b2c3d.webp",
        "files/menu.pdf",
        "feeds/atom.xml",
        "feeds/vie.xml",
        "recherche/index-0a1b2c3d/0.json",
        "vie/agenda/agenda.ics",
    }
    assert record.files == len(shown(folder))
    assert shown(folder, 1) == SITE


def test_site_03_nothing_to_withdraw_makes_no_release(folder: SiteFolder) -> None:
    assert withdraw(folder, "vie/sortie/") is None
    publish(folder, SITE)
    assert withdraw(folder, "vie/jamais/", "images/autre.png", "vie/sorti") is None
    for address in ("", "/", "../secret-key", "/etc/passwd", "vie/../.."):
        with pytest.raises(ValueError, match="n’est pas un chemin du site"):
            withdraw(folder, address)
    assert folder.current_number() == 1
    assert shown(folder) == SITE


def test_zone_03_what_was_withdrawn_does_not_come_back_by_sharing(folder: SiteFolder) -> None:
    """Nothing is built upon a withdrawal; upon the release before it, what was withdrawn is told as removed."""
    publish(folder, SITE)
    withdraw(folder, "vie/sortie/")
    assert folder.base() == 1
    gone = tuple(name for name in SITE if name.startswith("vie/sortie/"))
    publish(folder, {"feeds/atom.xml": "sans la sortie"}, base=1, removed=gone)
    assert "vie/sortie/index.html" not in shown(folder)
    assert shown(folder)["feeds/atom.xml"] == "sans la sortie"
    assert shown(folder)["vie/agenda/agenda.ics"] == SITE["vie/agenda/agenda.ics"]
    assert folder.base() == 3


def test_zone_03_what_would_show_again_is_told_even_after_a_withdrawal(folder: SiteFolder) -> None:
    publish(folder, SITE)
    assert folder.reappearing(1) == set()
    withdraw(folder, "vie/sortie/")
    pages = {name for name in SITE if name.startswith("vie/sortie/")}
    assert folder.reappearing(1) == pages | {"vie/agenda/agenda.ics"}
    publish(folder, {"index.html": "accueil"}, base=1, removed=tuple(pages))
    assert folder.reappearing(1) == pages
    assert folder.contents(1) - folder.contents(3) == pages


def test_site_04_a_withdrawal_goes_as_soon_as_it_is_out_of_service(folder: SiteFolder) -> None:
    publish(folder, SITE)
    withdraw(folder, "vie/sortie/")
    with folder.locked():
        folder.prune()
    assert [record.number for record in folder.records()] == [2, 1]
    publish(folder, SITE)
    assert [record.number for record in folder.records()] == [3, 1]
    assert leftovers(folder) == set()


def old_release(folder: SiteFolder, number: int) -> None:
    """As releases were before there were trees: a plain folder."""
    place = folder.releases / f"{number:06d}"
    write(place, SITE)
    record = {"number": number, "built_at": MORNING, "files": len(SITE), "bytes": 1, "seconds": 1, "changes": []}
    place.with_suffix(".json").write_text(json.dumps(record))
    folder.current.unlink(missing_ok=True)
    folder.current.symlink_to(f"releases/{number:06d}")


def test_site_03_releases_from_before_trees_go_on_being_served_and_are_replaced(folder: SiteFolder) -> None:
    for number in (1, 2):
        old_release(folder, number)
    assert folder.current_number() == 2
    assert folder.base() is None  # everything is built, upon nothing
    with folder.locked():
        folder.put_in_service(1)
    assert shown(folder) == SITE
    assert folder.reappearing(2) == set()
    new = publish(folder, {**SITE, "index.html": "accueil, en arbres"})
    assert new.number == 3
    assert folder.compare(1, 3).changed == ["index.html"]
    assert folder.contents(1) == folder.contents(3)
    with folder.locked():
        folder.put_in_service(2)
        folder.put_in_service(3)
        folder.prune(keep=1)
    assert [path.name for path in folder.releases.iterdir() if path.is_dir()] == ["000003"]
    assert leftovers(folder) == set()


def test_site_03_what_is_in_a_release_from_before_trees_can_be_withdrawn(folder: SiteFolder) -> None:
    old_release(folder, 7)
    record = withdraw(folder, "vie/sortie/")
    assert record and record.number == 8
    assert "vie/sortie/index.html" not in shown(folder)
    assert "vie/cross/index.html" in shown(folder)
    assert shown(folder, 7) == SITE
    assert folder.verify(8) == []


def test_site_03_what_is_in_a_damaged_release_can_be_withdrawn(folder: SiteFolder) -> None:
    publish(folder, SITE)
    for listing in folder.trees.place.glob("*.json"):
        listing.unlink()
    assert withdraw(folder, "vie/sortie/")
    assert "vie/sortie/index.html" not in shown(folder)
    assert "vie/cross/index.html" in shown(folder)


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
        "written": 3,
        "withdrawn": [],
    }


def moving(folder: SiteFolder, pages: dict[str, str], moves: dict[str, str], base: int | None = None) -> int:
    with folder.locked():
        number, building = folder.begin()
        write(building, pages)
        folder.finish(number, built_at=MORNING, seconds=0.1, changes=[], base=base, moves=moves)
        folder.put_in_service(number)
        folder.prune()
    return number


def test_site_06_each_release_has_its_own_old_addresses_and_they_come_back_with_it(folder: SiteFolder) -> None:
    beside = folder.root / "redirects"
    first = moving(folder, {"vie/cross/index.html": "cross"}, {})
    assert not beside.exists()
    pages = {f"{path}/index.html": path for path in ("vie/course", "vie/cross", "sport", "ancien")}
    second = moving(folder, pages, {"/vie/cross/": "/vie/course/", "/ancien/": "/sport/"})
    assert beside.read_text() == "/ancien/ /sport/\n/vie/cross/ /vie/course/\n"
    assert folder.redirects(second).read_text() == beside.read_text()
    with folder.locked():
        folder.put_in_service(first)
    assert beside.read_text() == ""
    with folder.locked():
        folder.put_in_service(second)
    assert moves_in(beside) == {"/vie/cross/": "/vie/course/", "/ancien/": "/sport/"}
    # What is served is the pages alone: nobody is handed the list.
    assert "redirects" not in "".join(shown(folder))


def test_zone_03_an_old_address_leaves_with_the_page_that_it_led_to(folder: SiteFolder) -> None:
    pages = {f"{path}/index.html": path for path in ("vie/course", "vie/cross", "vie/cross/photos", "sport", "ancien")}
    moving(folder, pages, {"/vie/cross/": "/vie/course/", "/ancien/": "/sport/"})
    assert withdraw(folder, "vie/course/", "vie/cross/index.html")
    assert set(shown(folder)) == {"vie/cross/photos/index.html", "sport/index.html", "ancien/index.html"}
    assert (folder.root / "redirects").read_text() == "/ancien/ /sport/\n"
    assert withdraw(folder, "sport/")
    assert (folder.root / "redirects").read_text() == ""
