"""The homepage: the tiles of the one that is online, or the latest news when none is.

A tile that has nothing to show is not there, but for the news, which say so: readers come for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import islice
from typing import Any
from urllib.parse import quote

from publicsite.contract import HomepageDoc, SchoolDoc, TileDoc
from publicsite.portable.tiles import is_ordinary
from publicsite.render.agenda import upcoming
from publicsite.render.bodies import Bodies, teaser
from publicsite.render.faults import stops_the_build
from publicsite.render.french import dialled
from publicsite.render.pictures import Picture
from publicsite.render.rubrics import Article, Rubric, Tree
from publicsite.render.site import Site

NEWS_COUNT = 6
STREAM_COUNT = 5
AGENDA_COUNT = 4
FULL = "full"


@dataclass(frozen=True, slots=True)
class Tile:
    """What the template `tiles/<kind>.html` shows; `facts` are its kind's own."""

    kind: str
    title: str
    width: str
    colour: str
    icon: str
    facts: Mapping[str, Any]

    @property
    def inner(self) -> int:
        """The level of the headings inside: under the tile's own, when it has one."""
        return 3 if self.title else 2


@dataclass(frozen=True, slots=True)
class Band:
    """Tiles that stand on one grid, or one that takes the width of the window."""

    tiles: list[Tile] = field(default_factory=list)
    bleeds: bool = False


@dataclass(frozen=True, slots=True)
class Slide:
    wide: Picture
    narrow: Picture
    still: Picture | None = None  # of an animated one


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class StreamEntry:
    title: str
    url: str
    date: datetime | None
    summary: str


@dataclass(frozen=True, slots=True)
class Door:
    rubric: Rubric
    summary: str


Values = Mapping[str, Any]
Facts = dict[str, Any] | None


class Homepage:
    def __init__(self, site: Site, articles: list[Article], tree: Tree, bodies: Bodies) -> None:
        self._site = site
        self._articles = articles
        self._tree = tree
        self._bodies = bodies
        self.doc: HomepageDoc | None = next((doc for doc in site.homepages if doc.online), None)
        self.tiles = [tile for doc in self._tile_docs() if (tile := self._tile(doc))]
        self.bands = list(_bands(self.tiles))

    @cached_property
    def _by_path(self) -> dict[str, Article]:
        return {article.doc.path: article for article in self._articles}

    @property
    def moves(self) -> bool:
        """Whether something can be paused."""
        slides: Iterable[Sequence[Slide]] = (tile.facts["slides"] for tile in self.tiles if tile.kind == "top")
        return any(len(shown) > 1 or shown[0].still for shown in slides)

    @property
    def frames(self) -> bool:
        return any(" data-frame=" in tile.facts["html"] for tile in self.tiles if tile.kind == "embed")

    def _tile_docs(self) -> tuple[TileDoc, ...]:
        return self.doc.tiles if self.doc else (TileDoc("news", {"title": "Actualités"}),)

    def _tile(self, doc: TileDoc) -> Tile | None:
        values = doc.values
        try:
            facts = KINDS[doc.kind](self, values)
        except Exception as error:
            if stops_the_build(error) or self.doc is None:
                raise
            self._site.complain(f"homepages/{self.doc.slug}.toml", f"une tuile n’a pas pu être mise en page ({error}).")
            return None
        if facts is None:
            return None
        width, colour, icon = values.get("width", FULL), values.get("colour", ""), values.get("icon", "")
        return Tile(doc.kind, values.get("title", ""), width, colour, icon, facts)

    # --- one function a kind ---

    def top(self, values: Values) -> Facts:
        names = [values.get("image"), *values.get("more", ())]
        slides = [slide for name in names if (slide := self._slide(name))]
        if not slides or not values.get("visible", True):
            return None
        return {"slides": slides, "article": self._by_path.get(path) if (path := values.get("article")) else None}

    def news(self, values: Values) -> Facts:
        chosen = self._chosen(values.get("rubrics") or [])
        articles = (article for article in self._articles if chosen is None or article.doc.rubric in chosen)
        streamed = (article for article in articles if article.rubric is None or article.rubric.doc.blog)
        return {"articles": list(islice(streamed, max(0, values.get("count", NEWS_COUNT)))), **_cards(values)}

    def selection(self, values: Values) -> Facts:
        articles = [article for path in values.get("articles", ()) if (article := self._by_path.get(path))]
        return {"articles": articles, **_cards(values)} if articles else None

    def rubrics(self, values: Values) -> Facts:
        paths = values.get("rubrics") or [rubric.path for rubric in self._tree.menu]
        rubrics = [rubric for path in paths if (rubric := self._tree.by_path.get(path))]
        said = values.get("show_summary", True)
        doors = [Door(rubric, teaser("", rubric.doc.introduction) if said else "") for rubric in rubrics]
        return {"doors": doors} if doors else None

    def agenda(self, values: Values) -> Facts:
        paths = values.get("rubrics") or []
        meetings = upcoming(self._site, paths, values.get("count", AGENDA_COUNT))
        alone = self._tree.by_path.get(paths[0]) if len(paths) == 1 else None
        agenda = self._site.agendas.of(alone) if alone else None
        return {"meetings": meetings, "url": agenda.url if agenda else "/agenda/"} if meetings else None

    def stream(self, values: Values) -> Facts:
        rows = values.get("entries", ())[: values.get("count", STREAM_COUNT)]
        entries = [self._entry(row, values) for row in rows if row.get("title")]
        site = values.get("site", "")
        return {"entries": entries, "site": site if is_ordinary(site) else ""} if entries else None

    def text(self, values: Values) -> Facts:
        html = self._bodies.render(values.get("html", ""))
        return {"html": html} if html else None

    def image(self, values: Values) -> Facts:
        picture = self._site.pictures.get(values.get("image"), "full")
        url = self._target(values.get("target", ""))
        facts = {"caption": values.get("caption", ""), "url": url, "label": values.get("label", "") if url else ""}
        return {"picture": picture, **facts} if picture else None

    def links(self, values: Values) -> Facts:
        found = ((row, self._target(row.get("target", ""))) for row in values.get("links", ()))
        links = [Link(row.get("label", ""), url, row.get("icon", "")) for row, url in found if url and row.get("label")]
        return {"links": links} if links else None

    def contact(self, values: Values) -> Facts:
        school = self._site.school
        own = {name: values.get(name) or getattr(school, name) for name in ("phone", "email", "opening_hours")}
        lines = values.get("address", "").splitlines() or _address(school)
        facts = {
            "name": "" if values.get("address") else school.name,
            "lines": [line.strip() for line in lines if line.strip()],
            "phone": own["phone"],
            "dialled": dialled(own["phone"]),
            "email": own["email"],
            "hours": [line.strip() for line in own["opening_hours"].splitlines() if line.strip()],
            "picture": self._site.pictures.get(values.get("image"), "full"),
        }
        if not any(facts[name] for name in ("lines", "phone", "email", "hours")):
            return None
        return {**facts, "map_url": _map_url(values, school) if values.get("map_link", True) else ""}

    def figures(self, values: Values) -> Facts:
        rows = [row for row in values.get("figures", ()) if row.get("number")]
        return {"figures": rows} if rows else None

    # --- what they share ---

    def _slide(self, name: str | None) -> Slide | None:
        wide, narrow = (self._site.pictures.get(name, kind) for kind in ("banner", "banner-narrow"))
        if wide is None or narrow is None:
            return None
        animated = wide.largest.media_type == "image/gif"
        return Slide(wide, narrow, self._site.pictures.get(name, "still") if animated else None)

    def _entry(self, row: Mapping[str, str], values: Values) -> StreamEntry:
        link, date = row.get("link", ""), _instant(row.get("date", "")) if values.get("show_date", True) else None
        return StreamEntry(
            row["title"],
            link if is_ordinary(link) else "",
            date.astimezone(self._site.timezone) if date else None,
            row.get("summary", "") if values.get("show_summary", True) else "",
        )

    def _target(self, target: str) -> str:
        address = self._bodies.address(target)
        return address if address and (address.startswith("/") or is_ordinary(address)) else ""

    def _chosen(self, paths: list[str]) -> set[str] | None:
        """The chosen rubrics with their sub-rubrics; None stands for all of them."""
        if not paths:
            return None
        rubrics = (self._tree.by_path[path] for path in paths if path in self._tree.by_path)
        return {below.path for rubric in rubrics for below in rubric.within()}


KINDS: Mapping[str, Callable[[Homepage, Values], Facts]] = {
    "top": Homepage.top,
    "news": Homepage.news,
    "selection": Homepage.selection,
    "rubrics": Homepage.rubrics,
    "agenda": Homepage.agenda,
    "stream": Homepage.stream,
    "text": Homepage.text,
    "embed": Homepage.text,
    "image": Homepage.image,
    "links": Homepage.links,
    "contact": Homepage.contact,
    "figures": Homepage.figures,
}


def _bands(tiles: Iterable[Tile]) -> Iterator[Band]:
    band = Band()
    for tile in tiles:
        if tile.kind == "top" and tile.width == FULL:
            if band.tiles:
                yield band
            yield Band([tile], bleeds=True)
            band = Band()
        else:
            band.tiles.append(tile)
    if band.tiles:
        yield band


def _cards(values: Values) -> dict[str, bool]:
    return {name: values.get(name, True) for name in ("show_illustration", "show_summary", "show_date")}


def _instant(text: str) -> datetime | None:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant if instant.tzinfo else None


def _address(school: SchoolDoc) -> list[str]:
    return [*school.address.splitlines(), f"{school.postcode} {school.town}".strip()]


def _map_url(values: Values, school: SchoolDoc) -> str:
    """An ordinary link: nothing of the map is loaded by the page."""
    typed = values.get("address", "")
    if not typed and school.latitude is not None and school.longitude is not None:
        north, east = (f"{number:.6f}".rstrip("0").rstrip(".") for number in (school.latitude, school.longitude))
        return f"https://www.openstreetmap.org/?mlat={north}&mlon={east}#map=17/{north}/{east}"
    lines = typed.splitlines() or _address(school)
    asked = ", ".join(line.strip() for line in lines if line.strip())
    return f"https://www.openstreetmap.org/search?query={quote(asked)}" if asked else ""
