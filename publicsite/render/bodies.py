"""From canonical block HTML to the HTML of a page: links resolved, and each block dressed by the theme.

The theme has one template per block that is more than running text: `blocks/image.html`, `gallery`, `attachments`,
`callout`, `table`, `embed`, `recording` (sound and film), `accordion`, `event`, `map`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element

from jinja2 import Environment
from markupsafe import Markup

from cms.core.embeds import known_embed
from publicsite.portable.inline import flat
from publicsite.portable.layout import link_kind, static_name
from publicsite.render.attachments import Attachment, Attachments
from publicsite.render.events import event_of
from publicsite.render.pictures import Picture, Pictures
from publicsite.render.recent import Recent
from publicsite.render.tree import outer_html, parse, text

TEASER_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture of a body: its `alt` and caption are the article's, its credit is the picture's."""

    picture: Picture
    alt: str
    caption: str
    whole: Picture | None = None  # in a gallery, the picture that the thumbnail opens


@dataclass(frozen=True, slots=True)
class ListedFile:
    title: str
    attachment: Attachment | None


@dataclass(frozen=True, slots=True)
class Recording:
    """A sound (`kind` "audio") or a film ("video"); without its file, what is written of it stays."""

    kind: str
    title: str
    file: Attachment | None
    captions: Attachment | None
    poster: Picture | None
    transcript: Markup


@dataclass(frozen=True, slots=True)
class Fold:
    title: str
    html: Markup


class Bodies:
    def __init__(
        self,
        env: Environment,
        pictures: Pictures,
        attachments: Attachments,
        address_of: Callable[[str], str | None],
        peertube_sites: Collection[str] = (),
        recent: Recent | None = None,
    ) -> None:
        """`address_of` gives the address of a document from its path in the content folder, if it is published.

        `peertube_sites` are those whose videos may be shown in a page; of others, the link is. `recent` has what
        earlier builds made.
        """
        self._env = env
        self._pictures = pictures
        self._attachments = attachments
        self._address_of = address_of
        self._peertube_sites = peertube_sites
        self._recent = recent or Recent()
        self._asked: list[tuple[str, str]] = []
        self._dressers: dict[tuple[str, str], Callable[[Element], str]] = {
            ("figure", "image"): self._image,
            ("div", "gallery"): self._gallery,
            ("ul", "attachments"): self._attachment_list,
            ("aside", "callout"): self._callout,
            ("table", ""): self._table,
            ("figure", "embed"): self._embed,
            ("figure", "audio"): self._recording,
            ("figure", "video"): self._recording,
            ("div", "accordion"): self._accordion,
            ("div", "event"): self._event,
            ("div", "map"): self._map,
        }

    def render(self, html: str) -> Markup:
        """The one place where a body is declared safe: it was sanitised at the export, and rebuilt by the reader."""
        root = parse(html)
        return Markup("\n".join(filter(None, map(self._block, root))))  # noqa: S704

    def of(self, made_of: bytes, html: str) -> Markup:
        """The same, unless it was made of the same things before, by their key.

        The pictures and files that it shows are asked for again: so they are noted as used by what shows it now.
        """
        text, asked = self._recent.of(("body", made_of), lambda: self._noted(html))
        for name, kind in asked:
            self._pictures.get(name, kind) if kind else self._attachments.get(name)
        return Markup(text)  # noqa: S704 - as `render` gave it

    def _noted(self, html: str) -> tuple[Markup, tuple[tuple[str, str], ...]]:
        """With the pictures (and their kind) and files that it shows."""
        self._asked = []
        return self.render(html), tuple(self._asked)

    def address(self, href: str) -> str | None:
        """Where a link leads on the site; None for what is not there."""
        return self._target(href)

    def _block(self, element: Element) -> str:
        dresser = self._dressers.get((element.tag, element.get("class", "")))
        if dresser:
            return dresser(element)
        return self._running(element)

    def _running(self, element: Element) -> str:
        for link in element.iter("a"):
            self._resolve(link)
        return outer_html(element)

    def _resolve(self, link: Element) -> None:
        """A link to nowhere keeps its text only."""
        target = self._target(link.get("href", ""))
        link.attrib.clear()
        if target:
            link.set("href", target)
        else:
            link.tag = "span"

    def _target(self, href: str) -> str | None:
        what, path = link_kind(href)
        if not what:
            return href
        if what == "filename":
            address = self._address_of(path.strip("/"))
            _, hash_sign, fragment = href.partition("#")
            return f"{address}{hash_sign}{fragment}" if address else None
        image, file = static_name("images", href), static_name("files", href)
        if image:
            picture = self._picture(image, "full")
            return picture.largest.url if picture else None
        attachment = self._attachment(file)
        return attachment.url if attachment else None

    def _picture(self, name: str | None, kind: str) -> Picture | None:
        if name:
            self._asked.append((name, kind))
        return self._pictures.get(name, kind)

    def _attachment(self, name: str | None) -> Attachment | None:
        if not name:
            return None
        self._asked.append((name, ""))
        return self._attachments.get(name)

    def _dress(self, template: str, **context: object) -> str:
        return self._env.get_template(f"blocks/{template}.html").render(**context)

    def _image(self, element: Element) -> str:
        figure = self._figure(element, "full")
        return self._dress("image", figure=figure) if figure else ""

    def _gallery(self, element: Element) -> str:
        figures = list(filter(None, (self._figure(child, "thumb", "full") for child in element)))
        return self._dress("gallery", figures=figures) if figures else ""

    def _figure(self, element: Element, kind: str, whole: str = "") -> Figure | None:
        image = element.find("img")
        name = static_name("images", image.get("src", "")) if image is not None else None
        picture = self._picture(name, kind)
        if image is None or picture is None:
            return None
        opened = self._picture(name, whole) if whole else None
        return Figure(picture, image.get("alt", ""), text(element.find("figcaption")), opened)

    def _embed(self, element: Element) -> str:
        embed = known_embed(element.get("data-provider", ""), element.get("data-id", ""))
        if embed is None:
            return self._running(element)
        return self._dress(
            "embed",
            embed=embed,
            shown=embed.is_allowed(self._peertube_sites),
            title=text(element.find("p")),
            alternative=list(map(text, element.findall("div/p"))),
            caption=text(element.find("figcaption")),
        )

    def _attachment_list(self, element: Element) -> str:
        links = [link for item in element for link in item.iter("a")]
        files = [ListedFile(text(link), self._listed(link)) for link in links]
        return self._dress("attachments", files=files)

    def _listed(self, link: Element) -> Attachment | None:
        return self._file(link.get("href", ""))

    def _file(self, link: str) -> Attachment | None:
        return self._attachment(static_name("files", link))

    def _recording(self, element: Element) -> str:
        kind = element.get("class", "")
        player, track = element.find(kind), element.find("*/track")
        if player is None:
            return ""
        recording = Recording(
            kind,
            text(element.find("figcaption")),
            self._file(player.get("src", "")),
            self._file(track.get("src", "")) if track is not None else None,
            self._picture(static_name("images", player.get("poster", "")), "full"),
            self._inside(element.find("details"), "summary"),
        )
        return self._dress("recording", recording=recording)

    def _accordion(self, element: Element) -> str:
        folds = [Fold(text(child.find("summary")), self._inside(child, "summary")) for child in element]
        return self._dress("accordion", folds=folds)

    def _event(self, element: Element) -> str:
        event = event_of(element)
        if event is None:
            return ""
        return self._dress(
            "event",
            title=event.title,
            day=date.fromisoformat(event.start[:10]),
            when=Markup(outer_html(event.when)),  # noqa: S704 - rebuilt by the reader
            place=event.place,
            html=self._inside(element, event.title_element, event.when, event.place_element),
        )

    def _map(self, element: Element) -> str:
        title, address, link = (element.find(f"p[@class='map-{part}']") for part in ("title", "address", "link"))
        anchor = link.find("a") if link is not None else None
        if anchor is None:
            return ""
        lines = [flat(line) for line in address.itertext()] if address is not None else []
        image = element.find("p[@class='map-picture']/img")
        name = static_name("images", image.get("src", "")) if image is not None else None
        return self._dress(
            "map",
            title=text(title),
            lines=lines,
            url=anchor.get("href", ""),
            label=text(anchor),
            picture=self._picture(name, "map"),
        )

    def _inside(self, element: Element | None, *apart: Element | str | None) -> Markup:
        """The running text of an element, without those children (or those of that tag) that are told elsewhere."""
        kept = [] if element is None else [part for part in element if part not in apart and part.tag not in apart]
        return Markup("\n".join(map(self._running, kept)))  # noqa: S704 - rebuilt by the reader

    def _callout(self, element: Element) -> str:
        title = element.find("p[@class='callout-title']")
        return self._dress("callout", title=text(title), html=self._inside(element, title))

    def _table(self, element: Element) -> str:
        caption = text(element.find("caption"))
        return self._dress("table", caption=caption, html=Markup(self._running(element)))  # noqa: S704


def teaser(summary: str, html: str) -> str:
    """What a card says of an article: its summary, or else how its first paragraph begins."""
    if summary:
        return summary
    start = text(parse(html).find("p"))
    return start if len(start) <= TEASER_LENGTH else start[:TEASER_LENGTH].rsplit(" ", 1)[0] + "…"
