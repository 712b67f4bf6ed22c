"""Documents into a school: what `exporting` wrote, or what was read of somebody else's folder.

One transaction, and the files that it stored are removed if it fails. A document that the database cannot keep as it
stands (a title too long, an address already taken) is left out whole, and told: nothing is cut.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4
from zoneinfo import available_timezones

from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import DataError, IntegrityError, models, transaction
from taggit.models import Tag
from wagtail.models import Page

from cms.accounts.models import User
from cms.addresses.services import write_old_address
from cms.agenda.models import Event
from cms.agenda.rules import write_days
from cms.articles.models import Article
from cms.articles.services import write_article
from cms.core import colours
from cms.core.exceptions import Invalid
from cms.core.sanitising import RUNNING_TEXT, TooComplex, clean
from cms.homepage.models import Homepage, Stream
from cms.homepage.refreshing import write_stream
from cms.homepage.services import write_homepage
from cms.media.models import SchoolDocument, SchoolImage
from cms.media.services import store_document, store_image
from cms.publishing.enums import Reason
from cms.publishing.services import request_publication
from cms.rubrics.enums import Zone
from cms.rubrics.models import LONGEST_SLUG, Rubric, SchoolPage
from cms.rubrics.services import write_rubric
from cms.schools.enums import AccessibilityState
from cms.schools.models import School
from cms.schools.services import open_school, update_school
from publicsite.contract import (
    ARTICLE_TEXTS,
    ArticleDoc,
    EventDoc,
    FileDoc,
    HomepageDoc,
    ImageDoc,
    Problem,
    RedirectDoc,
    RubricDoc,
    SchoolDoc,
    SiteDoc,
    State,
    TileDoc,
)
from publicsite.portable.blocks import Block, parse_blocks
from publicsite.portable.layout import PRIVATE, REDIRECTS, SCHOOL, document_file
from publicsite.portable.schedules import schedule_of
from publicsite.tiles import stored_tile

Progress = Callable[[str], None]
Written = TypeVar("Written")
HEXADECIMAL = re.compile(r"#[0-9a-f]{6}")
LONGEST_NAME = 120
DEEPEST = 30
LARGEST = 2**31 - 1
LEFT_OUT = "ce document est laissé de côté"


@dataclass
class Report:
    """What was imported, by kind, and what could not be."""

    counts: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def count(self, kind: str) -> None:
        self.counts[kind] = self.counts.get(kind, 0) + 1


def import_site(
    site: SiteDoc,
    *,
    slug: str,
    hostname: str,
    port: int = 80,
    actor: User | None = None,
    progress: Progress = lambda what: None,
) -> Report:
    """Write a site into the school `slug`, which is opened if it does not exist. `progress` hears each document.

    What has the same address is changed, the rest is added; nothing is removed.
    """
    importer = _Import(site, actor, progress)
    try:
        with transaction.atomic():
            importer.run(slug, hostname, port)
    except BaseException:
        for name in importer.stored:
            default_storage.delete(name)
        raise
    return importer.report


class _Import:
    def __init__(self, site: SiteDoc, actor: User | None, progress: Progress) -> None:
        self.site = site
        self.actor = actor
        self.progress = progress
        self.report = Report()
        self.known = {*SchoolImage.objects.values_list("file", flat=True)} | {
            *SchoolDocument.objects.values_list("file", flat=True)
        }
        self.stored: list[str] = []  # files that were not there before
        self.images: dict[str, SchoolImage] = {}
        self.documents: dict[str, SchoolDocument] = {}
        self.pages: dict[str, int] = {}  # "pages/…" or "articles/…" → page

    def run(self, slug: str, hostname: str, port: int) -> None:
        school = self._school(slug, hostname, port)
        rooms = (("", self.site.public), (PRIVATE, self.site.private))
        for place, room in rooms:
            for image in room.images:
                self._keep("images", Path(place, "images", image.name), image.name, partial(self._image, school, image))
        for place, room in rooms:
            for file in room.files:
                self._keep("files", Path(place, "files", file.name), file.name, partial(self._document, school, file))
        rubrics = self._rubrics(school)
        self._articles(rubrics)
        self._introductions(rubrics)
        for place, room in rooms:
            for homepage in room.homepages:
                where = Path(place, "homepages", f"{homepage.slug}.toml")
                self._keep("homepages", where, homepage.title, partial(self._homepage, school, homepage))
        for place, room in rooms:
            for doc in room.redirects:
                self._redirect(school, doc, Path(place, REDIRECTS))
        request_publication(school=school, reason=Reason.IMPORTED, subject=school.name, actor=self.actor)

    def _keep(self, kind: str, where: Path, what: str, write: Callable[[], Written]) -> Written | None:
        """What `write` made; None, with a problem told and nothing written, when the database cannot keep it."""
        made, refused = None, ""
        try:
            with transaction.atomic():
                made = write()
        except Invalid as error:
            refused = error.message
        except ValidationError as error:
            refused = " ".join(error.messages)
        except (DataError, IntegrityError, OverflowError) as error:
            refused = f"la base de données ne peut pas le garder ({' '.join(str(error).split())})"
        self.progress(what)
        if refused:
            self._tell(where, f"{refused.rstrip('.')} : {LEFT_OUT} (« {_short(what)} »).")
        else:
            self.report.count(kind)
        return made

    def _tell(self, where: Path, message: str) -> None:
        self.report.problems.append(Problem(where, None, message))

    def _school(self, slug: str, hostname: str, port: int) -> School:
        school = School.objects.filter(slug=slug).first()
        if school and not self.site.names_school:  # what the school says of itself is kept
            return school
        facts = self._facts(self.site.school)
        if school:
            update_school(school=school, **facts)
            return school
        name = facts.pop("name", slug)
        root = SchoolPage(title=name, slug=slug)
        return open_school(slug=slug, name=name, root_page=root, hostname=hostname, port=port, **facts)

    def _facts(self, doc: SchoolDoc) -> dict[str, Any]:
        """What can be kept of the school's settings; a problem is told of each of the others."""
        facts = {field.name: getattr(doc, field.name) for field in fields(SchoolDoc)}
        del facts["slug"]
        facts["logo_name"] = facts.pop("logo") or ""
        for name in ("colour", "accent"):
            facts[name] = facts[name].lower()
        kept = {name: value for name, value in facts.items() if self._is_kept(name, value)}
        if kept.get("accessibility_state") != AccessibilityState.NONE and not facts["accessibility_results"].strip():
            kept["accessibility_state"] = AccessibilityState.NONE
            self._tell(
                Path(SCHOOL), "« accessibility_state » : sans « accessibility_results », le site est non conforme."
            )
        return kept | self._readable(kept)

    def _readable(self, facts: Mapping[str, Any]) -> dict[str, str]:
        """The palette, corrected where it cannot be read, and what the folder does not tell of it at its default."""
        before = {"colour": facts.get("colour", colours.MAIN), "accent": facts.get("accent", colours.ACCENT)}
        after = dict(zip(before, colours.corrected(**before), strict=True))
        for name in before:
            if after[name] != before[name]:
                field: Any = School._meta.get_field(name)
                self._tell(
                    Path(SCHOOL),
                    f"« {field.verbose_name} » : un texte en {before[name]} serait trop pâle pour être lu ; "
                    f"{after[name]}, la couleur la plus proche qui convient, est prise à sa place.",
                )
        return {name: value for name, value in after.items() if name in facts}

    def _is_kept(self, name: str, value: Any) -> bool:
        field: Any = School._meta.get_field(name)
        try:
            field.clean(value, None)
            if name == "timezone" and value not in available_timezones():
                raise ValidationError("ce fuseau horaire n’existe pas, écrivez par exemple Europe/Paris.")
            if name in {"latitude", "longitude"} and value is not None and not -180 <= value <= 180:
                raise ValidationError("ce n’est pas un nombre de degrés.")
        except ValidationError as error:
            told = " ".join(error.messages).rstrip(".")
            self._tell(Path(SCHOOL), f"« {field.verbose_name} » : {told} ; cette valeur est laissée de côté.")
            return False
        return True

    def _image(self, school: School, doc: ImageDoc) -> SchoolImage:
        focal = doc.focal or (None, None, None, None)
        if any(number is not None and not 0 <= number <= LARGEST for number in focal):
            raise Invalid("le cadrage (« focal ») sort de l’image")
        facts = {"title": doc.title or doc.name, "description": doc.alt, **_credits(doc)}
        image = store_image(
            collection=school.collection,
            name=_fitting_name(doc.name),
            source=doc.source,
            actor=self.actor,
            **_fitting(SchoolImage, **facts),
            **dict(
                zip(("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"), focal, strict=True)
            ),
        )
        self._remember(image.file.name)
        self.images[doc.name] = image
        return image

    def _document(self, school: School, doc: FileDoc) -> SchoolDocument:
        document = store_document(
            collection=school.collection,
            name=_fitting_name(doc.name),
            source=doc.source,
            actor=self.actor,
            **_fitting(SchoolDocument, title=doc.title or doc.name, **_credits(doc)),
        )
        self._remember(document.file.name)
        self.documents[doc.name] = document
        return document

    def _remember(self, stored: str) -> None:
        if stored not in self.known:
            self.stored.append(stored)

    def _rubrics(self, school: School) -> dict[str, Rubric]:
        """Parents before children, siblings in their order: the tree is made in the order wanted."""
        made: dict[str, Rubric] = {}
        private = {doc.path for doc in self.site.private.rubrics}
        for doc in in_order(self.site):
            where = Path(PRIVATE if doc.path in private else "", "pages", f"{doc.path}.html")
            parent = made.get(doc.parent_path) if doc.parent_path else school.root_page
            if parent is None:
                self._orphan(where, doc.parent_path)
                continue
            rubric = self._keep("rubrics", where, doc.title, partial(self._rubric, parent, doc, where))
            if rubric:
                made[doc.path] = rubric
                self.pages[f"pages/{doc.path}"] = rubric.pk
        return made

    def _rubric(self, parent: Page, doc: RubricDoc, where: Path) -> Rubric:
        if doc.path.count("/") >= DEEPEST:
            raise Invalid(f"une rubrique en a {DEEPEST} au plus au-dessus d’elle")
        colour = doc.colour.lower()
        if colour and not HEXADECIMAL.fullmatch(colour):
            self._tell(
                where, f"la couleur « {_short(colour)} » ne s’écrit pas comme #1f4e79 : elle est laissée de côté."
            )
            colour = ""
        return write_rubric(
            parent=parent,
            slug=_fitting_slug(doc.slug),
            zone=Zone.PUBLIC if doc.public else Zone.PRIVATE,
            show_in_menus=doc.in_menu,
            blog=doc.blog,
            agenda=doc.agenda,
            colour=colour,
            illustration=self.images.get(doc.illustration or ""),
            first_published_at=doc.date,
            last_published_at=doc.modified or doc.date,
            **_fitting(Rubric, title=doc.title, icon=doc.icon),
        )

    def _orphan(self, where: Path, rubric: str) -> None:
        self._tell(where, f"sa rubrique ({_short(rubric)}) est laissée de côté : {LEFT_OUT} aussi.")

    def _articles(self, rubrics: Mapping[str, Rubric]) -> None:
        """Twice over those that link to others: a link needs its target's key."""
        again = []
        for place, room in (("", self.site.public), (PRIVATE, self.site.private)):
            for doc in (*room.articles, *room.events):
                kind, file = ("events", doc.file) if isinstance(doc, EventDoc) else ("articles", f"articles/{doc.path}")
                where = Path(place, f"{file}.html")
                if doc.rubric not in rubrics:
                    self._orphan(where, doc.rubric or "aucune")
                elif self._keep(kind, where, doc.title, partial(self._article, rubrics[doc.rubric], doc)):
                    again += [doc] if "{filename}" in doc.body else []
        for doc in again:
            self._article(rubrics[doc.rubric], doc)

    def _article(self, rubric: Rubric, doc: ArticleDoc) -> Article:
        times, kind, file = {}, Article, f"articles/{doc.path}"
        if isinstance(doc, EventDoc):
            times, kind, file = _when(doc), Event, doc.file
        texts = {kept_as: getattr(doc, name) for name, kept_as in ARTICLE_TEXTS.items()}
        texts = _fitting(Article, title=doc.title, **texts)  # first: an address may be made of the title
        article = write_article(
            rubric=rubric,
            slug=_fitting_slug(doc.slug),
            owner=self.actor,
            live=doc.state is State.ONLINE,
            is_model=doc.state is State.MODEL,
            went_online_at=None if doc.state in {State.DRAFT, State.MODEL} else doc.date,
            changed_at=doc.modified or doc.date,
            tags=[_fitting(Tag, name=tag)["name"] for tag in doc.tags],
            illustration=self.images.get(doc.illustration or ""),
            body=json.dumps(self._blocks(doc)),
            expire_at=doc.expires,
            extra_headers=dict(doc.extra),
            kind=kind,
            **times,
            **texts,
        )
        self.pages[file] = article.pk
        return article

    def _introductions(self, rubrics: Mapping[str, Rubric]) -> None:
        """Last, as they may link to anything."""
        for place, room in (("", self.site.public), (PRIVATE, self.site.private)):
            for doc in room.rubrics:
                if doc.introduction and doc.path in rubrics:
                    self._introduction(rubrics[doc.path], doc, Path(place, "pages", f"{doc.path}.html"))

    def _introduction(self, rubric: Rubric, doc: RubricDoc, where: Path) -> None:
        try:
            introduction = self.rich_text(doc.introduction)
        except TooComplex as error:
            self._tell(where, f"{error} L’introduction de cette rubrique est laissée de côté.")
        else:
            Rubric.objects.filter(pk=rubric.pk).update(introduction=introduction)

    def _homepage(self, school: School, doc: HomepageDoc) -> Homepage:
        for tile in doc.tiles:
            self._stream(school, tile)
        tiles = [stored_tile(tile, self) for tile in doc.tiles]
        title = _fitting(Homepage, title=doc.title)["title"]
        slug = _fitting_slug(doc.slug)
        return write_homepage(school=school, slug=slug, title=title, in_service=doc.online, tiles=tiles)

    def _redirect(self, school: School, doc: RedirectDoc, where: Path) -> None:
        page = Page.objects.filter(pk=self.pages.get(document_file(doc.target).removesuffix(".html"))).first()
        if page:  # whatever kept its document from being imported was told
            write = partial(write_old_address, school=school, path=doc.path, page=page)
            self._keep("redirects", where, f"/{doc.path}/", write)

    def _stream(self, school: School, tile: TileDoc) -> None:
        """What another site had said, until it is asked again."""
        address, entries = tile.values.get("address", ""), tile.values.get("entries", ())
        if tile.kind == "stream" and address and entries:
            _fitting(Stream, address=address, site=tile.values.get("site", ""))
            write_stream(school=school, address=address, site=tile.values.get("site", ""), entries=entries)

    def embed(self, html: str) -> dict[str, Any] | None:
        """The content of another site that a tile shows."""
        return next((_embed(block.value) for block in parse_blocks(html) if block.kind == "embed"), None)  # type: ignore[arg-type]

    # --- bodies ---

    def _blocks(self, doc: ArticleDoc) -> list[dict[str, Any]]:
        return [{"type": block.kind, "value": self._value(block)} for block in parse_blocks(doc.body)]

    def _value(self, block: Block) -> Any:
        """As its form stores it."""
        readers: dict[str, Callable[[Any], Any]] = {
            "text": self.rich_text,
            "heading": lambda value: {"level": str(value["level"]), "text": value["text"]},
            "image": self._picture,
            "gallery": lambda value: _items(map(self._picture, value["images"])),
            "attachments": lambda value: _items(map(self._attachment, value["files"])),
            "callout": self._with_rich_text,
            "table": _table,
            "embed": _embed,
            "audio": self._recording,
            "video": self._recording,
            "accordion": lambda value: _items(map(self._with_rich_text, value["items"])),
            "event": lambda value: self._with_rich_text(_event(value)),
            "map": self._map,
        }
        return readers.get(block.kind, dict)(block.value)

    def _with_rich_text(self, value: Mapping[str, Any]) -> dict[str, Any]:
        return {**value, "text": self.rich_text(value["text"])}

    def _picture(self, value: Mapping[str, Any]) -> dict[str, Any]:
        image = self.images.get(value["image"])
        return {
            "image": image.pk if image else None,
            "alt": "" if image and value["alt"] == image.description else value["alt"],
            "caption": value["caption"],
            "decorative": value["decorative"],
        }

    def _attachment(self, value: Mapping[str, str]) -> dict[str, Any]:
        document = self.documents.get(value["file"])
        title = "" if document and value["title"] == document.title else value["title"]
        return {"document": document.pk if document else None, "title": title}

    def _recording(self, value: Mapping[str, str]) -> dict[str, Any]:
        kept: dict[str, Any] = {"title": value["title"], "transcript": self.rich_text(value["transcript"])}
        for name, known in (("file", self.documents), ("captions", self.documents), ("poster", self.images)):
            if name in value:
                found = known.get(value[name])
                kept[name] = found.pk if found else None
        return kept

    def _map(self, value: Mapping[str, Any]) -> dict[str, Any]:
        image = self.images.get(value.get("picture", ""))
        return {**value, "picture": image.pk if image else None}

    def rich_text(self, html: str) -> str:
        """Canonical running text as the editor stores it: links to our own documents by their key."""
        soup = BeautifulSoup(html, "html.parser")
        for anchor in soup.find_all("a"):
            anchor.attrs = self._anchor(str(anchor.get("href") or ""))
        return clean(soup.decode(formatter="minimal"), RUNNING_TEXT)

    def _anchor(self, href: str) -> dict[str, Any]:
        kind, _, target = href.partition("}/")
        if kind == "{filename":
            page = self.pages.get(target.removesuffix(".html"))
            return {"linktype": "page", "id": str(page)} if page else {}
        if kind == "{static":
            document = self.documents.get(target.removeprefix("files/"))
            return {"linktype": "document", "id": str(document.pk)} if document else {}
        return {"href": href}


def in_order(site: SiteDoc) -> list[RubricDoc]:
    """Every rubric, parents first, siblings in their order.

    A public rubric's position counts among the public ones, a private one's among all: so the private ones are
    put in their places between the public ones.
    """
    children: dict[str, list[RubricDoc]] = {}
    for doc in sorted(site.public.rubrics, key=lambda doc: (doc.position, doc.path)):
        children.setdefault(doc.parent_path, []).append(doc)
    for doc in sorted(site.private.rubrics, key=lambda doc: (doc.position, doc.path)):
        children.setdefault(doc.parent_path, []).insert(doc.position, doc)
    ordered: list[RubricDoc] = []
    waiting = [""]
    while waiting:
        found = children.get(waiting.pop(0), [])
        ordered += found
        waiting += [doc.path for doc in found]
    return ordered


def _credits(doc: ImageDoc | FileDoc) -> dict[str, str]:
    return {"author": doc.author, "credit": doc.credit, "licence": doc.licence}


def _fitting(model: type[models.Model], **values: str) -> dict[str, str]:
    """The same values. Raises `Invalid` for one that its column cannot hold: SQLite would not say so."""
    for name, value in values.items():
        field = model._meta.get_field(name)
        most = getattr(field, "max_length", None)
        told = getattr(field, "verbose_name", name)
        if most and len(value) > most:
            raise Invalid(
                f"« {told} » fait {len(value)} caractères, et {most} au plus sont acceptés ; raccourcissez-le"
            )
        if "\0" in value:
            raise Invalid(f"« {told} » contient un caractère nul ; retirez-le")
    return values


def _fitting_slug(slug: str) -> str:
    if len(slug) > LONGEST_SLUG:
        raise Invalid(
            f"l’adresse fait {len(slug)} caractères, et {LONGEST_SLUG} au plus sont acceptés ; changez « slug »"
        )
    return slug


def _fitting_name(name: str) -> str:
    """A file name that fits in its column, and on a disk with what the public site adds to it."""
    if len(name.encode()) > LONGEST_NAME:
        raise Invalid(f"le nom de ce fichier est trop long ({LONGEST_NAME} octets au plus) ; renommez-le")
    return name


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"


def _items(values: Iterable[Any]) -> list[dict[str, Any]]:
    """A ListBlock as it is stored; Wagtail reads an item without an id as something else, and loses it."""
    return [{"type": "item", "id": str(uuid4()), "value": value} for value in values]


def _event(value: Mapping[str, str]) -> dict[str, Any]:
    """Days and hours apart."""
    (day, _, start), (last_day, _, end) = value["start"].partition("T"), value["end"].partition("T")
    times = {"day": day, "start": start, "last_day": "" if last_day == day else last_day, "end": end}
    told = {name: value[name] for name in ("title", "place", "text")}
    return {**told, **{name: time or None for name, time in times.items()}}


def _when(doc: EventDoc) -> dict[str, Any]:
    """The fields of an event beside those of an article. Raises `Invalid` for what is no schedule."""
    try:
        schedule = schedule_of(doc)
    except ValueError as error:
        raise Invalid(str(error)) from None
    return {
        **_fitting(Event, place=doc.place, exceptions=write_days(schedule.exceptions)),
        **{name: getattr(schedule, name) for name in ("day", "start", "last_day", "end", "until", "times")},
        "repeat": schedule.repeat.value,
        "weekdays": ",".join(map(str, schedule.weekdays)),
        "cancelled": doc.cancelled,
    }


def _embed(value: Mapping[str, Any]) -> dict[str, Any]:
    content = {"provider": value["provider"], "id": value["id"]}
    return {**{name: value[name] for name in ("title", "caption", "alternative")}, "content": content}


def _table(value: Mapping[str, Any]) -> dict[str, Any]:
    header = "col" if value["row_headers"] else ""
    if value["header"]:
        header = "both" if header else "row"
    return {
        "data": value["rows"],
        "table_caption": value["caption"],
        "first_row_is_table_header": value["header"],
        "first_col_is_header": value["row_headers"],
        "table_header_choice": header or "neither",
    }
