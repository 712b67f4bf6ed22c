"""Folders written for Pelican by other people: their documents take our addresses, their media our names.

A category becomes a rubric of the first level, a page an article of the rubric "Pages". Every link to another file
of the folder follows it to its new place.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

from bs4.element import Tag

from publicsite.contract import ARTICLE_TEXTS, ArticleDoc, FileDoc, ImageDoc, Problem, State
from publicsite.portable.assembly import Findings, Found
from publicsite.portable.blocks import plain_text
from publicsite.portable.documents import aware_date
from publicsite.portable.headers import ARTICLE_HEADERS, DEFAULT_TIMEZONE, Header, split_tags
from publicsite.portable.inline import flat
from publicsite.portable.layout import is_safe_name, is_slug, link_kind, slugify, static_link
from publicsite.portable.markup import READERS, Draft
from publicsite.portable.page import body_html
from publicsite.portable.source import Notes, image_refusal, read_text

Medium = TypeVar("Medium", ImageDoc, FileDoc)

PAGES = "Pages"
NO_CATEGORY = "Divers"
_KNOWN = {*ARTICLE_HEADERS, "authors", "keywords", "image", "cover"} - {"expires", "state"}  # ours only
_UNPUBLISHED = ("draft", "hidden", "skip")


@dataclass(frozen=True, slots=True)
class Placed:
    """A document and the place that it takes here."""

    draft: Draft
    title: str
    category: str
    slug: str
    date: datetime
    public: bool
    notes: Notes

    @property
    def rubric(self) -> str:
        return slugify(self.category)

    @property
    def link(self) -> str:
        return f"{{filename}}/articles/{self.rubric}/{self.slug}.html"


@dataclass(slots=True)
class Media:
    """The images, or the attachments, that documents use: each under a name of its own."""

    folder: str  # "images" or "files"
    names: dict[PurePosixPath, str] = field(default_factory=dict)
    public: set[PurePosixPath] = field(default_factory=set)  # those that a public document uses

    def use(self, path: PurePosixPath, public: bool) -> str:
        """The link to a file, which is given a name at its first use."""
        if path not in self.names:
            self.names[path] = self._free_name(path)
        if public:
            self.public.add(path)
        return static_link(self.folder, self.names[path])

    def _free_name(self, path: PurePosixPath) -> str:
        taken = {name.lower() for name in self.names.values()}
        stem = path.stem if is_safe_name(path.name) else slugify(path.stem) or "fichier"
        name, number = f"{stem}{path.suffix}", 2
        while name.lower() in taken:
            name, number = f"{stem}-{number}{path.suffix}", number + 1
        return name


@dataclass(frozen=True, slots=True)
class Place:
    """What links are followed through: the folder, what is in it and where it goes."""

    folder: Path
    files: frozenset[PurePosixPath]
    documents: dict[PurePosixPath, Placed]
    images: Media = field(default_factory=lambda: Media("images"))
    attachments: Media = field(default_factory=lambda: Media("files"))


def gather(files: list[PurePosixPath], folder: Path) -> Findings:
    """All that can be read of such a folder."""
    found = Findings()
    placed = [one for path in files if path.suffix.lower() in READERS if (one := _placed(path, folder, found))]
    place = Place(folder, frozenset(files), {one.draft.path: one for one in placed})
    for one in placed:
        found.articles.append(Found(one.draft.path, _article(one, place), one.public, one.category))
        found.problems += one.notes.problems
    found.images += _found_media(place.images, ImageDoc, folder)
    found.files += _found_media(place.attachments, FileDoc, folder)
    found.problems += _unused(files, place)
    return found


def _placed(path: PurePosixPath, folder: Path, found: Findings) -> Placed | None:
    """A document with its place, or None, with its problems told, when it cannot have one."""
    notes = Notes(path)
    text = read_text(folder / path, notes)
    draft = None if text is None else _draft(path, text, notes)
    placed = _place(draft, folder, notes) if draft else None
    if placed is None:
        found.problems += notes.problems
    return placed


def _draft(path: PurePosixPath, text: str, notes: Notes) -> Draft | None:
    try:
        return READERS[path.suffix.lower()](path, text, notes)
    except Exception as error:  # docutils and markdown promise nothing about what they raise
        notes.error(f"ce document ne se lit pas ({error}) : simplifiez sa mise en forme.")
        return None


def _place(draft: Draft, folder: Path, notes: Notes) -> Placed | None:
    title = plain_text(draft.title.value) if draft.title else ""
    if not title:
        notes.error("il manque le titre : ajoutez un en-tête « title ».")
    date = _date(draft, folder, notes)
    slug = _slug(draft, title, notes)
    if not title or not slug or date is None:
        return None
    return Placed(draft, title, _category(draft), slug, date, _is_public(draft, notes), notes)


def _is_page(draft: Draft) -> bool:
    return draft.path.parts[0] == "pages" and len(draft.path.parts) > 1


def _category(draft: Draft) -> str:
    """Its header's or else, as Pelican does, the name of its folder."""
    category = PAGES if _is_page(draft) else flat(draft.value("category")) or draft.path.parent.name
    return category if slugify(category) else NO_CATEGORY


def _slug(draft: Draft, title: str, notes: Notes) -> str:
    header = draft.headers.get("slug")
    slug = slugify((header and header.value) or title) or slugify(draft.path.stem)
    if header and header.value and not is_slug(header.value):
        notes.remark(f"« {header.value} » ne peut pas être une adresse : elle devient {slug}.", header.line)
    if not slug and title:
        notes.error("aucune adresse ne peut être tirée du titre : ajoutez un en-tête « slug ».")
    return slug


def _date(draft: Draft, folder: Path, notes: Notes) -> datetime | None:
    header = draft.headers.get("date")
    if header and header.value:
        return aware_date(header, DEFAULT_TIMEZONE, notes)
    if not _is_page(draft):
        notes.error("il manque la date : ajoutez un en-tête « date ».")
        return None
    notes.remark("cette page n’a pas de date : elle prend celle de son fichier.")
    return datetime.fromtimestamp(int((folder / draft.path).stat().st_mtime), UTC)


def _is_public(draft: Draft, notes: Notes) -> bool:
    status = draft.headers.get("status")
    value = status.value.lower() if status else ""
    line = status.line if status else None
    if value == "hidden":
        notes.remark("un document caché devient un brouillon : mettez-le en ligne s’il doit être lu.", line)
    elif value not in ("", "published", *_UNPUBLISHED):
        notes.remark(f"le statut « {value} » n’est pas connu : le document devient un brouillon.", line)
    return value in ("", "published")


def _article(one: Placed, place: Place) -> ArticleDoc:
    draft, notes = one.draft, one.notes
    for tag in draft.body.find_all(["a", "img", "audio", "video", "source", "track"]):
        _relink(tag, one, place)
    modified = draft.headers.get("modified")
    texts: dict[str, Any] = {name: plain_text(draft.value(name)) for name in ARTICLE_TEXTS}
    texts["author"] = ", ".join(split_tags(draft.value("authors", "author"), ";"))
    return ArticleDoc(
        rubric=one.rubric,
        slug=one.slug,
        title=one.title,
        date=one.date,
        body=body_html(draft.body, notes, has_lines=draft.has_lines),
        modified=aware_date(modified, DEFAULT_TIMEZONE, notes) if modified and modified.value else None,
        tags=split_tags(draft.value("tags", "keywords"), ",;"),
        illustration=_illustration(one, place),
        state=State.ONLINE if one.public else State.DRAFT,
        extra=_extra(draft, notes),
        **texts,
    )


def _extra(draft: Draft, notes: Notes) -> dict[str, str]:
    for name in ("url", "save_as"):
        if draft.value(name):
            notes.remark(f"« {name} » n’est pas repris : l’adresse vient du titre.", draft.headers[name].line)
    unknown = {name: header for name, header in draft.headers.items() if name not in _KNOWN}
    for name, header in unknown.items():
        notes.remark(f"l’en-tête « {name} » n’est pas connu : il est gardé tel quel.", header.line)
    return {name: header.value for name, header in unknown.items()}


def _illustration(one: Placed, place: Place) -> str | None:
    for name in ("illustration", "image", "cover"):
        header = one.draft.headers.get(name)
        if header and header.value:
            return _illustration_name(header, one, place)
    return None


def _illustration_name(header: Header, one: Placed, place: Place) -> str | None:
    path = _resolve(header.value, one, place) or _resolve(f"/images/{header.value}", one, place)
    if path is None:
        one.notes.error(f"l’illustration « {header.value} » est introuvable : ajoutez-la.", header.line)
        return None
    return place.images.names[path] if _image_link(path, one, place, header.line) else None


def _relink(tag: Tag, one: Placed, place: Place) -> None:
    """Make a link follow its target to its new place; without a target, only its text stays."""
    attribute = "href" if tag.name == "a" else "src"
    link = str(tag.get(attribute) or "")
    line = tag.sourceline if one.draft.has_lines else None
    path = _resolve(link, one, place)
    new = link if path is None else _link(tag.name, path, one, place, line)
    if new is None or (path is None and _is_lost(link, one, line)):
        tag.replace_with(str(tag.get("alt") or "")) if tag.name == "img" else tag.unwrap()
    elif new != link:
        fragment = urlsplit(link).fragment
        tag[attribute] = f"{new}#{fragment}" if fragment else new


def _is_lost(link: str, one: Placed, line: int | None) -> bool:
    """Whether a link that leads to no file of the folder was meant to."""
    kind, target = link_kind(link)
    if kind == "filename":
        one.notes.remark(f"le lien vers « {target} » ne mène à aucun document : son texte reste.", line)
    elif kind in ("static", "attach"):
        one.notes.error(f"« {target} » est introuvable : ajoutez ce fichier ou retirez-le d’ici.", line)
    elif kind:
        one.notes.remark(f"le lien « {link} » n’a pas d’équivalent ici : son texte reste.", line)
    return bool(kind)


def _link(name: str, path: PurePosixPath, one: Placed, place: Place, line: int | None) -> str | None:
    """The link to a file of the folder: a document, an image shown here, or an attachment."""
    if name == "img":
        return _image_link(path, one, place, line)
    target = place.documents.get(path)
    if target is None and path.suffix.lower() not in READERS:
        return place.attachments.use(path, one.public)
    if target is None or (one.public and not target.public):
        one.notes.remark(f"le lien vers « {path} » mène à ce qui n’est pas public : son texte reste.", line)
        return None
    return target.link


def _image_link(path: PurePosixPath, one: Placed, place: Place, line: int | None) -> str | None:
    refusal = None if path in place.images.names else image_refusal(place.folder / path)
    if refusal:
        one.notes.error(f"« {path} » : {refusal}", line)
        return None
    return place.images.use(path, one.public)


def _resolve(link: str, one: Placed, place: Place) -> PurePosixPath | None:
    """The file of the folder that a link leads to: from the root with a slash, else from the document."""
    target = link_kind(link)[1]
    if not target or urlsplit(target).scheme or target.startswith("//"):
        return None
    start = "" if target.startswith("/") else str(one.draft.path.parent)
    for text in (urlsplit(target).path, unquote(urlsplit(target).path)):
        path = PurePosixPath(posixpath.normpath(posixpath.join(start, text.lstrip("/"))))
        if path in place.files:
            return path
    return None


def _found_media(media: Media, kind: type[Medium], folder: Path) -> list[Found[Medium]]:
    return [
        Found(path, kind(name=name, source=folder / path), path in media.public) for path, name in media.names.items()
    ]


def _unused(files: Iterable[PurePosixPath], place: Place) -> list[Problem]:
    used = {*place.images.names, *place.attachments.names}
    left = [path for path in files if path not in used and path.suffix.lower() not in READERS]
    message = "aucun document ne se sert de ce fichier : il n’est pas repris."
    return [Problem(Path(path), None, message, fatal=False) for path in left]
