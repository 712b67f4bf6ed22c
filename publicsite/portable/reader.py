"""Reads a content folder, ours or one written for Pelican by other people, whatever state it is in.

Nothing here raises on bad content: what cannot be read becomes a Problem, and the rest is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import TypeVar

from publicsite.contract import ArticleDoc, EventDoc, Problem, RubricDoc, SiteDoc
from publicsite.portable import foreign
from publicsite.portable.assembly import Findings, Found, assemble
from publicsite.portable.documents import article_of, event_of, rubric_of
from publicsite.portable.layout import (
    DOCUMENT_FOLDERS,
    MEDIA_FOLDERS,
    MEDIA_TABLES,
    PRIVATE,
    REDIRECTS,
    SCHOOL,
    room_of,
    within_room,
)
from publicsite.portable.source import Notes, refusal, walk
from publicsite.portable.tables import files_of, homepage_of, images_of, redirects_of, school_of, usable_media

Result = TypeVar("Result")

_FORMAT = re.compile(rb"^\s*format\s*=", re.M)
_SUFFIXES = {"agenda": ".html", "articles": ".html", "pages": ".html", "homepages": ".toml"}


def read_site(folder: Path) -> tuple[SiteDoc, list[Problem]]:
    """All that can be read of a content folder, and what is wrong with the rest."""
    if not folder.is_dir():
        site, _ = assemble(Findings(), folder)
        return site, [Problem(Path(), None, "ce dossier n’existe pas : vérifiez son chemin.")]
    files, refusals = walk(folder)
    found = _gather(files, folder) if is_ours(folder) else foreign.gather(files, folder)
    site, problems = assemble(found, folder)
    if not (found.school or found.articles or found.rubrics):
        problems.append(Problem(Path(), None, "rien n’a pu être lu dans ce dossier : vérifiez que c’est le bon."))
    return site, sorted([*refusals, *problems], key=lambda problem: (problem.path, problem.line or 0))


def is_ours(folder: Path) -> bool:
    """Whether a folder is in our format, even with a `school.toml` that no longer reads as TOML."""
    try:
        return _FORMAT.search((folder / SCHOOL).read_bytes()) is not None
    except OSError:
        return False


def read_article(path: Path, folder: Path) -> tuple[ArticleDoc | None, list[Problem]]:
    """One article of a folder in our format; `path` is absolute or relative to the folder.

    Its room is its path's. In the public room, an article whose state is not ONLINE must not be published.
    """
    read, problems = _read_one(article_of, path, folder)
    return read and read[0], problems


def read_event(path: Path, folder: Path) -> tuple[EventDoc | None, list[Problem]]:
    """One event of a folder in our format; the same as for an article."""
    read, problems = _read_one(event_of, path, folder)
    return read and read[0], problems


def read_rubric(path: Path, folder: Path) -> tuple[RubricDoc | None, list[Problem]]:
    """One rubric of a folder in our format. In the public room, one that is not public must not be published."""
    return _read_one(rubric_of, path, folder)


def _read_one(
    read: Callable[[PurePosixPath, Path, Notes], Result | None], path: Path, folder: Path
) -> tuple[Result | None, list[Problem]]:
    relative = PurePosixPath(path.relative_to(folder) if path.is_absolute() else path)
    notes = Notes(relative)
    reason = refusal(folder / relative, folder)
    if reason:
        notes.error(reason)
    return None if reason else read(relative, folder, notes), notes.problems


def _gather(files: list[PurePosixPath], folder: Path) -> Findings:
    found = Findings()
    if PurePosixPath(SCHOOL) in files:
        found.school = _noted(school_of, PurePosixPath(SCHOOL), folder, found)
    for path in files:
        place = within_room(path)
        if place.parts[0] in DOCUMENT_FOLDERS and place.suffix == _SUFFIXES[place.parts[0]]:
            _gather_document(place.parts[0], path, folder, found)
        elif place == PurePosixPath(REDIRECTS):
            read = _noted(redirects_of, path, folder, found)
            found.redirects += [Found(path, doc, not room_of(path)) for doc in read]
        elif place.parts[0] not in MEDIA_FOLDERS and place.name not in (SCHOOL, *MEDIA_TABLES):
            message = "ce fichier n’est pas du contenu : il est laissé de côté."
            found.problems.append(Problem(Path(path), None, message, fatal=False))
    for room in ("", PRIVATE):
        _gather_media(room, files, folder, found)
    return found


def _gather_document(kind: str, path: PurePosixPath, folder: Path, found: Findings) -> None:
    public = not room_of(path)
    if kind == "articles":
        article = _noted(article_of, path, folder, found)
        found.articles += [Found(path, article[0], public, article[1])] if article else []
    elif kind == "agenda":
        event = _noted(event_of, path, folder, found)
        found.events += [Found(path, event[0], public, event[1])] if event else []
    elif kind == "pages":
        rubric = _noted(rubric_of, path, folder, found)
        found.rubrics += [Found(path, rubric, public)] if rubric else []
    else:
        homepage = _noted(homepage_of, path, folder, found)
        found.homepages += [Found(path, homepage, public)] if homepage else []


def _gather_media(room: str, files: list[PurePosixPath], folder: Path, found: Findings) -> None:
    for name in MEDIA_FOLDERS:
        here = [
            path
            for path in files
            if path.parts[: len(PurePosixPath(room, name).parts)] == PurePosixPath(room, name).parts
        ]
        usable = [path for path in here if _noted(usable_media, path, folder, found)]
        notes = Notes(PurePosixPath(room, f"{name}.toml"))
        if name == "images":
            images = images_of(usable, room, folder, notes)
            found.images += [Found(path, doc, not room) for path, doc in zip(usable, images, strict=True)]
        else:
            attachments = files_of(usable, room, folder, notes)
            found.files += [Found(path, doc, not room) for path, doc in zip(usable, attachments, strict=True)]
        found.problems += notes.problems


def _noted(
    read: Callable[[PurePosixPath, Path, Notes], Result], path: PurePosixPath, folder: Path, found: Findings
) -> Result:
    """What one file holds; its problems join the others."""
    notes = Notes(path)
    result = read(path, folder, notes)
    found.problems += notes.problems
    return result
