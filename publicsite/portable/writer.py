"""Writes a site as a content folder: the same documents always give the same bytes.

Everything is composed and checked before the first byte is written, so a refused site leaves the folder as it was.
Whoever knows which documents changed composes these alone, and gets the same files.
"""

from __future__ import annotations

import filecmp
import html
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import fields
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from publicsite.contract import (
    ARTICLE_TEXTS,
    FORMAT_VERSION,
    ArticleDoc,
    EventDoc,
    FileDoc,
    HomepageDoc,
    ImageDoc,
    RedirectDoc,
    Room,
    RubricDoc,
    SchoolDoc,
    SiteDoc,
    State,
    TileDoc,
)
from publicsite.portable.headers import ARTICLE_HEADERS, EVENT_HEADERS, WEEKDAYS
from publicsite.portable.layout import (
    DOCUMENT_FOLDERS,
    MEDIA_FOLDERS,
    MEDIA_TABLES,
    PRIVATE,
    REDIRECTS,
    SCHOOL,
    document_file,
    is_path,
    is_safe_name,
    is_slug,
    stays_inside,
    write_instant,
)
from publicsite.portable.schedules import faults, schedule_of
from publicsite.portable.toml import write_pairs, write_tables

Plan = dict[PurePosixPath, "bytes | Path"]  # what each file will hold: bytes, or those of another file
_TEMPORARY = ".preau-tmp"


def write_site(site: SiteDoc, folder: Path) -> list[Path]:
    """Make the folder hold this site and nothing else; return the files whose bytes changed.

    ValueError for a name that would leave the folder, a document that would be public though it must not be, or a
    folder that holds something else than content.
    """
    return put(compose(site), folder)[0]


def put(plan: Plan, folder: Path, *, gone: Iterable[str] | None = None) -> tuple[list[Path], list[Path]]:
    """Write what was composed; the files whose bytes changed, and those that were removed.

    `gone` are the files to remove; without it, all that was not composed.
    """
    paths = None if gone is None else [folder / name for name in gone]
    _check_folder(folder, [folder / path for path in plan] + (paths or []))
    folder.mkdir(parents=True, exist_ok=True)
    written = [folder / path for path, content in plan.items() if _put(folder / path, content)]
    return written, _remove_unexplained(folder, plan.keys()) if paths is None else _remove(folder, paths)


def article_html(doc: ArticleDoc, *, category: str, public: bool) -> str:
    return _page(doc.title, _article_headers(doc, category, public), doc.extra, doc.body)


def event_html(doc: EventDoc, *, category: str, public: bool) -> str:
    """Left aside by an unmodified Pelican, which would date it by its publication and list it among the articles."""
    headers = _article_headers(doc, category, public) | {
        "status": "skip",
        "starts": doc.starts,
        "ends": doc.ends,
        "place": doc.place,
        "repeat": doc.repeat,
        "weekdays": ", ".join(WEEKDAYS[day] for day in doc.weekdays),
        "until": doc.until.isoformat() if doc.until else "",
        "times": str(doc.times) if doc.times is not None else "",
        "except": ", ".join(day.isoformat() for day in doc.exceptions),
        "cancelled": "yes" if doc.cancelled else "",
    }
    return _page(doc.title, headers, doc.extra, doc.body)


def _article_headers(doc: ArticleDoc, category: str, public: bool) -> dict[str, str | None]:
    return {
        "date": _instant(doc.date),
        "modified": _instant(doc.modified),
        "category": category,
        **_address(doc.slug, doc.path, public),
        "state": "" if public else doc.state.value,
        "author": doc.author,  # before the tags: its place does not change
        "tags": ", ".join(doc.tags),
        **{name: getattr(doc, name) for name in ARTICLE_TEXTS},
        "illustration": doc.illustration,
        "expires": _instant(doc.expires),
    }


def rubric_html(doc: RubricDoc, *, public: bool) -> str:
    headers = {
        "date": _instant(doc.date),
        "modified": _instant(doc.modified),
        **_address(doc.slug, doc.path, public),
        "zone": "public" if doc.public else "private",
        "position": str(doc.position),
        "menu": _yes_or_no(doc.in_menu),
        "blog": _yes_or_no(doc.blog),
        "agenda": "yes" if doc.agenda else "",
        "colour": doc.colour,
        "icon": doc.icon,
        "illustration": doc.illustration,
    }
    return _page(doc.title, headers, {}, doc.introduction)


def school_toml(doc: SchoolDoc) -> str:
    return write_pairs({"format": FORMAT_VERSION} | _known(doc))


def homepage_toml(doc: HomepageDoc) -> str:
    return write_pairs({"title": doc.title, "online": doc.online}) + "".join(map(_tile_toml, doc.tiles))


def _tile_toml(tile: TileDoc) -> str:
    """Its values, then a table for each row of its lists."""
    rows = {name: value for name, value in tile.values.items() if _is_rows(value)}
    pairs = {name: value for name, value in tile.values.items() if name not in rows}
    tables = [f"\n[[tiles.{name}]]\n{write_pairs(row)}" for name, value in rows.items() for row in value]
    return f"\n[[tiles]]\n{write_pairs({'kind': tile.kind} | pairs)}" + "".join(tables)


def _is_rows(value: Any) -> bool:
    return isinstance(value, list | tuple) and bool(value) and isinstance(value[0], Mapping)


def redirects_toml(docs: Iterable[RedirectDoc]) -> str:
    return write_pairs({doc.path: doc.target for doc in sorted(docs, key=lambda doc: doc.path)})


def images_toml(docs: Iterable[ImageDoc]) -> str:
    return _media_toml(docs)


def files_toml(docs: Iterable[FileDoc]) -> str:
    return _media_toml(docs)


def _media_toml(docs: Iterable[ImageDoc | FileDoc]) -> str:
    tables = {doc.name: _known(doc) for doc in sorted(docs, key=lambda doc: doc.name)}
    return write_tables(
        {name: {key: value for key, value in known.items() if value != ""} for name, known in tables.items()}
    )


def _known(doc: SchoolDoc | ImageDoc | FileDoc) -> dict[str, Any]:
    """The fields that a document's table tells, in the order of its class."""
    return {field.name: getattr(doc, field.name) for field in fields(doc) if field.name not in _untold(doc)}


def _untold(doc: SchoolDoc | ImageDoc | FileDoc) -> tuple[str, ...]:
    return () if isinstance(doc, SchoolDoc) else ("name", "source")


def _address(slug: str, path: str, public: bool) -> dict[str, str]:
    status = "published" if public else "skip"
    return {"slug": slug, "url": f"{path}/", "save_as": f"{path}/index.html", "status": status}


def _page(title: str, headers: Mapping[str, str | None], extra: Mapping[str, str], body: str) -> str:
    metas = [_meta(name, value) for name, value in headers.items() if value]
    metas += [_meta(name, extra[name]) for name in sorted(extra)]
    lines = ["<!DOCTYPE html>", '<html lang="fr">', "<head>", '<meta charset="utf-8">']
    lines += [f"<title>{html.escape(title, quote=False)}</title>", *metas, "</head>", "<body>"]
    return "\n".join([*lines, *([body] if body else []), "</body>", "</html>", ""])


def _meta(name: str, value: str) -> str:
    return f'<meta name="{_attribute(name)}" content="{_attribute(value)}">'


def _attribute(text: str) -> str:
    # A line break inside a header is written so that each header stays on one line.
    escaped = html.escape(text, quote=False).replace('"', "&quot;")
    return escaped.replace("\r", "&#13;").replace("\n", "&#10;")


def _instant(instant: datetime | None) -> str:
    return write_instant(instant) if instant else ""


def _yes_or_no(value: bool) -> str:
    return "yes" if value else "no"


def compose(site: SiteDoc) -> Plan:
    """Every file of the folder, in order: school.toml first, so that an interrupted first write can go on.

    Of a part of a site, with all its rubrics: the files of that part. ValueError: see `write_site`.
    """
    plan: Plan = {PurePosixPath(SCHOOL): school_toml(site.school).encode()}
    titles = {rubric.path: rubric.title for room in (site.public, site.private) for rubric in room.rubrics}
    places = [
        *_places(site.public, PurePosixPath(), titles, public=True),
        *_places(site.private, PurePosixPath(PRIVATE), titles, public=False),
    ]
    for path, content in sorted(places, key=lambda place: place[0]):
        if path in plan:
            raise ValueError(f"deux documents iraient dans le même fichier : {path}")
        plan[path] = content
    _check_shared_names(site)
    _check_redirects(site)
    return plan


def _places(
    room: Room, root: PurePosixPath, titles: Mapping[str, str], *, public: bool
) -> Iterator[tuple[PurePosixPath, bytes | Path]]:
    for rubric in room.rubrics:
        _check_rubric(rubric, public)
        yield root / f"pages/{rubric.path}.html", rubric_html(rubric, public=public).encode()
    for article in room.articles:
        _check_article(article, titles, public)
        text = article_html(article, category=titles.get(article.rubric, ""), public=public)
        yield root / f"articles/{article.path}.html", text.encode()
    for event in room.events:
        _check_event(event, titles, public)
        text = event_html(event, category=titles.get(event.rubric, ""), public=public)
        yield root / f"{event.file}.html", text.encode()
    for homepage in room.homepages:
        _require(is_slug(homepage.slug), f"adresse d’accueil impossible : {homepage.slug!r}")
        yield root / f"homepages/{homepage.slug}.toml", homepage_toml(homepage).encode()
    yield from _media_places(room.images, root, "images")
    yield from _media_places(room.files, root, "files")
    for redirect in room.redirects:
        _require(is_path(redirect.path), f"ancienne adresse impossible : {redirect.path!r}")
        _require(bool(document_file(redirect.target)), f"l’adresse {redirect.path} ne mène à aucun document")
    if room.redirects:
        yield root / REDIRECTS, redirects_toml(room.redirects).encode()


def _media_places(
    docs: tuple[ImageDoc, ...] | tuple[FileDoc, ...], root: PurePosixPath, folder: str
) -> Iterator[tuple[PurePosixPath, bytes | Path]]:
    for doc in docs:
        _require(is_safe_name(doc.name), f"nom de fichier impossible : {doc.name!r}")
        _require(doc.source.is_file(), f"le fichier de {doc.name} est introuvable : {doc.source}")
        yield root / folder / doc.name, doc.source
    if docs:
        yield root / f"{folder}.toml", _media_toml(docs).encode()


def _check_rubric(doc: RubricDoc, public: bool) -> None:
    _require(is_path(doc.path), f"adresse de rubrique impossible : {doc.path!r}")
    _require(doc.public or not public, f"la rubrique {doc.path} est privée : elle n’a pas sa place côté public")


def _check_article(doc: ArticleDoc, titles: Mapping[str, str], public: bool) -> None:
    _require(is_path(doc.path), f"adresse d’article impossible : {doc.path!r}")
    _require(doc.rubric in titles or not doc.rubric, f"l’article {doc.path} est dans une rubrique inconnue")
    online = doc.state is State.ONLINE
    _require(online or not public, f"l’article {doc.path} n’est pas en ligne : il n’a pas sa place côté public")
    for tag in doc.tags:
        _require("," not in tag, f"l’étiquette {tag!r} contient une virgule")
    for name in doc.extra:
        _require(name.lower() not in ARTICLE_HEADERS, f"l’en-tête {name!r} a déjà un sens")


def _check_event(doc: EventDoc, titles: Mapping[str, str], public: bool) -> None:
    _check_article(doc, titles, public)
    for name in doc.extra:
        _require(name.lower() not in EVENT_HEADERS, f"l’en-tête {name!r} a déjà un sens")
    wrong = faults(schedule_of(doc))
    _require(not wrong, f"l’événement {doc.path} : {' '.join(wrong.values())}")


def _check_shared_names(site: SiteDoc) -> None:
    """A name means one image, or one file, in the whole folder."""
    for public, private in (
        (site.public.images, site.private.images),
        (site.public.files, site.private.files),
    ):
        shared = {doc.name for doc in public} & {doc.name for doc in private}
        _require(not shared, f"présent côté public et côté privé : {', '.join(sorted(shared))}")


def _check_redirects(site: SiteDoc) -> None:
    """An address is that of one document, or leads to one."""
    rooms = (site.public, site.private)
    taken = {rubric.path for room in rooms for rubric in room.rubrics}
    taken |= {article.path for room in rooms for article in (*room.articles, *room.events)}
    for redirect in (*site.public.redirects, *site.private.redirects):
        _require(redirect.path not in taken, f"l’adresse {redirect.path} est celle d’un document, ou mène à deux")
        taken.add(redirect.path)


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise ValueError(message)


def _check_folder(folder: Path, paths: Iterable[Path]) -> None:
    """Refuse a folder that something else lives in, or whose parts lead elsewhere."""
    if not folder.exists():
        return
    names = {entry.name for entry in folder.iterdir() if not entry.name.startswith(".")}
    _require(not names or SCHOOL in names, f"{folder} n’est pas vide et n’a pas de {SCHOOL} : rien n’y est écrit")
    for path in {*_layout_folders(folder), *(path.parent for path in paths)}:
        _require(stays_inside(path, folder), f"{path} mène hors du dossier : rien n’est écrit")


def _layout_folders(folder: Path) -> list[Path]:
    names = (*DOCUMENT_FOLDERS, *MEDIA_FOLDERS)
    return [room / name for room in (folder, folder / PRIVATE) for name in names]


def _put(path: Path, content: bytes | Path) -> bool:
    """Write one file, unless it holds these bytes already; say whether it was written."""
    if _holds(path, content):
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{os.getpid()}{_TEMPORARY}")
    if isinstance(content, Path):
        shutil.copyfile(content, temporary)
        time = content.stat().st_mtime_ns
        os.utime(temporary, ns=(time, time))
    else:
        temporary.write_bytes(content)
    temporary.replace(path)
    return True


def _holds(path: Path, content: bytes | Path) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    if not isinstance(content, Path):
        return path.read_bytes() == content
    # A copy has the time of what it was made from: most pictures need not be read to be known.
    same = [(found.st_size, found.st_mtime_ns) for found in (path.stat(), content.stat())]
    return same[0] == same[1] or filecmp.cmp(path, content, shallow=False)


def _remove_unexplained(folder: Path, planned: Set[PurePosixPath]) -> list[Path]:
    tables = [room / table for room in (folder, folder / PRIVATE) for table in (*MEDIA_TABLES, REDIRECTS)]
    found = [path for path in tables if path.exists()]
    directories: list[Path] = []
    for top in _layout_folders(folder):
        for directory, inner, names in os.walk(top, topdown=False):
            links = [name for name in inner if Path(directory, name).is_symlink()]
            found += [Path(directory, name) for name in [*names, *links]]
            directories.append(Path(directory))
    kept = {os.path.join(folder, path) for path in planned}  # noqa: PTH118 - hot loop
    removed = [path for path in found if str(path) not in kept and not _is_hidden(path)]
    for path in removed:
        path.unlink(missing_ok=True)
    for emptied in [*directories, folder / PRIVATE]:
        _remove_if_empty(emptied)
    return removed


def _remove(folder: Path, paths: Iterable[Path]) -> list[Path]:
    """These files, and the folders that are then empty."""
    removed = [path for path in paths if path.is_symlink() or path.is_file()]
    for path in removed:
        path.unlink()
        for parent in path.parents:
            if parent == folder or any(parent.iterdir()):
                break
            parent.rmdir()
    return removed


def _is_hidden(path: Path) -> bool:
    return path.name.startswith(".") and not path.name.endswith(_TEMPORARY)


def _remove_if_empty(directory: Path) -> None:
    if directory.is_dir() and not any(directory.iterdir()):
        directory.rmdir()
