"""Reads about homepages. Those named `public_…` are the only ones that the export may call."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from wagtail.models import Page, PageLogEntry

from cms.agenda.selectors import public_events
from cms.articles.selectors import public_articles
from cms.consents.selectors import withheld_images
from cms.core.exceptions import Conflict
from cms.homepage import rules
from cms.homepage.models import IN_SERVICE, OUT_OF_SERVICE, Homepage, Stream
from cms.homepage.named import Named, named_in
from cms.media.models import SchoolDocument, SchoolImage
from cms.rubrics.models import Rubric
from cms.rubrics.selectors import public_paths
from cms.schools.models import School

SHOWN = 12  # services that the history names
TILES: Any = Homepage._meta.get_field("tiles")


def homepages_of(school: School) -> list[Homepage]:
    return list(Homepage.objects.child_of(school.root_page).select_related("latest_revision__user").order_by("path"))


def public_homepage(school: School) -> Homepage | None:
    """The homepage that visitors see, or None before one is put in service."""
    return Homepage.objects.child_of(school.root_page).live().filter(in_service=True).first()


def public_streams(school: School) -> dict[str, Stream]:
    """What other sites said when they were last read, by the address of the stream: public already, over there."""
    return {stream.address: stream for stream in Stream.objects.filter(school=school)}


# --- What tiles name, and whether anyone may see it (HOME-05) ---


def named_by_tiles(tiles: Any) -> list[Named]:
    """By tiles as a page or a form has them."""
    return named_in(TILES.stream_block, TILES.stream_block.get_prep_value(tiles))


def hidden_among(named: Sequence[Named], school: School) -> list[Named]:
    """Those of them that a visitor may not see, or that exist no more: six queries at most."""
    keys = {model: {one.key for one in named if one.model is model} for model in (Page, SchoolImage, SchoolDocument)}
    shown: dict[Any, set[int]] = {model: set() for model in keys}
    paths = public_paths(school) if named else []
    rubrics = Rubric.objects.filter(path__in=paths)
    if keys[Page]:
        shown[Page] |= set(rubrics.filter(pk__in=keys[Page]).values_list("pk", flat=True))
        shown[Page] |= set(public_articles(school).filter(pk__in=keys[Page]).values_list("pk", flat=True))
    for model in (SchoolImage, SchoolDocument):
        if keys[model]:
            files = model._default_manager.filter(Q(place=None) | Q(place__in=rubrics.values("pk")))
            found = files.filter(pk__in=keys[model], collection=school.collection_id)
            shown[model] |= set(found.values_list("pk", flat=True))
    if keys[SchoolImage]:
        shown[SchoolImage] -= withheld_images(school)
    linked = {one.key for one in named if one.model is Page and one.leads} - shown[Page]
    events = set(public_events(school).filter(pk__in=linked).values_list("pk", flat=True)) if linked else set()
    return [one for one in named if one.key not in (shown[one.model] | events if one.leads else shown[one.model])]


# --- Streams ---


def addresses_of_streams(school: School) -> set[str]:
    """Those that the school's homepages name, the one in service and those that are prepared."""
    stored = (TILES.stream_block.get_prep_value(homepage.tiles) for homepage in homepages_of(school))
    values = (tile["value"] for tiles in stored for tile in tiles if tile["type"] == "stream")
    return set(filter(None, (value.get("address") for value in values)))


def streams_at(school: School, addresses: Iterable[str]) -> QuerySet[Stream]:
    return Stream.objects.filter(school=school, address__in=list(addresses)).order_by("pk")


# --- Versions ---


def version_number(homepage: Homepage) -> int:
    """Of the latest version; 0 where none was ever saved, as of what was imported."""
    return homepage.latest_revision_id or 0


def version(homepage: Homepage, number: int) -> Homepage:
    """The homepage as that version has it. Raises `Conflict` where there is none, or no longer."""
    if number == 0 and not homepage.live_revision_id:  # what is online is still what was imported
        return homepage
    revision = homepage.revisions.filter(pk=number).first()
    if revision is None:
        raise Conflict("Cette version de la page d’accueil n’existe plus : rechargez l’écran.", code="homepage.gone")
    found: Homepage = revision.as_object()
    return found


def latest(homepage: Homepage) -> Homepage:
    return version(homepage, version_number(homepage))


# --- Tiles, whatever their kind ---


@dataclass(frozen=True)
class TileBox:
    """A tile as a box on the grid."""

    position: int
    kind: str
    icon: str
    title: str  # what tells it from others of its kind; may be empty
    settings: Mapping[str, str]
    choices: Mapping[str, list[tuple[str, str]]]
    fault: str  # why it could not be put online as it is

    @property
    def width(self) -> str:
        return self.settings.get("width", rules.FULL)

    @property
    def columns(self) -> int:
        return rules.WIDTHS.get(self.width, rules.COLUMNS)

    @property
    def colour(self) -> str:
        return self.settings.get("colour", "")


def stored_tiles(homepage: Homepage) -> list[dict[str, Any]]:
    """As the database keeps them, so that nothing that we do not know is lost in another order."""
    stream: Any = homepage.tiles
    return list(stream.get_prep_value())


def allowed_settings(homepage: Homepage) -> list[Mapping[str, Collection[str]]]:
    """For each tile, the settings that arranging may change and what they may be."""
    return [
        {name: [key for key, _label in each] for name, each in _choices(tile.block).items()} for tile in homepage.tiles
    ]


def boxes(homepage: Homepage) -> list[TileBox]:
    return [
        TileBox(
            position=position,
            kind=str(tile.block.label),
            icon=tile.block.meta.icon,
            title=_title(tile.value),
            settings={name: str(tile.value.get(name) or "") for name in _choices(tile.block)},
            choices=_choices(tile.block),
            fault=_fault(tile),
        )
        for position, tile in enumerate(homepage.tiles)
    ]


def _choices(block: Any) -> dict[str, list[tuple[str, str]]]:
    fields = getattr(block, "child_blocks", {})
    return {
        name: [(key, str(label)) for key, label in fields[name].field.choices]
        for name in rules.SETTINGS
        if name in fields
    }


def _title(value: Any) -> str:
    """The first thing that has a name: a title that was typed, or what was chosen."""
    for name in ("title", "heading", "article", "articles", "rubrics", "image", "name", "text"):
        found: Any = value.get(name) if hasattr(value, "get") else None
        first: Any = (
            next(iter(found), None) if isinstance(found, list | tuple) or hasattr(found, "bound_blocks") else found
        )
        told = first if isinstance(first, str) else getattr(first, "title", "")
        if told:
            return str(told)
    return ""


def _fault(tile: Any) -> str:
    try:
        tile.block.clean(tile.value)
    except ValidationError as error:
        return _sentence(error, tile.block)
    return ""


def _sentence(error: Any, block: Any) -> str:
    """The first thing that a field, or the block itself, complains of, with the field's name."""
    fields = getattr(block, "child_blocks", {})
    for name, inner in (getattr(error, "block_errors", None) or {}).items():
        if name in fields:
            return f"{fields[name].label} : {_sentence(inner, fields[name])}"
        return _sentence(inner, getattr(block, "child_block", None))  # an item of a list
    return " ".join(str(message) for message in error.messages[:1])


# --- What was in service ---


@dataclass(frozen=True)
class Service:
    """One homepage in service for a while; `homepage` is the key of its page, which may be gone, or None for none."""

    homepage: int | None
    title: str
    by: str
    since: datetime
    until: datetime | None
    before: int | None  # what it took the place of


def services(school: School) -> list[Service]:
    """What was in service, from when to when and by whom, the latest first."""
    entries = PageLogEntry.objects.filter(action__in=[IN_SERVICE, OUT_OF_SERVICE], data__school=school.pk)
    found: list[Service] = []
    for entry in entries.select_related("user").order_by("-timestamp", "-pk")[:SHOWN]:
        shown = entry.action == IN_SERVICE
        found.append(
            Service(
                homepage=entry.page_id if shown else None,
                title=entry.label if shown else "",
                by=entry.user_display_name if entry.user_id else "",
                since=entry.timestamp,
                until=found[-1].since if found else None,
                before=entry.data.get("before"),
            )
        )
    return found


def last_change(school: School) -> Service | None:
    """The change that can be undone: the latest, while what it put in service is."""
    change = next(iter(services(school)), None)
    shown = Homepage.objects.child_of(school.root_page).filter(in_service=True).first()
    return change if change and change.homepage == (shown.pk if shown else None) else None
