"""What is wrong with an installation, from what was measured of it (ADM-02): facts, and one pure function."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

MINUTE, HOUR = 60, 3600
LONGEST_WAIT = 10 * MINUTE  # of a publication or a task: much longer than either takes, however large the school
LONGEST_SILENCE = HOUR  # of the mail server, while there is something to send
LEAST_ROOM = 1_000_000_000  # bytes: a publication, a film and the night's archive need some
LEAST_FILES = 10_000  # a site is many small files: a disk may have room and no more names to give


@dataclass(frozen=True, slots=True)
class Database:
    kind: str
    refused: str = ""  # why it does not answer
    missing: Sequence[str] = ()  # migrations that `preau migrate` has to do
    unknown: Sequence[str] = ()  # migrations of a later version


@dataclass(frozen=True, slots=True)
class Disk:
    bytes_free: int
    bytes: int
    files_free: int | None  # None where files are not counted


@dataclass(frozen=True, slots=True)
class Queue:
    """Background tasks. None of them publishes."""

    kind: str
    refused: str = ""
    waiting: int = 0
    waiting_seconds: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Mail:
    waiting: int = 0
    waiting_seconds: int = 0
    refused: int = 0  # tried at least once
    sent_meanwhile: bool = False  # something left since the oldest of them waits


@dataclass(frozen=True, slots=True)
class SchoolState:
    name: str
    release: int | None  # the last that went into service
    since: str | None
    waiting: int = 0
    waiting_seconds: int = 0
    failures: int = 0  # in a row, the last one for this reason
    message: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    """`queue`, `mail` and `schools` are not known while the database is not that of this code, or does not answer."""

    web: bool
    database: Database
    disk: Disk
    queue: Queue | None = None
    mail: Mail | None = None
    schools: dict[str, SchoolState] = field(default_factory=dict)


def faults(health: Health) -> list[str]:
    """What somebody should look at, in French; nothing when all is well."""
    return list(_faults(health))


def _faults(health: Health) -> Iterator[str]:
    if not health.web:
        yield "Le serveur web ne répond pas : « preau serve » tourne-t-il ?"
    yield from _of_database(health.database)
    yield from _of_disk(health.disk)
    if health.queue:
        yield from _of_queue(health.queue)
    if health.mail and health.mail.waiting_seconds > LONGEST_SILENCE and not health.mail.sent_meanwhile:
        waited = lasting(health.mail.waiting_seconds)
        yield f"Aucun courriel ne part depuis {waited} ({health.mail.waiting} en attente)."
    for slug, school in health.schools.items():
        if school.waiting_seconds > LONGEST_WAIT:
            why = (
                f"{counted(school.failures, 'échec')}, le dernier : {school.message}"
                if school.failures
                else "aucun essai"
            )
            yield f"{slug} : une publication attend depuis {lasting(school.waiting_seconds)} ({why})."


def _of_database(database: Database) -> Iterator[str]:
    if database.refused:
        yield f"Base de données : {database.refused}"
    if database.missing:
        count = counted(len(database.missing), "migration")
        yield f"La base n’est pas à jour ({count} à faire, dont {database.missing[0]}) : preau migrate."
    if database.unknown:
        names = ", ".join(database.unknown[:3])
        yield f"La base vient d’une version plus récente de Préau (migrations inconnues ici : {names})."


def _of_disk(disk: Disk) -> Iterator[str]:
    if disk.bytes_free < LEAST_ROOM:
        yield f"Il ne reste que {size(disk.bytes_free)} sur le disque des données."
    if disk.files_free is not None and disk.files_free < LEAST_FILES:
        yield f"Le disque des données n’accepte plus que {disk.files_free} fichiers, quelle que soit la place."


def _of_queue(queue: Queue) -> Iterator[str]:
    if queue.refused:
        yield f"La file d’attente ne répond pas ({queue.refused}) : vérifiez QUEUE_URL."
    if queue.waiting_seconds > LONGEST_WAIT:
        waited = lasting(queue.waiting_seconds)
        yield f"Une tâche de fond attend depuis {waited} : le travailleur tourne-t-il ?"


def counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' if count > 1 else ''}"


def size(count: int) -> str:
    unit, name = (1_000_000_000, "Go") if count >= 1_000_000_000 else (1_000_000, "Mo")
    return f"{count / unit:.1f} {name}".replace(".", ",")


def lasting(seconds: int) -> str:
    if seconds < MINUTE:
        return f"{seconds} s"
    return f"{seconds // MINUTE} min" if seconds < HOUR else f"{seconds // HOUR} h {seconds % HOUR // MINUTE:02} min"
