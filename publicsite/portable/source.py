"""The files of a folder that may be read, their text, and the notes taken while reading them."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from PIL import Image

from publicsite.contract import Problem
from publicsite.portable.layout import stays_inside

MAX_BYTES = 250 * 1024 * 1024
MAX_PIXELS = 50_000_000
IMAGE_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")


class Notes:
    """The problems met in one file."""

    def __init__(self, path: Path | PurePosixPath) -> None:
        self.path = Path(path)
        self.problems: list[Problem] = []

    def error(self, message: str, line: int | None = None) -> None:
        """Something that could not be read."""
        self.problems.append(Problem(self.path, line, message))

    def remark(self, message: str, line: int | None = None) -> None:
        """Something read otherwise than written, or left aside."""
        self.problems.append(Problem(self.path, line, message, fatal=False))


def walk(folder: Path) -> tuple[list[PurePosixPath], list[Problem]]:
    """The files of a folder in a fixed order, without the hidden ones; those that are refused, with the reason."""
    files: list[PurePosixPath] = []
    problems: list[Problem] = []
    for path in _entries(folder):
        relative = PurePosixPath(path.relative_to(folder))
        reason = refusal(path, folder)
        if reason:
            problems.append(Problem(Path(relative), None, reason))
        else:
            files.append(relative)
    return sorted(files), problems


def read_text(path: Path, notes: Notes) -> str | None:
    """A file's text, or None with a note when it is not UTF-8 or cannot be opened."""
    try:
        data = path.read_bytes()
    except OSError as error:
        notes.error(f"ce fichier ne s’ouvre pas ({error.strerror}) : vérifiez-le.")
        return None
    if b"\0" in data:
        notes.error(
            "ce fichier contient un octet nul : ce n’est pas un texte.", data.count(b"\n", 0, data.index(0)) + 1
        )
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        notes.error("ce fichier n’est pas en UTF-8 : réenregistrez-le dans cet encodage.", line)
        return None


def image_refusal(path: Path) -> str | None:
    """Why an image cannot be used, or None when all of it was read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is lower
            return _image_refusal(path)
    except Exception:
        return "cette image est illisible ou tronquée : remplacez-la par une copie intacte."


def _image_refusal(path: Path) -> str | None:
    with Image.open(path, formats=IMAGE_FORMATS) as image:
        if image.width * image.height > MAX_PIXELS:
            return "cette image dépasse 50 millions de pixels : réduisez-la."
        image.verify()
    with Image.open(path, formats=IMAGE_FORMATS) as image:
        image.load()  # verify() does not see a truncated end
    return None


def _entries(folder: Path) -> Iterator[Path]:
    """Files, and links to folders: these are not followed, but someone must be told."""
    for directory, directories, names in os.walk(folder):
        directories[:] = sorted(name for name in directories if not name.startswith("."))
        links = [name for name in directories if Path(directory, name).is_symlink()]
        yield from (Path(directory, name) for name in [*links, *names] if not name.startswith("."))


def refusal(path: Path, folder: Path) -> str | None:
    """Why a file of a folder may not be read, or None."""
    try:
        if path.is_symlink() and not stays_inside(path, folder):
            return "ce lien symbolique mène hors du dossier : remplacez-le par le fichier lui-même."
        if path.is_dir():
            return "ce lien symbolique vers un dossier n’est pas suivi : copiez-y les fichiers."
        if not path.is_file():
            return "ce n’est pas un fichier ordinaire : retirez-le."
        return "ce fichier dépasse 250 Mo : réduisez-le." if path.stat().st_size > MAX_BYTES else None
    except (OSError, RuntimeError):
        return "ce fichier ne s’ouvre pas : vérifiez-le."
