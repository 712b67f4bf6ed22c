"""Errors of the disk, of the database and of the network, said in French to whoever runs the machine; locks of files.

It imports nothing of ours: publicsite uses it where there is no Django.
"""

import errno
import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

KNOWN = {
    errno.ENOSPC: "le disque est plein. Libérez de la place puis recommencez : rien n’a été perdu",
    errno.EDQUOT: "le quota du disque est atteint. Libérez de la place puis recommencez : rien n’a été perdu",
    errno.EROFS: "ce dossier est en lecture seule. Rendez-le accessible en écriture puis recommencez",
    errno.EACCES: "l’accès est refusé. Donnez à ce compte le droit d’écrire dans ce dossier",
    errno.EPERM: "l’accès est refusé. Donnez à ce compte le droit d’écrire dans ce dossier",
    errno.EFBIG: "un fichier dépasserait la taille permise. Augmentez la limite puis recommencez : rien n’est perdu",
    errno.EIO: "le disque ne répond plus correctement. Vérifiez-le avant de recommencer",
    errno.ENOENT: "ce fichier ou ce dossier n’existe pas. Vérifiez son chemin",
    errno.EEXIST: "un fichier porte déjà ce nom. Renommez-le, ou choisissez un autre dossier",
    errno.ENOTDIR: "ce n’est pas un dossier. Choisissez-en un",
    errno.EISDIR: "c’est un dossier, et il fallait un fichier",
    errno.EADDRINUSE: "le port est déjà pris. Choisissez-en un autre, par exemple avec PORT=8001",
}

# SQLite and PostgreSQL say it in words only.
DATABASE = {
    "readonly": "la base de données est en lecture seule. Rendez son dossier accessible en écriture puis recommencez",
    "read-only": "la base de données est en lecture seule. Rendez-la accessible en écriture puis recommencez",
    "is full": "le disque de la base de données est plein. Libérez de la place puis recommencez : rien n’a été perdu",
    "no space left": "le disque de la base de données est plein. Libérez de la place puis recommencez",
    "unable to open": "la base de données ne s’ouvre pas. Vérifiez que son dossier existe et qu’on peut y écrire",
    "locked": "la base de données est occupée par une autre commande. Recommencez quand elle aura fini",
    "no such table": "la base de données n’est pas prête. Préparez-la avec : preau migrate",
    "does not exist": "la base de données n’est pas prête. Créez-la, puis préparez-la avec : preau migrate",
    "connection": "la base de données ne répond pas. Vérifiez qu’elle tourne, et son adresse dans DATABASE_URL",
}


def explain(error: OSError, place: Path | None = None) -> str:
    """One sentence: what is wrong, what to do, and where; `place` when the system did not say where."""
    sentence = KNOWN.get(error.errno or 0, error.strerror or str(error))
    where = error.filename2 or error.filename or place  # of a copy or a rename, the second is what was written
    return f"{sentence} ({where})." if where else f"{sentence}."


@contextmanager
def writing_in(place: Path) -> Iterator[None]:
    """Errors that do not say where, as those of a full disk, say that it was there."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(place)
        raise


@contextmanager
def alone(lock: Path, *, wait: bool = False) -> Iterator[bool]:
    """Hold this file, made if missing, alone among processes and threads; it is given back when its holder dies.

    False when another holds it, which `wait` waits for.
    """
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as handle:
        held = True
        try:
            fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            held = False
        yield held


def explain_database(error: Exception) -> str:
    """The same of an error that the database gave, with its own words at the end."""
    told = " ".join(str(error).split())
    sentence = next((sentence for sign, sentence in DATABASE.items() if sign in told.lower()), "la base a refusé")
    return f"{sentence} ({told})."
