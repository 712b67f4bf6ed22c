"""What documents say of each other: addresses, and files that must exist."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

from publicsite.portable.layout import is_path
from publicsite.portable.source import Notes


def exists(folder: Path, room: str, target: str) -> bool:
    """Whether a document of that room may count on this file: what is public serves both rooms."""
    if ".." in PurePosixPath(target).parts:
        return False
    return any((folder / place / target).is_file() for place in {"", room})


def missing(kind: str, name: str) -> str:
    if kind == "images":
        return f"l’image « {name} » est introuvable : ajoutez-la dans images/ ou retirez-la d’ici."
    return f"la pièce jointe « {name} » est introuvable : ajoutez-la dans files/ ou retirez-la d’ici."


def is_usable(path: str, notes: Notes) -> bool:
    if not is_path(path):
        notes.error(bad_address(path))
        return False
    return True


def bad_address(path: str) -> str:
    return f"l’adresse « {path} » ne convient pas : des lettres sans accent, des chiffres et des tirets simples."


def bad_type(key: str) -> str:
    return f"la valeur de « {key} » n’est pas du bon type : elle est laissée de côté."


def remark_unknown(keys: Iterable[str], line_of: Callable[[str], int | None], notes: Notes) -> None:
    for key in keys:
        notes.remark(f"« {key} » n’est pas connu : cette ligne est laissée de côté.", line_of(key))
