"""A backup is one file with the database and the originals of images and documents; a restore puts all of it back.

    college.tar
    ├── database.sqlite3, or database.dump     VACUUM INTO, or pg_dump's custom format
    ├── media/…                                unless they are in an object store, which has its own copies
    └── backup.json                            written last: what the archive holds, with the digest of each file

Settings and `SECRET_KEY` are not in it: whoever holds the archive must not be able to sign sessions.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from cms.core import clock
from cms.core.disk import alone, explain, writing_in
from cms.core.exceptions import DomainError
from cms.operations import versions
from cms.publishing.enums import Reason
from cms.publishing.services import request_publication
from cms.schools.models import School
from cms.schools.selectors import all_schools

FORMAT = 1
CONTENTS = "backup.json"
MEDIA = "media"
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
CHUNK = 1024 * 1024

Progress = Callable[[str, int], None]


class BackupFailed(DomainError):
    """Nothing was changed. The message says why, in French."""

    code = "operations.backup"


@dataclass(frozen=True, slots=True)
class Contents:
    """What an archive says of itself; `files` has the SHA-256 of each, by its name in the archive."""

    format: int
    made_at: str
    database: str
    migrations: list[str]
    schools: list[str]
    media_elsewhere: str = ""
    files: dict[str, str] = field(default_factory=dict)


def back_up(archive: Path, progress: Progress = lambda name, size: None) -> Contents:
    """Write the archive, whole or not at all, readable by this account only. `progress` is told of each file.

    The database first, and media after it: what it names is there, and what was added meanwhile is in excess. May be
    taken while the installation is in use.
    """
    if archive.exists():
        raise BackupFailed(f"« {archive} » existe déjà : choisissez un autre nom, rien n’est remplacé.")
    partial = archive.with_name(f".{archive.name}.partial")
    try:
        with writing_in(archive), _new_private_file(partial) as handle, tarfile.open(fileobj=handle, mode="w") as tar:
            contents = _fill(tar, progress)
        partial.replace(archive)
    finally:
        partial.unlink(missing_ok=True)
    return contents


def look_into(archive: Path, progress: Progress = lambda name, size: None) -> Contents:
    """What the archive holds, every byte of it compared with its digest. Raises `BackupFailed`."""
    try:
        with tarfile.open(archive) as tar:
            contents = _contents(tar, archive)
            for name, known in contents.files.items():
                source = tar.extractfile(name)
                if source is None or _digest(source) != known:
                    raise BackupFailed(f"« {archive} » est abîmé : {name} n’est plus ce qui a été sauvegardé.")
                progress(name, tar.getmember(name).size)
    except OSError as error:
        raise BackupFailed(explain(error, archive)) from error
    except (tarfile.TarError, KeyError, EOFError):
        raise BackupFailed(f"« {archive} » n’est pas une sauvegarde de Préau, ou il en manque une partie.") from None
    return contents


def restore(archive: Path, *, replace: bool = False, progress: Progress = lambda name, size: None) -> Contents:
    """Put the database and the media of an archive in the place of today's, then ask for every school to be published.

    Refuses what would lose something: an archive that is damaged, of another kind of database or of a later version,
    an installation that runs, or one that holds schools unless `replace`. All is unpacked before anything is replaced,
    the database first; killed in between, the same command finishes. An archive of an earlier version is migrated.
    """
    contents = look_into(archive, progress)
    _refuse_unsuitable(contents)
    known = _schools()
    if known and not replace:
        raise BackupFailed(
            f"Cette installation contient déjà : {', '.join(known)}. Restaurer remplacerait tout ; "
            "si c’est bien ce que vous voulez, ajoutez --replace."
        )
    with writing_in(settings.DATA_DIR), tarfile.open(archive) as tar:
        fresh = None if contents.media_elsewhere else _extract_media(tar, contents)
        RESTORE_DATABASE[connection.vendor](tar)
        if fresh:
            _put_in_place(fresh)
    call_command("migrate", verbosity=0, interactive=False)
    for school in all_schools():
        request_publication(school=school, reason=Reason.ASKED, subject=school.name)
    return contents


def _fill(tar: tarfile.TarFile, progress: Progress) -> Contents:
    files: dict[str, str] = {}

    def add(path: Path, name: str) -> None:
        with path.open("rb") as source:
            entry = tar.gettarinfo(arcname=name, fileobj=source)
            entry.uid = entry.gid = 0
            entry.uname = entry.gname = ""
            reader = _Digesting(source, entry.size)
            tar.addfile(entry, reader)
        files[name] = reader.hexdigest()
        progress(name, entry.size)

    with tempfile.TemporaryDirectory(prefix="preau-backup-", dir=settings.DATA_DIR) as folder:
        dump = Path(folder) / DATABASES[connection.vendor]
        DUMP_DATABASE[connection.vendor](dump)
        add(dump, dump.name)
    for path in _media():
        add(path, f"{MEDIA}/{path.relative_to(settings.MEDIA_ROOT).as_posix()}")
    contents = Contents(
        format=FORMAT,
        made_at=clock.now().isoformat(timespec="seconds"),
        database=connection.vendor,
        migrations=versions.applied(),
        schools=_schools(),
        media_elsewhere=_object_store(),
        files=files,
    )
    with tempfile.TemporaryFile() as text:
        text.write(json.dumps(asdict(contents), ensure_ascii=False, indent=1).encode())
        entry = tarfile.TarInfo(CONTENTS)
        entry.size = text.tell()
        text.seek(0)
        tar.addfile(entry, text)
    return contents


def _object_store() -> str:
    """Where media are when they are not in the data folder."""
    address: str = settings.ENV.storage_url.partition("?")[0]
    return address if address.startswith("s3:") else ""


def _media() -> Iterator[Path]:
    if not _object_store():
        yield from (path for path in sorted(Path(settings.MEDIA_ROOT).rglob("*")) if path.is_file())


def _contents(tar: tarfile.TarFile, archive: Path) -> Contents:
    """Raises KeyError when there is none: the archive was not finished, or is something else."""
    told = tar.extractfile(CONTENTS)
    try:
        contents = Contents(**json.load(told)) if told else None
    except (TypeError, ValueError):
        contents = None
    if contents is None or contents.format != FORMAT:
        raise BackupFailed(f"« {archive} » vient d’une version de Préau que celle-ci ne sait pas lire.")
    return contents


def _refuse_unsuitable(contents: Contents) -> None:
    if contents.database != connection.vendor:
        raise BackupFailed(
            f"Cette sauvegarde vient d’une base {contents.database}, et DATABASE_URL mène à une base "
            f"{connection.vendor} : donnez une base de la même sorte."
        )
    if unknown := versions.of_a_later_version(contents.migrations):
        raise BackupFailed(
            "Cette sauvegarde a été faite par une version plus récente de Préau : installez-la d’abord "
            f"(migrations inconnues ici : {', '.join(unknown[:3])})."
        )
    with running() as others:
        if others:
            raise BackupFailed("Préau est en marche sur ces données : arrêtez « preau serve », puis recommencez.")


@contextmanager
def running() -> Iterator[bool]:
    """Be the one that uses this data folder, as `preau serve` does; True when another is."""
    with alone(settings.DATA_DIR / "running") as ours:
        yield not ours


def _schools() -> list[str]:
    if School._meta.db_table not in connection.introspection.table_names():
        return []
    return sorted(School.objects.values_list("slug", flat=True))


def _extract_media(tar: tarfile.TarFile, contents: Contents) -> Path:
    """Beside the folder in place: what a full disk stops has replaced nothing."""
    fresh = Path(settings.MEDIA_ROOT).with_name(f".{MEDIA}-restored")
    shutil.rmtree(fresh, ignore_errors=True)
    (fresh / MEDIA).mkdir(parents=True)
    for name in contents.files:
        if name.startswith(f"{MEDIA}/"):
            _extract(tar, name, fresh)
    return fresh


def _extract(tar: tarfile.TarFile, name: str, folder: Path) -> Path:
    """One file of the archive, in the folder. `tarfile` has no filters in the Python of Debian 12 (3.11.2)."""
    target, source = folder / name, tar.extractfile(name)
    if source is None or not target.resolve().is_relative_to(folder.resolve()):
        raise BackupFailed(f"« {name} » n’a pas sa place dans une sauvegarde : rien n’a été changé.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as fresh:
        shutil.copyfileobj(source, fresh, CHUNK)
    target.chmod(0o640)
    return target


def _put_in_place(fresh: Path) -> None:
    place = Path(settings.MEDIA_ROOT)
    old = place.with_name(f".{MEDIA}-replaced")
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        place.rename(old)
    (fresh / MEDIA).rename(place)
    shutil.rmtree(fresh)
    shutil.rmtree(old, ignore_errors=True)


# --- what each kind of database wants ---


def _dump_sqlite(target: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(target)])


def _restore_sqlite(tar: tarfile.TarFile) -> None:
    place = Path(str(connection.settings_dict["NAME"]))
    connections.close_all()
    with tempfile.TemporaryDirectory(prefix="preau-restore-", dir=place.parent) as folder:
        fresh = _extract(tar, DATABASES["sqlite"], Path(folder))
        with sqlite3.connect(fresh) as opened:
            (state,) = opened.execute("PRAGMA quick_check").fetchone()
        opened.close()
        if state != "ok":
            raise BackupFailed(f"La base de cette sauvegarde est abîmée ({state}) : rien n’a été changé.")
        for suffix in ("-wal", "-shm"):  # those of the base that goes would be read into the one that comes
            place.with_name(place.name + suffix).unlink(missing_ok=True)
        fresh.replace(place)


def _dump_postgresql(target: Path) -> None:
    _tool("pg_dump", "--format=custom", f"--file={target}", connected=True)


def _restore_postgresql(tar: tarfile.TarFile) -> None:
    """One transaction: the schema as it is goes, and that of the archive comes, or nothing happens."""
    connections.close_all()
    with tempfile.TemporaryDirectory(prefix="preau-restore-", dir=settings.DATA_DIR) as folder:
        dump, script = _extract(tar, DATABASES["postgresql"], Path(folder)), Path(folder) / "restore.sql"
        _tool("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(dump))
        fresh = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;"
        strict = ("--single-transaction", "--set=ON_ERROR_STOP=1", "--quiet", "--no-psqlrc", "--output=/dev/null")
        _tool("psql", *strict, f"--command={fresh}", f"--file={script}", connected=True)


def _tool(name: str, *arguments: str, connected: bool = False) -> None:
    """One of PostgreSQL's own programs; the password goes by its environment, which nobody else can list."""
    command, environment = [name, *arguments], {"PATH": os.defpath}
    if connected:
        found, added = connection.client.settings_to_cmd_args_env(connection.settings_dict, [])
        command, environment = [*command, *found[1:]], environment | (added or {})
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, env=environment)  # noqa: S603 - our own words
    except FileNotFoundError:
        raise BackupFailed(
            f"Le programme {name} manque : installez les outils de PostgreSQL (paquet postgresql-client)."
        ) from None
    except subprocess.CalledProcessError as error:
        raise BackupFailed(f"{name} a refusé : {error.stderr.strip().rpartition(chr(10))[2]}") from None


DUMP_DATABASE: dict[str, Callable[[Path], None]] = {"sqlite": _dump_sqlite, "postgresql": _dump_postgresql}
RESTORE_DATABASE: dict[str, Callable[[tarfile.TarFile], None]] = {
    "sqlite": _restore_sqlite,
    "postgresql": _restore_postgresql,
}


@contextmanager
def _new_private_file(path: Path) -> Iterator[IO[bytes]]:
    """On the disk when it is closed: it holds children's names, so nobody else reads it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w+b") as handle:
        yield handle
        handle.flush()
        os.fsync(handle.fileno())


class _Digesting:
    """A file whose bytes are counted in a digest while they are read; no more than it had when it was opened."""

    def __init__(self, source: IO[bytes], size: int) -> None:
        self._source, self._left, self._state = source, size, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self._source.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(chunk)
        self._state.update(chunk)
        return chunk

    def hexdigest(self) -> str:
        return self._state.hexdigest()


def _digest(source: Any) -> str:
    state = hashlib.sha256()
    while chunk := source.read(CHUNK):
        state.update(chunk)
    return state.hexdigest()
