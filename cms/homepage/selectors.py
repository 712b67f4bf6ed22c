"""Reads about homepages. Those named `public_…` are the only ones that the export may call."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page

from cms.articles.selectors import public_articles
from cms.consents.selectors import withheld_images
from cms.homepage.models import Homepage, Stream
from cms.homepage.named import Named, named_in
from cms.media.models import SchoolDocument, SchoolImage
from cms.rubrics.models import Rubric
from cms.rubrics.selectors import public_paths
from cms.schools.models import School

TILES: Any = Homepage._meta.get_field("tiles")


def homepages_of(school: School) -> list[Homepage]:
    return list(Homepage.objects.child_of(school.root_page).order_by("path"))


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
    """Those of them that a visitor may not see, or that exist no more: five queries at most."""
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
    return [one for one in named if one.key not in shown[one.model]]


# --- Streams ---


def addresses_of_streams(school: School) -> set[str]:
    """Those that the school's homepages name, the one in service and those that are prepared."""
    stored = (TILES.stream_block.get_prep_value(homepage.tiles) for homepage in homepages_of(school))
    values = (tile["value"] for tiles in stored for tile in tiles if tile["type"] == "stream")
    return set(filter(None, (value.get("address") for value in values)))


def streams_at(school: School, addresses: Iterable[str]) -> QuerySet[Stream]:
    return Stream.objects.filter(school=school, address__in=list(addresses)).order_by("pk")
