"""ADM-03: a backup is one archive and one command, and so is coming back from it; nothing is lost by either."""

from __future__ import annotations

import filecmp
import os
import shutil
import stat
import subprocess
import tarfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from tests.support.installation import Installation

pytestmark = pytest.mark.processes
Maker = Callable[..., Installation]


@pytest.fixture
def archive(demo: Installation, tmp_path: Path) -> Path:
    target = tmp_path / "college.tar"
    demo.run("backup", str(target))
    return target


def assert_refused(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert done.returncode != 0
    assert "Traceback" not in done.stderr, done.stderr
    for word in words:
        assert word in done.stderr, done.stderr


def everything(installation: Installation, target: Path) -> Path:
    installation.run("export-content", str(target), "--school", "demo")
    return target


def assert_same_folders(one: Path, other: Path) -> None:
    names = sorted(path.relative_to(one) for path in one.rglob("*") if path.is_file())
    assert names == sorted(path.relative_to(other) for path in other.rglob("*") if path.is_file())
    assert filecmp.cmpfiles(one, other, [str(name) for name in names], shallow=False)[1:] == ([], [])


def test_adm_03_what_was_destroyed_comes_back_from_the_archive(
    demo: Installation, archive: Path, empty_installation: Maker, tmp_path: Path
) -> None:
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600  # it holds children's names
    fresh = empty_installation("fresh", migrated=False)
    fresh.data_dir.mkdir()
    (fresh.data_dir / "DEMO").touch()

    told = fresh.run("restore", str(archive)).stdout

    assert "demo" in told
    assert_same_folders(everything(demo, tmp_path / "before"), everything(fresh, tmp_path / "after"))
    assert "chef" in fresh.python(
        "from cms.accounts.models import User\nprint(*User.objects.values_list('username', flat=True))"
    )
    assert "publication 1 en service" in fresh.run("publish").stdout
    waiting = fresh.python(
        "from cms.publishing.models import PublicationRequest\nprint(PublicationRequest.objects.count())"
    )
    assert waiting == "0"


def test_adm_03_an_installation_in_use_is_not_replaced_by_accident(
    demo: Installation, archive: Path, tmp_path: Path
) -> None:
    assert_refused(demo.run("restore", str(archive), check=False), "contient déjà : demo", "--replace")
    with demo.serving():
        demo.run("backup", str(tmp_path / "meanwhile.tar"))  # a backup needs no pause
        assert_refused(demo.run("restore", str(archive), "--replace", check=False), "en marche", "preau serve")
    demo.python("from cms.rubrics.models import Rubric\nRubric.objects.update(title='Perdu')")
    demo.run("restore", str(archive), "--replace")
    found = demo.python("from cms.rubrics.models import Rubric\nprint(Rubric.objects.filter(title='Perdu').count())")
    assert found == "0"


def damaged(archive: Path) -> None:
    """One byte of a picture."""
    with tarfile.open(archive) as tar:
        place = next(entry for entry in tar if entry.name.startswith("media/")).offset_data
    with archive.open("r+b") as handle:
        handle.seek(place)
        first = handle.read(1)
        handle.seek(place)
        handle.write(bytes([first[0] ^ 1]))


def cut(archive: Path) -> None:
    os.truncate(archive, archive.stat().st_size // 2)


def something_else(archive: Path) -> None:
    archive.write_text("bonjour")


def of_a_later_version(archive: Path) -> None:
    say_otherwise(archive, "schools.0001", "schools.9001")


def say_otherwise(archive: Path, known: str, changed: str) -> None:
    """Of itself: in its table of contents."""
    sound = archive.with_suffix(".sound")
    archive.rename(sound)
    with tarfile.open(sound) as source, tarfile.open(archive, "w") as target:
        for member in source:
            held = source.extractfile(member)
            data = held.read() if held else b""
            if member.name == "backup.json":
                data = data.replace(known.encode(), changed.encode())
                member.size = len(data)
            target.addfile(member, BytesIO(data))
    sound.unlink()


HARMS: list[tuple[Callable[[Path], None], tuple[str, ...]]] = [
    (damaged, ("abîmé", "media/")),
    (cut, ("n’est pas une sauvegarde", "partie")),
    (something_else, ("n’est pas une sauvegarde",)),
    (of_a_later_version, ("version plus récente", "schools.9001")),
    (Path.unlink, ("n’existe pas",)),
]


def test_adm_03_an_archive_that_cannot_be_trusted_changes_nothing(demo: Installation, archive: Path) -> None:
    (demo.data_dir / "media" / "kept").write_text("là")
    for harm, words in HARMS:
        harmed = archive.with_name(f"{harm.__name__}.tar")
        shutil.copyfile(archive, harmed)
        harm(harmed)
        assert_refused(demo.run("restore", str(harmed), "--replace", check=False), *words)
    assert (demo.data_dir / "media" / "kept").read_text() == "là"
    assert demo.python("from cms.schools.models import School\nprint(School.objects.count())") == "1"


def test_adm_03_an_archive_made_with_redis_comes_back_without_it(demo: Installation, archive: Path) -> None:
    """The queue has tables of its own there: no sign of a later version of ours."""
    say_otherwise(archive, '"schools.0001', '"django_rq.0001_initial",\n"schools.0001')
    assert "demo" in demo.run("restore", str(archive), "--replace").stdout


def test_adm_03_an_archive_is_never_written_over(demo: Installation, archive: Path) -> None:
    before = archive.read_bytes()
    assert_refused(demo.run("backup", str(archive), check=False), "existe déjà", "rien n’est remplacé")
    assert archive.read_bytes() == before
    nowhere = archive.parent / "nowhere" / "college.tar"
    assert_refused(demo.run("backup", str(nowhere), check=False), "n’existe pas", str(nowhere.parent))
    assert [path.name for path in archive.parent.glob(".*partial")] == []
