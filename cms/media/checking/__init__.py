"""Every uploaded file passes here, whichever door it came by: it is what its name says, and harmless (FILE-03).

What is refused is said in a sentence: what is wrong, and what to do. What is accepted comes out without the place where
a picture was taken, without names of authors, without what would run.
"""

import re
import unicodedata
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any, BinaryIO

from cms.media import rules
from cms.media.checking import documents, pictures
from cms.media.checking.refusal import Refused

__all__ = ["Refused", "check_document", "check_image", "check_upload", "plain_name"]

LONGEST_STEM = 100


def check_upload(upload: Any, *, image: bool) -> None:
    """Django's uploaded file becomes harmless where it is: whoever holds it, holds that. Raises `Refused`."""
    upload.name = plain_name(upload.name)
    clean = (check_image if image else check_document)(upload, upload.name)
    if clean is not None:
        upload.seek(0)
        upload.write(clean)
        upload.truncate()
        upload.size = len(clean)
    upload.seek(0)


def check_image(file: BinaryIO, name: str) -> bytes | None:
    """What to keep in place of the file; None when it may stay as it is. Raises `Refused`."""
    extension = _extension(name, rules.IMAGES, "images")
    return pictures.cleansed(_whole(file, name, rules.IMAGES[extension]), name, extension)


def check_document(file: BinaryIO, name: str) -> bytes | None:
    """The same for what is no image: texts, tables, sounds and films."""
    extension = _extension(name, rules.DOCUMENTS, "documents")
    size = _size(file, name, rules.DOCUMENTS[extension])
    return documents.cleansed(file, size, name, extension)


def plain_name(given: str) -> str:
    """A file name without folders, control characters nor marks that turn the direction of writing over."""
    name = re.split(r"[/\\]", given)[-1]
    name = "".join(letter for letter in name if unicodedata.category(letter)[0] != "C").strip(" .")
    path = PurePath(name or "fichier")
    return f"{path.stem[:LONGEST_STEM].rstrip(' .')}{path.suffix}"


def _extension(name: str, accepted: Mapping[str, rules.Format], what: str) -> str:
    *others, extension = PurePath(name).name.lower().split(".")
    if extension not in accepted or not others:
        extension = extension if others else ""
        program = extension in rules.PROGRAMS
        why = f"Les fichiers « .{extension} » ne sont pas acceptés." if extension else "Ce nom n’a pas d’extension."
        if program and extension not in rules.INSTEAD:
            why = f"Un fichier « .{extension} » peut contenir un programme : il n’est pas accepté."
        todo = f"{rules.INSTEAD[extension]}." if extension in rules.INSTEAD else ""
        elsewhere = _elsewhere(extension, what)
        raise Refused(" ".join(filter(None, [why, todo, elsewhere or f"Formats acceptés : {_list(accepted)}."])))
    hidden = next((part for part in others[1:] if part in rules.PROGRAMS), None)
    if hidden:
        raise Refused(f"Ce nom contient « .{hidden} », comme celui d’un programme. Renommez le fichier.")
    return extension


def _elsewhere(extension: str, what: str) -> str:
    if what == "documents" and extension in rules.IMAGES:
        return "C’est une image : ajoutez-la dans les images."
    if what == "images" and extension in rules.DOCUMENTS:
        return "Ce n’est pas une image : ajoutez-le dans les documents."
    return ""


def _list(accepted: Mapping[str, rules.Format]) -> str:
    return ", ".join(f".{extension}" for extension in accepted)


def _size(file: BinaryIO, name: str, kind: rules.Format) -> int:
    size = file.seek(0, 2)
    file.seek(0)
    if not size:
        raise Refused(f"« {name} » est vide. Vérifiez le fichier, puis envoyez-le à nouveau.")
    if size > kind.largest:
        raise Refused(
            f"« {name} » pèse {rules.megabytes(size)} ; un fichier {kind.label} en pèse "
            f"{rules.megabytes(kind.largest)} au plus. Réduisez-le, puis envoyez-le à nouveau."
        )
    return size


def _whole(file: BinaryIO, name: str, kind: rules.Format) -> bytes:
    _size(file, name, kind)
    return file.read()
