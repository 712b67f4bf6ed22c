"""From documents found one by one to a site: each in its room, in order, at an address of its own.

In doubt a document goes to the private room: what should be public and is not can be seen and mended.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Generic, TypeVar

from publicsite.contract import (
    ArticleDoc,
    EventDoc,
    FileDoc,
    HomepageDoc,
    ImageDoc,
    Problem,
    RedirectDoc,
    Room,
    RubricDoc,
    SchoolDoc,
    SiteDoc,
    State,
)
from publicsite.portable.layout import document_file, order, slugify, within_room

Doc = TypeVar("Doc", ArticleDoc, EventDoc, RubricDoc, HomepageDoc, ImageDoc, FileDoc, RedirectDoc)
Address = TypeVar("Address", ArticleDoc, EventDoc, RubricDoc)


@dataclass(frozen=True, slots=True)
class Found(Generic[Doc]):
    """A document, the file it comes from and the room that this file is in."""

    path: PurePosixPath
    doc: Doc
    public: bool
    category: str = ""  # the title that an article gives to its rubric


@dataclass(slots=True)
class Findings:
    """All that was read of a folder."""

    school: SchoolDoc | None = None
    rubrics: list[Found[RubricDoc]] = field(default_factory=list)
    articles: list[Found[ArticleDoc]] = field(default_factory=list)
    events: list[Found[EventDoc]] = field(default_factory=list)
    homepages: list[Found[HomepageDoc]] = field(default_factory=list)
    images: list[Found[ImageDoc]] = field(default_factory=list)
    files: list[Found[FileDoc]] = field(default_factory=list)
    redirects: list[Found[RedirectDoc]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def assemble(found: Findings, folder: Path) -> tuple[SiteDoc, list[Problem]]:
    problems = [*found.problems]
    taken: dict[str, PurePosixPath] = {}
    rubrics = _at_their_own(found.rubrics, taken, problems)
    articles = _at_their_own(found.articles, taken, problems)
    events = _at_their_own(found.events, taken, problems)
    rubrics += _implied(rubrics, [*articles, *events], _unreadable_rubrics(problems), problems)
    open_paths = _open_paths(rubrics)
    rubrics = [_settled(rubric, rubric.doc.path in open_paths, problems) for rubric in rubrics]
    articles = [_settled(article, _may_be_public(article.doc, open_paths), problems) for article in articles]
    events = [_settled(event, _may_be_public(event.doc, open_paths), problems) for event in events]
    found.redirects = _leading(found.redirects, _files(rubrics, articles, events), taken, problems)
    public, private = (_room(found, rubrics, articles, events, public, problems) for public in (True, False))
    school = found.school or _unnamed(folder)
    return SiteDoc(school, public, private, names_school=found.school is not None), problems


def _at_their_own(
    found: Iterable[Found[Address]], taken: dict[str, PurePosixPath], problems: list[Problem]
) -> list[Found[Address]]:
    """The documents whose address no other has; the public room goes first."""
    kept = []
    for one in sorted(found, key=lambda one: (not one.public, one.path)):
        other = taken.setdefault(one.doc.path, one.path)
        if other is one.path:
            kept.append(one)
        else:
            message = f"l’adresse {one.doc.path}/ est déjà celle de {other} : changez le « slug » de l’un des deux."
            problems.append(Problem(Path(one.path), None, message))
    return kept


def _implied(
    rubrics: list[Found[RubricDoc]], articles: Sequence[Found[Any]], unreadable: set[str], problems: list[Problem]
) -> list[Found[RubricDoc]]:
    """The rubrics that documents are in, and that have no page; private where there is one that cannot be read."""
    known = {rubric.doc.path for rubric in rubrics}
    implied: dict[str, Found[RubricDoc]] = {}
    for path, one in _wanted(rubrics, articles):
        if path in known or path in implied:
            continue
        title = one.category if path == getattr(one.doc, "rubric", None) and one.category else _title_of(path)
        public = one.public and path not in unreadable
        implied[path] = Found(one.path, RubricDoc(path, title, public), public)
        message = f"la rubrique {path} n’a pas de page : elle est créée avec le titre « {title} »."
        problems.append(Problem(Path(one.path), None, message, fatal=False))
    return list(implied.values())


def _unreadable_rubrics(problems: list[Problem]) -> set[str]:
    """The paths of rubrics whose page was met and may not have been read."""
    places = [within_room(PurePosixPath(problem.path)) for problem in problems if problem.fatal]
    pages = [PurePosixPath(*place.parts[1:]) for place in places if len(place.parts) > 1 and place.parts[0] == "pages"]
    return {str(page.with_suffix("")) for page in pages}


def _wanted(rubrics: list[Found[RubricDoc]], articles: Sequence[Found[Any]]) -> Iterator[tuple[str, Found[Any]]]:
    """The path of each rubric that a document is in, the article's own rubric first."""
    for article in articles:
        yield from ((path, article) for path in _lineage(article.doc.rubric))
    for rubric in rubrics:
        yield from ((path, rubric) for path in _lineage(rubric.doc.parent_path))


def _lineage(path: str) -> Iterator[str]:
    """A rubric's path and those of its ancestors."""
    while path:
        yield path
        path = path.rpartition("/")[0]


def _title_of(path: str) -> str:
    return path.rpartition("/")[2].replace("-", " ").capitalize()


def _open_paths(rubrics: list[Found[RubricDoc]]) -> set[str]:
    """The rubrics that anyone may enter: public, like all their ancestors."""
    public = {rubric.doc.path for rubric in rubrics if rubric.public and rubric.doc.public}
    return {path for path in public if all(parent in public for parent in _lineage(path))}


def _may_be_public(article: ArticleDoc, open_paths: set[str]) -> bool:
    return article.state is State.ONLINE and (not article.rubric or article.rubric in open_paths)


def _settled(one: Found[Address], may_be_public: bool, problems: list[Problem]) -> Found[Address]:
    """The document in the private room, with a remark, when its file is in a room where it may not be."""
    if may_be_public or not one.public:
        return one
    message = "ce document n’est pas public : il est lu comme privé, déplacez-le dans private/."
    problems.append(Problem(Path(one.path), None, message, fatal=False))
    return Found(one.path, one.doc, public=False)


def _files(
    rubrics: list[Found[RubricDoc]], articles: list[Found[ArticleDoc]], events: list[Found[EventDoc]]
) -> dict[str, bool]:
    """Where each document is in its room, and whether that is the public one."""
    return {
        **{f"pages/{rubric.doc.path}.html": rubric.public for rubric in rubrics},
        **{f"articles/{article.doc.path}.html": article.public for article in articles},
        **{f"{event.doc.file}.html": event.public for event in events},
    }


def _leading(
    found: Iterable[Found[RedirectDoc]],
    files: dict[str, bool],
    taken: dict[str, PurePosixPath],
    problems: list[Problem],
) -> list[Found[RedirectDoc]]:
    """Old addresses that no document has, once each, beside the documents that they lead to."""
    kept: dict[str, Found[RedirectDoc]] = {}
    for one in sorted(found, key=lambda one: (not one.public, one.doc.path)):
        old, target = one.doc.path, document_file(one.doc.target)
        if old in taken:
            message = f"l’adresse {old}/ est celle de {taken[old]} : elle ne mène pas ailleurs. Retirez cette ligne."
        elif old in kept:
            message = f"l’adresse {old}/ mène déjà ailleurs, d’après {kept[old].path} : retirez cette ligne."
        elif target not in files:
            message = f"l’adresse {old}/ mène à « {target} », qui est laissé de côté : elle aussi."
        else:
            kept[old] = Found(one.path, one.doc, one.public and files[target])
            continue
        problems.append(Problem(Path(one.path), None, message))
    return list(kept.values())


def _room(
    found: Findings,
    rubrics: list[Found[RubricDoc]],
    articles: list[Found[ArticleDoc]],
    events: list[Found[EventDoc]],
    public: bool,
    problems: list[Problem],
) -> Room:
    return Room(
        rubrics=tuple(sorted(_docs(rubrics, public=public), key=lambda doc: order(doc.path))),
        articles=tuple(sorted(_docs(articles, public=public), key=lambda doc: order(doc.path))),
        events=tuple(sorted(_docs(events, public=public), key=lambda doc: order(doc.path))),
        homepages=tuple(sorted(_docs(found.homepages, public=public), key=lambda doc: doc.slug)),
        images=tuple(sorted(_media(found.images, public, problems), key=lambda doc: doc.name)),
        files=tuple(sorted(_media(found.files, public, problems), key=lambda doc: doc.name)),
        redirects=tuple(sorted(_docs(found.redirects, public=public), key=lambda doc: doc.path)),
    )


def _docs(found: Iterable[Found[Doc]], *, public: bool) -> list[Doc]:
    return [one.doc for one in found if one.public == public]


Medium = TypeVar("Medium", ImageDoc, FileDoc)


def _media(found: list[Found[Medium]], public: bool, problems: list[Problem]) -> list[Medium]:
    """The media of a room; a name that both rooms have means the public one."""
    if public:
        return _docs(found, public=True)
    shared = {doc.name for doc in _docs(found, public=True)}
    for one in found:
        if not one.public and one.doc.name in shared:
            message = f"« {one.doc.name} » existe aussi du côté public, qui l’emporte : renommez l’un des deux."
            problems.append(Problem(Path(one.path), None, message))
    return [doc for doc in _docs(found, public=False) if doc.name not in shared]


def _unnamed(folder: Path) -> SchoolDoc:
    """A school of which only the folder is known."""
    name = folder.resolve().name
    return SchoolDoc(name=name, slug=slugify(name) or "site")
