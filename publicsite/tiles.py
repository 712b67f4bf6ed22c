"""Tiles as documents, and back: one function per kind each way. The form of each is `cms.homepage.tiles`.

A tile that has nothing left to show is no document: what its rubric, article, image or document was is not public any
more (HOME-05).
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol
from uuid import uuid4

from cms.articles.rendering import RENDERERS, running_text
from cms.core.embeds import Embed
from cms.core.sanitising import BODY, clean_or_plain
from cms.homepage.models import Stream
from cms.media.models import SchoolDocument, SchoolImage
from publicsite.contract import TileDoc
from publicsite.portable.blocks import parse_blocks, render_blocks
from publicsite.portable.layout import link_kind, static_name

CARDS = ("show_illustration", "show_summary", "show_date")
ENTRY = ("title", "link", "date", "summary")


class Export(Protocol):
    """What is known of the school whose tiles these are: only what was placed has an address."""

    paths: dict[int, str]

    def path(self, pk: int) -> str | None: ...
    def page(self, pk: int) -> str | None: ...
    def document(self, document: SchoolDocument) -> str | None: ...
    def illustration(self, image: SchoolImage | None) -> str | None: ...


class TileExport:
    """Links for this reader too: a document that counts in a private rubric is not given by a tile of a public page."""

    def __init__(self, export: Export, public: bool, streams: Mapping[str, Stream]) -> None:
        self.export = export
        self.public = public
        self.streams = streams

    def doc(self, kind: str, value: Mapping[str, Any]) -> TileDoc | None:
        values = KINDS[kind][0](self, value)
        if values is None:
            return None
        look = {name: value[name] for name in ("width", "colour", "icon")}
        # Lists of tables come last in TOML.
        rows = {name: given for name, given in values.items() if name in ("entries", "links", "figures")}
        plain = {name: given for name, given in values.items() if name not in rows}
        return TileDoc(kind, {name: given for name, given in (plain | look | rows).items() if given not in (None, "")})

    # --- `Links` for `cms.articles.rendering` ---

    def page(self, pk: int) -> str | None:
        return self.export.page(pk)

    def document(self, document: SchoolDocument) -> str | None:
        return self.export.document(document) if self._is_shown(document) else None

    def image(self, image: SchoolImage) -> str | None:
        raise NotImplementedError  # no text of a tile has one

    def frame(self, embed: Embed) -> str | None:
        return None

    def picture(self, image: SchoolImage | None) -> str | None:
        return self.export.illustration(image) if image and self._is_shown(image) else None

    def _is_shown(self, file: SchoolImage | SchoolDocument) -> bool:
        return not self.public or file.place_id is None or file.place_id in self.export.paths

    def chosen(self, pages: Iterable[Any]) -> list[str]:
        paths = (self.export.path(page.pk) for page in pages if page)
        return [path for path in paths if path]

    def target(self, value: Mapping[str, Any]) -> str | None:
        if value["page"]:
            return self.page(value["page"].pk)
        if value["document"]:
            return self.document(value["document"])
        return value["address"] or None


Values = dict[str, Any] | None


def _plain(value: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value[name] for name in names}


def _top(tiles: TileExport, value: Mapping[str, Any]) -> Values:
    pictures = [tiles.picture(image) for image in (value["image"], *value["more"])]
    shown = [name for name in pictures if name]
    article = tiles.chosen([value["article"]])
    facts = {"article": article[0] if article else None, "visible": bool(value["visible"])}
    return {"image": shown[0], "more": shown[1:] or None, **facts} if shown else None


def _in_rubrics(*names: str) -> "Out":
    """What a tile shows of the rubrics that were chosen for it; without any, of the whole site."""

    def out(tiles: TileExport, value: Mapping[str, Any]) -> Values:
        rubrics = tiles.chosen(value["rubrics"])
        if len(value["rubrics"]) and not rubrics:  # none would mean all
            return None
        return {"title": value["title"], "rubrics": rubrics, **_plain(value, *names)}

    return out


def _selection(tiles: TileExport, value: Mapping[str, Any]) -> Values:
    articles = tiles.chosen(value["articles"])
    return {"title": value["title"], "articles": articles, **_plain(value, *CARDS)} if articles else None


def _stream(tiles: TileExport, value: Mapping[str, Any]) -> Values:
    """With what it said when it was last read, so that the public site asks nobody."""
    stream = tiles.streams.get(value["address"] or "")
    entries = stream.entries[: value["count"]] if stream else []
    # In the format's order: PostgreSQL keeps the keys of a table in an order of its own.
    rows = [{name: entry[name] for name in ENTRY if entry.get(name)} for entry in entries]
    facts = {"site": stream.site if stream else "", **_plain(value, "count", "show_summary", "show_date")}
    return {"title": value["title"], "address": value["address"], **facts, "entries": rows or None}


def _text(tiles: TileExport, value: Mapping[str, Any]) -> Values:
    html = _canonical(running_text(value["text"].source, tiles))
    return {"title": value["title"], "html": html} if html else None


def _image(tiles: TileExport, value: Mapping[str, Any]) -> Values:
    picture, target = tiles.picture(value["image"]), tiles.target(value)
    label = value["label"] if target else None
    facts = {**_plain(value, "title"), "image": picture, "caption": value["caption"], "label": label, "target": target}
    return facts if picture else None


def _links(tiles: TileExport, value: Mapping[str, Any]) -> Values:
    found = ((link, tiles.target(link)) for link in value["links"])
    rows = [
        {**({"icon": link["icon"]} if link["icon"] else {}), "label": link["label"], "target": target}
        for link, target in found
        if target
    ]
    return {"title": value["title"], "links": rows} if rows else None


def _embed(tiles: TileExport, value: Mapping[str, Any]) -> Values:
    html = _canonical(clean_or_plain(RENDERERS["embed"](value["content"], tiles), BODY))
    return {"title": value["title"], "html": html} if html else None


def _contact(tiles: TileExport, value: Mapping[str, Any]) -> Values:
    told = _plain(value, "title", "address", "phone", "email", "opening_hours")
    told = {name: text.replace("\r\n", "\n") if text else text for name, text in told.items()}
    return {**told, "image": tiles.picture(value["image"]), "map_link": bool(value["map_link"])}


def _figures(tiles: TileExport, value: Mapping[str, Any]) -> Values:
    rows = [_plain(figure, "number", "label") for figure in value["figures"]]
    return {"title": value["title"], "figures": rows} if rows else None


def _canonical(html: str) -> str:
    return render_blocks(parse_blocks(html))


# --- Back: as the forms store them ---


class Import(Protocol):
    images: dict[str, SchoolImage]
    documents: dict[str, SchoolDocument]
    pages: dict[str, int]  # "pages/…" or "articles/…" → page

    def rich_text(self, html: str) -> str: ...
    def embed(self, html: str) -> dict[str, Any] | None: ...


def stored_tile(doc: TileDoc, site: Import) -> dict[str, Any]:
    value = {name: given for name, given in doc.values.items() if name not in ("site", "entries")}
    return {"type": doc.kind, "value": KINDS[doc.kind][1](value, site)}


def _image_key(site: Import, name: Any) -> int | None:
    image = site.images.get(name or "")
    return image.pk if image else None


def _page_keys(site: Import, folder: str, paths: Iterable[str]) -> list[dict[str, Any]]:
    keys = (site.pages.get(f"{folder}/{path}") for path in paths)
    return _items(key for key in keys if key)


def _with_target(value: dict[str, Any], site: Import) -> dict[str, Any]:
    target = value.pop("target", "")
    what, path = link_kind(target)
    name = static_name("files", target)
    document = site.documents.get(name) if name else None
    page = site.pages.get(path.lstrip("/").removesuffix(".html")) if what == "filename" else None
    where = {"page": page, "document": document.pk if document else None, "address": "" if what else target}
    return {**value, **where}


def _keep_top(value: dict[str, Any], site: Import) -> dict[str, Any]:
    more = _items(key for key in (_image_key(site, name) for name in value.get("more", ())) if key)
    article = site.pages.get(f"articles/{value.get('article', '')}")
    return {**value, "image": _image_key(site, value.get("image")), "more": more, "article": article}


def _keep_rubrics(value: dict[str, Any], site: Import) -> dict[str, Any]:
    return {**value, "rubrics": _page_keys(site, "pages", value.get("rubrics", ()))}


def _keep_selection(value: dict[str, Any], site: Import) -> dict[str, Any]:
    return {**value, "articles": _page_keys(site, "articles", value.get("articles", ()))}


def _keep_text(value: dict[str, Any], site: Import) -> dict[str, Any]:
    return {**value, "text": site.rich_text(value.pop("html", ""))}


def _keep_image(value: dict[str, Any], site: Import) -> dict[str, Any]:
    return _with_target({**value, "image": _image_key(site, value.get("image"))}, site)


def _keep_links(value: dict[str, Any], site: Import) -> dict[str, Any]:
    return {**value, "links": _items(_with_target(dict(link), site) for link in value.get("links", ()))}


def _keep_embed(value: dict[str, Any], site: Import) -> dict[str, Any]:
    return {**value, "content": site.embed(value.pop("html", ""))}


def _keep_contact(value: dict[str, Any], site: Import) -> dict[str, Any]:
    return {**value, "image": _image_key(site, value.get("image"))}


def _keep_figures(value: dict[str, Any], site: Import) -> dict[str, Any]:
    return {**value, "figures": _items(value.get("figures", ()))}


def _as_it_is(value: dict[str, Any], site: Import) -> dict[str, Any]:
    return value


def _items(values: Iterable[Any]) -> list[dict[str, Any]]:
    """A ListBlock as it is stored; Wagtail reads an item without an id as something else, and loses it."""
    return [{"type": "item", "id": str(uuid4()), "value": value} for value in values]


Out = Callable[[TileExport, Mapping[str, Any]], Values]
Back = Callable[[dict[str, Any], Import], dict[str, Any]]
KINDS: Mapping[str, tuple[Out, Back]] = {
    "top": (_top, _keep_top),
    "news": (_in_rubrics("count", *CARDS), _keep_rubrics),
    "selection": (_selection, _keep_selection),
    "rubrics": (_in_rubrics("show_summary"), _keep_rubrics),
    "agenda": (_in_rubrics("count"), _keep_rubrics),
    "stream": (_stream, _as_it_is),
    "text": (_text, _keep_text),
    "image": (_image, _keep_image),
    "links": (_links, _keep_links),
    "embed": (_embed, _keep_embed),
    "contact": (_contact, _keep_contact),
    "figures": (_figures, _keep_figures),
}
