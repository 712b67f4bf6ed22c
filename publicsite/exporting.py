"""A school as documents. `public_site` adds what is public and knows nothing else; `whole_site` is for leaving.

What is for the public calls selectors named `public_…` only: what may leave is one grep (a test reads this module).
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from cms.addresses import selectors as addresses
from cms.agenda import selectors as agenda
from cms.agenda.models import Event
from cms.articles import selectors as articles
from cms.articles.models import Article
from cms.articles.rendering import body_html, running_text
from cms.consents import selectors as consents
from cms.core.embeds import Embed
from cms.core.snapshot import snapshot
from cms.homepage import selectors as homepages
from cms.homepage.models import Homepage, Stream
from cms.media.models import SchoolDocument, SchoolImage
from cms.media.selectors import documents_of, images_of
from cms.rubrics import selectors as rubrics
from cms.rubrics.models import Rubric
from cms.rubrics.rules import STEP
from cms.schools.models import School
from publicsite.contract import (
    ARTICLE_TEXTS,
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
)
from publicsite.portable.blocks import parse_blocks, render_blocks
from publicsite.portable.layout import REDIRECTS, SCHOOL, document_link
from publicsite.portable.schedules import bounds_of, faults
from publicsite.tiles import TileExport


@dataclass(slots=True)
class Uses:
    """What a file of the content folder was made from, by keys: its page, and what it names, shown or not. `origin` is
    the digest of all that (origins.py); empty where it was not asked for."""

    page: int = 0
    expires: float | None = None  # as a timestamp
    pages: set[int] = field(default_factory=set)
    images: set[int] = field(default_factory=set)
    documents: set[int] = field(default_factory=set)
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Export:
    """Documents, and what each of their files uses; `shown` are the images that the public may see."""

    site: SiteDoc
    uses: dict[str, Uses]
    shown: frozenset[int]


def public_site(school: School, *, homepage: Homepage | None = None) -> SiteDoc:
    """What anyone may read, from one snapshot of the database; its private room is empty.

    `homepage`: one that is prepared, in the place of that in service, for whoever looks at it beforehand.
    """
    return public_export(school, homepage=homepage).site


@snapshot()
def public_export(school: School, *, homepage: Homepage | None = None) -> Export:
    """`public_site`, with what each file uses."""
    shown = consents.public_images(school)
    export = _Export(school, shown=shown, streams=homepages.public_streams(school))
    front = homepage or homepages.public_homepage(school)
    public = export.room(
        rubrics.public_rubrics(school),
        list(articles.public_articles(school)),
        list(agenda.public_events(school)),
        [front] if front else [],
    )
    if homepage:
        public = replace(public, homepages=(replace(public.homepages[0], online=True),))
    doc = export.school_doc()
    public = export.with_redirects(export.with_media(public), public_redirects(school))
    return Export(SiteDoc(school=doc, public=public), export.uses, shown)


@snapshot()
def public_part(school: School, pages: Set[int], linked: Set[int]) -> Export:
    """Of the public site, these articles and events alone, and what is cheap: school, rubrics, homepage. No media.

    `linked` are pages that they are thought to name; others are asked for as they are met.
    """
    shown, streams = consents.public_images(school), homepages.public_streams(school)
    own_rubrics = rubrics.public_rubrics(school)
    own_articles = list(articles.public_articles(school).filter(pk__in=pages)) if pages else []
    own_events = list(agenda.public_events(school).filter(pk__in=pages)) if pages else []
    front = homepages.public_homepage(school)
    known: set[int] = set()
    while True:
        export = _Export(school, shown=shown, streams=streams)
        known |= linked
        export.place_files(public_files(school, known))
        room = export.room(own_rubrics, own_articles, own_events, [front] if front else [])
        linked = {pk for uses in export.uses.values() for pk in uses.pages} - known - export.paths.keys()
        if not linked:
            room = export.with_redirects(room, public_redirects(school))
            return Export(SiteDoc(school=export.school_doc(), public=room), export.uses, shown)


def public_files(school: School, pages: Set[int] | None = None) -> dict[int, str]:
    """Where articles and events that are public have their files, by their keys; all of them without `pages`."""
    if pages is not None and not pages:
        return {}
    found: dict[int, str] = {}
    root = school.root_page.url_path
    for folder, kind in (("articles", articles.public_articles(school)), ("agenda", agenda.public_events(school))):
        rows: Any = kind.order_by().select_related(None).prefetch_related(None)
        rows = rows if pages is None else rows.filter(pk__in=pages)
        found |= {
            pk: f"{folder}/{path.removeprefix(root).strip('/')}.html" for pk, path in rows.values_list("pk", "url_path")
        }
    return found


def public_rubric_files(school: School) -> dict[int, str]:
    root = school.root_page.url_path
    pages = rubrics.public_rubrics(school)
    return {page.pk: f"pages/{page.url_path.removeprefix(root).strip('/')}.html" for page in pages}


def public_redirects(school: School) -> tuple[RedirectDoc, ...]:
    """Old addresses of what is public."""
    old = addresses.public_old_addresses(school)
    files = {**public_files(school, {*old.values()}), **public_rubric_files(school)} if old else {}
    return tuple(RedirectDoc(path, document_link(files[pk])) for path, pk in sorted(old.items()) if pk in files)


def public_media(
    school: School, images: Set[int], documents: Set[int]
) -> tuple[tuple[ImageDoc, ...], tuple[FileDoc, ...]]:
    """Those of these pictures and documents that there are. Whoever asks knows that pages show them."""
    shown = images & consents.public_images(school)
    found = SchoolImage.objects.filter(collection=school.collection_id)
    files = SchoolDocument.objects.filter(collection=school.collection_id)
    return (
        _image_docs(image for image in found if image.pk in shown),
        _file_docs(document for document in files if document.pk in documents),
    )


def public_media_files(
    school: School, images: Set[int] | None = None, documents: Set[int] | None = None
) -> frozenset[str]:
    """Where those of them that may be shown have their files; without keys, all that the school has."""
    shown = consents.public_images(school)
    wanted = (
        ("images", SchoolImage, shown if images is None else shown & images),
        ("files", SchoolDocument, documents),
    )
    found: set[str] = set()
    for folder, kind, keys in wanted:
        rows = kind._default_manager.filter(collection=school.collection_id).values_list("pk", "name")
        found |= {f"{folder}/{name}" for pk, name in rows if keys is None or pk in keys}
    return frozenset(found)


@snapshot()
def whole_site(school: School) -> SiteDoc:
    """Everything that the school keeps, in two rooms."""
    site = public_site(school)
    export = _Export(school, whole=True, streams=homepages.public_streams(school))
    online = homepages.public_homepage(school)
    room = export.room(
        rubrics.private_rubrics(school),
        list(articles.not_public_articles(school)),
        list(agenda.not_public_events(school)),
        [homepage for homepage in homepages.homepages_of(school) if homepage != online],
        public=False,
    )
    shown = {image.name for image in site.public.images} | {document.name for document in site.public.files}
    return SiteDoc(
        school=site.school,
        public=site.public,
        private=Room(
            rubrics=room.rubrics,
            articles=room.articles,
            events=room.events,
            homepages=room.homepages,
            images=_image_docs(image for image in images_of(school) if image.name not in shown),
            files=_file_docs(document for document in documents_of(school) if document.name not in shown),
            redirects=export.redirects_beside(site.public.redirects),
        ),
    )


class _Export:
    """One pass over a school; remembers which pictures and documents its pages use."""

    def __init__(
        self,
        school: School,
        *,
        streams: Mapping[str, Stream],
        shown: frozenset[int] | None = None,
        whole: bool = False,
    ) -> None:
        """`shown`: the images that may be shown to the public, where it is for the public (ZONE-07)."""
        self.school = school
        self.shown = shown
        self.streams = streams
        self.timezone = ZoneInfo(school.timezone)
        self.images: dict[str, SchoolImage] = {}
        self.documents: dict[str, SchoolDocument] = {}
        self.uses: dict[str, Uses] = {}  # by file
        self.use = Uses()  # of the file that is being made
        self.addresses: dict[int, str] = {}  # page → where its file is, for links
        self.paths: dict[int, str] = {}  # page → its path
        self.rubric_paths: dict[str, str] = {}  # treebeard path → path
        if whole:  # links from private documents reach everything
            self._place(rubrics.public_rubrics(school), list(articles.public_articles(school)))
            self._place_events(list(agenda.public_events(school)))

    def room(
        self,
        rubric_pages: list[Rubric],
        article_pages: list[Article],
        event_pages: list[Event],
        homepage_pages: list[Homepage],
        *,
        public: bool = True,
    ) -> Room:
        self._place(rubric_pages, article_pages)
        self._place_events(event_pages)
        return Room(
            rubrics=tuple(self._rubric(page) for page in rubric_pages),
            articles=tuple(ArticleDoc(**self._article(page, public=public)) for page in article_pages),
            events=tuple(doc for page in event_pages if (doc := self._event(page, public=public))),
            homepages=tuple(self._homepage(page) for page in homepage_pages),
        )

    def school_doc(self) -> SchoolDoc:
        self._begin(SCHOOL, 0)
        shared = {field.name for field in fields(SchoolDoc)} - {"logo"}
        values: dict[str, Any] = {name: getattr(self.school, name) for name in shared}
        logo = SchoolImage.objects.filter(collection=self.school.collection_id, name=self.school.logo_name).first()
        return SchoolDoc(**values, logo=self.illustration(logo))

    def with_media(self, room: Room) -> Room:
        """The same room with the pictures and documents that its pages were seen to use."""
        return replace(room, images=_image_docs(self.images.values()), files=_file_docs(self.documents.values()))

    def with_redirects(self, room: Room, redirects: tuple[RedirectDoc, ...]) -> Room:
        if redirects:
            self._begin(REDIRECTS, 0)
        return replace(room, redirects=redirects)

    def redirects_beside(self, public: Iterable[RedirectDoc]) -> tuple[RedirectDoc, ...]:
        """The other old addresses that the school keeps: they lead to the public again once their page is public."""
        told = {doc.path for doc in public}
        every = addresses.every_old_address(self.school).items()
        known = sorted((path, pk) for path, pk in every if path not in told and pk in self.addresses)
        return tuple(RedirectDoc(path, self.addresses[pk]) for path, pk in known)

    # --- `Links` for `cms.articles.rendering`: only what was placed has an address ---

    def page(self, pk: int) -> str | None:
        self.use.pages.add(pk)
        return self.addresses.get(pk)

    def path(self, pk: int) -> str | None:
        self.use.pages.add(pk)
        return self.paths.get(pk)

    def document(self, document: SchoolDocument) -> str | None:
        if document.collection_id != self.school.collection_id:
            return None
        self.use.documents.add(document.pk)
        self.documents[document.name] = document
        return f"{{static}}/files/{document.name}"

    def image(self, image: SchoolImage) -> str | None:
        self.use.images.add(image.pk)
        if image.collection_id != self.school.collection_id or (self.shown is not None and image.pk not in self.shown):
            return None
        self.images[image.name] = image
        return f"{{static}}/images/{image.name}"

    def frame(self, embed: Embed) -> str | None:
        """The provider and the identifier tell it: who renders the folder knows the rest, and the school's list."""
        return None

    # --- documents ---

    def _begin(self, file: str, page: int, expires: datetime | None = None) -> None:
        self.use = self.uses[file] = Uses(page, expires.timestamp() if expires else None)

    def place_files(self, files: Mapping[int, str]) -> None:
        """Pages that are linked to, and are not of this export."""
        for pk, file in files.items():
            self.paths[pk] = file.partition("/")[2].removesuffix(".html")
            self.addresses[pk] = f"{{filename}}/{file}"

    def _place(self, rubric_pages: list[Rubric], article_pages: list[Article]) -> None:
        root = self.school.root_page.url_path
        for rubric in rubric_pages:
            path = rubric.url_path.removeprefix(root).strip("/")
            self.rubric_paths[rubric.path] = self.paths[rubric.pk] = path
            self.addresses[rubric.pk] = f"{{filename}}/pages/{path}.html"
        for article in article_pages:
            path = article.url_path.removeprefix(root).strip("/")
            self.paths[article.pk] = path
            self.addresses[article.pk] = f"{{filename}}/articles/{path}.html"

    def _place_events(self, event_pages: list[Event]) -> None:
        root = self.school.root_page.url_path
        for event in event_pages:
            path = event.url_path.removeprefix(root).strip("/")
            self.paths[event.pk] = path
            self.addresses[event.pk] = f"{{filename}}/agenda/{path}.html"

    def _rubric(self, page: Rubric) -> RubricDoc:
        # Among those placed: a gap in the public numbers would tell that something is hidden there.
        siblings = [path for path in sorted(self.rubric_paths) if path[:-STEP] == page.path[:-STEP]]
        self._begin(f"pages/{self.paths[page.pk]}.html", page.pk)
        return RubricDoc(
            path=self.paths[page.pk],
            title=page.title,
            public=page.zone == "public",
            introduction=_canonical(running_text(page.introduction, self)),
            position=siblings.index(page.path),
            in_menu=page.show_in_menus,
            blog=page.blog,
            agenda=page.agenda,
            colour=page.colour,
            icon=page.icon,
            illustration=self.illustration(page.illustration),
            date=self._instant(page.first_published_at),
            modified=self._modified(page.first_published_at, page.last_published_at),
        )

    def _article(self, page: Article, *, public: bool) -> dict[str, Any]:
        """The fields that any kind of article has."""
        self._begin(self.addresses[page.pk].removeprefix("{filename}/"), page.pk, page.expire_at)
        date = self._instant(page.first_published_at or page.latest_revision_created_at)
        assert date is not None  # noqa: S101 - every article has one from its first save
        return {
            "rubric": self.paths[page.pk].rpartition("/")[0],
            "slug": page.slug,
            "title": page.title,
            "date": date,
            "body": _canonical(body_html(page.body, self)),
            **{name: getattr(page, kept_as) for name, kept_as in ARTICLE_TEXTS.items()},
            "modified": self._modified(page.first_published_at, page.resurfaced_at),
            "tags": _tags(page),
            "illustration": self.illustration(page.illustration),
            "state": State.ONLINE if public else _state(page),
            "expires": self._instant(page.expire_at),
            "extra": dict(page.extra_headers),
        }

    def _event(self, page: Event, *, public: bool) -> EventDoc | None:
        """None for one that cannot take place: only a program can have made it."""
        try:
            schedule = page.schedule
        except ValueError:
            return None
        if faults(schedule):
            return None
        starts, ends = bounds_of(schedule)
        facts = self._article(page, public=public)
        # Calendars of readers are told of each change, minor corrections included.
        facts["modified"] = self._modified(page.first_published_at, page.last_published_at)
        return EventDoc(
            **facts,
            starts=starts,
            ends=ends,
            place=page.place,
            repeat=schedule.repeat.value,
            weekdays=schedule.weekdays,
            until=schedule.until,
            times=schedule.times,
            exceptions=schedule.exceptions,
            cancelled=page.cancelled,
        )

    def _homepage(self, page: Homepage) -> HomepageDoc:
        self._begin(f"homepages/{page.slug}.toml", page.pk)
        tiles = TileExport(self, self.shown is not None, self.streams)
        found = (tiles.doc(tile.block_type, tile.value) for tile in page.tiles)
        return HomepageDoc(page.slug, page.title, page.in_service, tuple(doc for doc in found if doc))

    def illustration(self, image: SchoolImage | None) -> str | None:
        return image.name if image and self.image(image) else None

    def _instant(self, instant: datetime | None) -> datetime | None:
        """In the school's own time, to the second: what its readers would write."""
        return instant.astimezone(self.timezone).replace(microsecond=0) if instant else None

    def _modified(self, first: datetime | None, last: datetime | None) -> datetime | None:
        first, last = self._instant(first), self._instant(last)
        return last if first and last and last > first else None


@lru_cache(maxsize=4096)
def _canonical(html: str) -> str:
    return render_blocks(parse_blocks(html))


def _tags(page: Article) -> tuple[str, ...]:
    """As a header may hold them, whatever was typed: commas are between them."""
    names = {" ".join(item.tag.name.replace(",", " ").split()) for item in page.tagged_items.all()}
    return tuple(sorted(filter(None, names)))


def _state(page: Article) -> State:
    if page.is_model:
        return State.MODEL
    if page.live:
        return State.ONLINE
    return State.OFFLINE if page.first_published_at else State.DRAFT


def _image_docs(images: Iterable[SchoolImage]) -> tuple[ImageDoc, ...]:
    return tuple(
        ImageDoc(
            name=image.name,
            source=local_path(image),
            title=image.title,
            alt=image.description,
            author=image.author,
            credit=image.credit,
            licence=image.licence,
            focal=_focal(image),
        )
        for image in sorted(images, key=lambda image: image.name)
    )


def _file_docs(documents: Iterable[SchoolDocument]) -> tuple[FileDoc, ...]:
    return tuple(
        FileDoc(
            name=document.name,
            source=local_path(document),
            title=document.title,
            author=document.author,
            credit=document.credit,
            licence=document.licence,
        )
        for document in sorted(documents, key=lambda document: document.name)
    )


def _focal(image: SchoolImage) -> tuple[int, int, int, int] | None:
    if image.focal_point_x is None or image.focal_point_y is None:
        return None
    return (image.focal_point_x, image.focal_point_y, image.focal_point_width or 0, image.focal_point_height or 0)


def local_path(stored: SchoolImage | SchoolDocument) -> Path:
    """The bytes as a local file; brought once into the cache when the storage is elsewhere."""
    try:
        return Path(stored.file.path)
    except NotImplementedError:
        kept: Path = settings.CACHE_DIR / "originals" / str(stored._meta.model_name) / str(stored.file.name)
        if not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            partial = kept.with_name(f".{kept.name}")
            with stored.file.open("rb") as source:
                partial.write_bytes(source.read())
            partial.replace(kept)
        return kept
