"""ADM-01, SITE-03, invariant 5: a full disk, a read-only one, a taken port: one sentence, and nothing lost."""

from __future__ import annotations

import resource
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.crashes import ask, assert_database_is_sound, assert_whole_release, marks_in
from tests.support.disks import fill, read_only, small_disk
from tests.support.installation import Installation, wait_for
from tests.support.releases import files_of as files_below

pytestmark = pytest.mark.processes
RUBRIC = "vie-du-college"
FULL = "le disque est plein. Libérez de la place puis recommencez : rien n’a été perdu"
READ_ONLY = "ce dossier est en lecture seule. Rendez-le accessible en écriture puis recommencez"


def ask_for_publication(demo: Installation, number: int) -> None:
    """A change in the database, and its request in the outbox."""
    (school,) = ask(demo, "SELECT id FROM schools_school")[0]
    ask(demo, f"UPDATE wagtailcore_page SET title = 'Titre numéro {number}' WHERE slug = %s", RUBRIC)
    request = (
        "INSERT INTO publishing_publicationrequest (school_id, reason, subject, requested_at) VALUES (%s, %s, %s, %s)"
    )
    ask(demo, request, school, "published", RUBRIC, "2026-09-01 08:00:00")


def waiting(demo: Installation) -> int:
    return int(ask(demo, "SELECT count(*) FROM publishing_publicationrequest")[0][0])


def assert_refused(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert done.returncode != 0
    assert "Traceback" not in done.stdout + done.stderr, done.stderr
    for word in words:
        assert word in done.stderr, done.stderr


def assert_still_served(demo: Installation, before: Path) -> None:
    """The release of before the trouble, whole; the request waits (invariants 3 and 5)."""
    assert demo.current.readlink() == before
    assert_whole_release(demo)
    assert waiting(demo) == 1


def assert_publishes_again(demo: Installation, number: int) -> None:
    demo.run("publish")
    assert waiting(demo) == 0
    assert marks_in(demo.current.resolve()) == {number}
    assert_whole_release(demo)
    hidden = [path.name for path in (demo.current.parent / "releases").iterdir() if path.name.startswith(".")]
    assert hidden == []


@pytest.mark.parametrize("place", ["sites", "content", "cache"])
def test_site_03_a_full_disk_keeps_the_old_release_in_service_and_says_so(demo: Installation, place: str) -> None:
    folder = demo.data_dir / place
    before = demo.current.readlink()
    with small_disk(folder, 64):
        if place == "cache":  # pictures and documents have to be prepared again
            for entry in sorted(folder.glob("demo/*"))[:12]:
                shutil.rmtree(entry)
        if place == "content":  # its index is removed first, which would make room
            (folder / ".demo.index").unlink()
        ask_for_publication(demo, 1)
        filler = fill(folder)
        assert_refused(demo.run("publish", check=False), FULL, str(folder), "reste en service")
        assert_still_served(demo, before)
        filler.unlink()
        assert_publishes_again(demo, 1)
        # Nothing that could not be prepared is missing from the site: the other release has the same files.
        assert files_of(demo.current.resolve()) == files_of(demo.current.parent / before)
        if place != "sites":
            return
        saved = demo.data_dir / "saved"
        shutil.copytree(folder, saved, symlinks=True)
    shutil.rmtree(folder)
    saved.rename(folder)


def files_of(release: Path) -> set[str]:
    """But for the index of the search, whose names say what it holds."""
    files = {str(path.relative_to(release)) for path in files_below(release)}
    return {name for name in files if not name.startswith("recherche/index-")}


@pytest.mark.parametrize("place", ["sites", "content", "sites/demo/releases"])
def test_site_03_a_read_only_folder_keeps_the_old_release_in_service_and_says_so(
    demo: Installation, place: str
) -> None:
    before = demo.current.readlink()
    ask_for_publication(demo, 1)
    with read_only(demo.data_dir / place):
        assert_refused(demo.run("publish", check=False), READ_ONLY, str(demo.data_dir / place), "reste en service")
        assert_still_served(demo, before)
    assert_publishes_again(demo, 1)


def test_site_03_a_limit_on_file_sizes_is_told_like_a_full_disk(demo: Installation) -> None:
    """Where no disk can be mounted: the kernel refuses to let any file grow."""
    before = demo.current.readlink()
    ask_for_publication(demo, 1)
    largest = 4096 if demo.database_url else 64 * 1024  # SQLite's own journal has to be written

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    for path in sorted((demo.data_dir / "cache").rglob("*.webp"))[:40]:
        shutil.rmtree(path.parent, ignore_errors=True)
    assert_refused(demo.run("publish", check=False, preexec_fn=limit), "la taille permise", "reste en service")
    assert_still_served(demo, before)
    assert_publishes_again(demo, 1)


def test_site_03_the_publisher_that_watches_gets_over_a_full_disk(demo: Installation) -> None:
    """Invariant 5: it tries again by itself; nobody has to ask twice."""
    folder = demo.data_dir / "sites"
    with small_disk(folder, 64), demo.serving():
        filler = fill(folder)
        ask_for_publication(demo, 4)
        wait_for(lambda: ask(demo, "SELECT count(*) FROM publishing_release WHERE outcome = 'failed'")[0][0] > 0)
        assert demo.get("/").status == 200
        assert waiting(demo) == 1
        (message,) = ask(demo, "SELECT message FROM publishing_release WHERE outcome = 'failed'")[0]
        assert FULL in message and "Traceback" not in message
        filler.unlink()
        wait_for(lambda: "Titre numéro 4" in demo.get(f"/{RUBRIC}/").text)
        wait_for(lambda: waiting(demo) == 0)


def test_site_03_a_data_folder_wholly_read_only_is_told_in_one_sentence(demo: Installation) -> None:
    before = demo.current.readlink()
    ask_for_publication(demo, 1)
    with read_only(demo.data_dir):
        for command in (["publish"], ["rollback"], ["demo"], ["serve"], ["import-content", "content/demo"]):
            done = demo.run(*command, check=False)
            assert_refused(done, "lecture seule")
            assert len(done.stderr.strip().splitlines()) <= 4, done.stderr
        assert demo.current.readlink() == before
    assert_database_is_sound(demo)
    assert_publishes_again(demo, 1)


def test_adm_01_a_new_data_folder_that_cannot_be_made_is_told_in_one_sentence(tmp_path: Path) -> None:
    room = tmp_path / "room"
    room.mkdir()
    with read_only(room):
        for folder in (room / "var", room):
            done = Installation(folder).run("demo", "--prepare-only", check=False)
            assert_refused(done, READ_ONLY, str(folder))
            assert len(done.stderr.strip().splitlines()) == 1
    file = tmp_path / "file"
    file.touch()
    assert_refused(Installation(file).run("demo", check=False), str(file))


def test_adm_01_a_first_preparation_on_a_full_disk_goes_on_when_there_is_room(tmp_path: Path) -> None:
    room = tmp_path / "room"
    room.mkdir()
    with small_disk(room, 4):
        installation = Installation(room)
        filler = fill(room)
        done = installation.run("demo", "--prepare-only", check=False)
        assert_refused(done, "disque")
        filler.unlink()


@pytest.fixture
def taken(demo: Installation) -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", demo.port))
        other.listen()
        yield demo.port


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_adm_01_a_taken_port_is_told_in_one_sentence(demo: Installation, taken: int, command: str) -> None:
    done = demo.run(command, check=False)
    assert_refused(done, f"Le port {taken} est déjà pris", f"PORT={taken + 1}")
    assert len(done.stderr.strip().splitlines()) == 1
