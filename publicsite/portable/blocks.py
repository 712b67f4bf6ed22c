"""Block HTML, read and written: the body of a document as a list of neutral blocks, and back.

`render_blocks` is the only writer of canonical HTML. `parse_body` reads any HTML: what is not one of our blocks
becomes the nearest running text, and a remark says so, as nothing may be lost without a word.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from bs4 import BeautifulSoup
from bs4.builder import ParserRejectedMarkup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from cms.core.embeds import LONGEST_TITLE, Embed, NotAnEmbed, embed_at, frame_facts, known_embed
from publicsite.portable.events import read_times, render_event
from publicsite.portable.inline import SPACES as _SPACES
from publicsite.portable.inline import attribute as _attribute
from publicsite.portable.inline import escaped as _text
from publicsite.portable.inline import flat, join
from publicsite.portable.inline import wrap as _wrap
from publicsite.portable.layout import static_link, static_name
from publicsite.portable.places import read_position, render_place
from publicsite.portable.recordings import KINDS, read_recording, render_recording

_RENAMED = {"b": "strong", "i": "em"}
_WRAPPING = {"strong", "em", "sub", "sup"}
_DROPPED = {
    *("script", "style", "template", "noscript", "svg", "math", "canvas", "map", "input", "button"),
    *("select", "textarea", "meta", "link", "base", "title", "head", "hr"),
}
_EMBEDDED = {"iframe", "video", "audio", "embed", "object"}
_BLOCK_LEVEL = {
    *("address", "article", "aside", "blockquote", "center", "dd", "details", "div", "dl", "dt", "fieldset"),
    *("figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "li", "main"),
    *(
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ),
}
_LISTS = ("ul", "ol")
_LIST_TAGS = ("<ul>", "<ol>")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.I)
_SCHEMES = {"http", "https", "mailto", "tel"}

# Paragraphs of words, without a mark, already in canonical form: most of what is read. Reading them again is slow.
# No group is possessive: Python 3.11 before 3.11.5 matches some of those wrongly (gh-106052).
_WORD = r"(?:[^<>&\x00-\x20\x7f]++|&(?:amp|lt|gt);)+"
_PLAIN_PARAGRAPHS = re.compile(rf"<p>{_WORD}(?: {_WORD})*</p>(?:\n<p>{_WORD}(?: {_WORD})*</p>)*")

_AROUND_BREAK = re.compile(r" ?<br> ?")
_EDGES = re.compile(r"^(?: |<br>)+|(?: |<br>)+$")


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the editor. `value` by kind:

    text: HTML, running text · heading: {level, text} · quote: {text (one line per paragraph), source}
    image: {image, alt, caption, decorative} · gallery: {images} · attachments: {files: [{file, title}]}
    embed: {provider, id, title, caption, alternative (one line per paragraph)}
    callout: {title, text (HTML)} · table: {caption, header, row_headers, rows (the header's first)}
    audio: {file, title, transcript (HTML)} · video: {file, captions, poster, title, transcript (HTML)}
    accordion: {items: [{title, text (HTML)}]} · map: {title, address (lines), latitude, longitude, zoom (picture)}
    event: {title, start, end, place, text (HTML)}, times as "2026-03-14" or "2026-03-14T09:00"
    """

    kind: str
    value: dict[str, Any] | str


@dataclass(frozen=True, slots=True)
class Remark:
    """What reading changed, in French, and where."""

    line: int | None
    message: str


@dataclass(frozen=True, slots=True)
class Body:
    blocks: list[Block]
    remarks: list[Remark]


def parse_blocks(markup: str) -> list[Block]:
    """The blocks of an HTML fragment."""
    return parse_body(markup).blocks


def parse_body(markup: str | Tag) -> Body:
    """The blocks of a fragment or of an element's content, and what had to be changed to read them."""
    root = parse_html(markup) if isinstance(markup, str) else markup
    reader = _BlockReader()
    reader.flow(root.children)
    reader.close_text()
    return Body(reader.blocks, reader.remarks)


def running_text(markup: str) -> str:
    """Any HTML as canonical running text: one paragraph or list after the other."""
    if _PLAIN_PARAGRAPHS.fullmatch(markup):
        return markup
    reader = _TextReader()
    reader.flow(parse_html(markup).children)
    return reader.take_text()


def parse_html(markup: str) -> BeautifulSoup:
    """Any text as HTML: a declaration that the parser refuses is read as text."""
    try:
        return BeautifulSoup(markup, "html.parser")
    except ParserRejectedMarkup:
        return BeautifulSoup(markup.replace("<!", "&lt;!"), "html.parser")


def plain_text(markup: str) -> str:
    """The text of an HTML fragment, on one line."""
    return flat(parse_html(markup).get_text()) if "<" in markup or "&" in markup else flat(markup)


class _TextReader:
    """Reads HTML as running text: paragraphs and lists, with the inline marks that the editor has."""

    handlers: ClassVar[Mapping[str, Callable[[Any, Tag], None]]]

    def __init__(self) -> None:
        self.remarks: list[Remark] = []
        self._line: list[str] = []  # the paragraph being read
        self._paragraphs: list[str] = []  # those already read

    def remark(self, tag: PageElement, message: str) -> None:
        self.remarks.append(Remark(getattr(tag, "sourceline", None), message))

    def take_text(self) -> str:
        self.end_line()
        text = "\n".join(self._paragraphs)
        self._paragraphs.clear()
        return text

    def end_line(self) -> None:
        line = _tidy("".join(self._line))
        self._line.clear()
        if line:
            self._paragraphs.append(f"<p>{line}</p>")

    def flow(self, nodes: Iterable[PageElement]) -> None:
        for node in nodes:
            if isinstance(node, Tag):
                self._element(node)
            else:
                self._line.append(self.inline(node))

    def _element(self, tag: Tag) -> None:
        handler = self.handlers.get(tag.name)
        if handler:
            self.end_line()
            handler(self, tag)
        elif tag.name in _BLOCK_LEVEL:
            self._container(tag)
        elif tag.name not in _DROPPED and any(map(self._is_block, tag.descendants)):
            self.flow(tag.children)
        else:
            self._line.append(self.inline(tag))

    def _is_block(self, node: PageElement) -> bool:
        return isinstance(node, Tag) and (node.name in _BLOCK_LEVEL or node.name in self.handlers)

    def _container(self, tag: Tag) -> None:
        self.remark(tag, f"<{tag.name}> n’est pas un bloc : son contenu est gardé comme texte courant.")
        self.paragraph(tag)

    def paragraph(self, tag: Tag) -> None:
        self.end_line()
        self.flow(tag.children)
        self.end_line()

    def preformatted(self, tag: Tag) -> None:
        self.remark(tag, "<pre> devient un paragraphe : les retours à la ligne sont gardés, pas l’alignement.")
        lines = tag.get_text().strip("\r\n").splitlines()
        self._line.append("<br>".join(_text(line) for line in lines))
        self.end_line()

    def bullets(self, tag: Tag) -> None:
        bullets = self._list(tag)
        if bullets:
            self._paragraphs.append(bullets)

    def _list(self, tag: Tag) -> str:
        items = [self._item(child) for child in tag.children if not _is_blank(child)]
        lines = [f"<li>{item}</li>" for item in items if item]
        return "\n".join([f"<{tag.name}>", *lines, f"</{tag.name}>"]) if lines else ""

    def _item(self, node: PageElement) -> str:
        nodes = node.children if isinstance(node, Tag) and node.name == "li" else [node]
        parts: list[str] = []
        for part in filter(None, self._item_parts(nodes)):
            if parts and not part.startswith(_LIST_TAGS) and not parts[-1].startswith(_LIST_TAGS):
                parts[-1] += f" {part}"  # two texts side by side are one
            else:
                parts.append(part)
        return "\n".join(parts)

    def _item_parts(self, nodes: Iterable[PageElement]) -> list[str]:
        """Text and nested lists, in turn."""
        parts: list[str] = []
        line: list[str] = []
        for node in nodes:
            if isinstance(node, Tag) and (node.name in _LISTS or node.find(_LISTS)):
                parts.append(_tidy("".join(line)))
                parts += [self._list(node)] if node.name in _LISTS else self._item_parts(node.children)
                line = []
            else:
                line.append(self.inline(node))
        return [*parts, _tidy("".join(line))]

    def inline(self, node: PageElement) -> str:
        """A node inside a paragraph, as canonical HTML; its white space is not tidied yet."""
        if isinstance(node, PreformattedString):
            return self._drop(node, "Un commentaire HTML")
        if isinstance(node, NavigableString):
            return _text(node)
        return self._inline_tag(node) if isinstance(node, Tag) else ""

    def _inline_tag(self, node: Tag) -> str:
        name = _RENAMED.get(node.name, node.name)
        if name == "br":
            return "<br>"
        if name in _DROPPED:
            return self._drop(node, f"<{name}>")
        if name == "img":
            return self.inline_image(node)
        if name in _EMBEDDED:
            return self._embedded(node)
        return self._marked(name, node)

    def _marked(self, name: str, tag: Tag) -> str:
        inner = "".join(self.inline(child) for child in tag.children)
        if name in _BLOCK_LEVEL:
            return f"<br>{inner}<br>"
        if not inner.replace("<br>", "").strip(" \t\n\r\f"):
            return inner
        if name == "a":
            return self._link(tag, inner)
        if name in _WRAPPING:
            return f"<{name}>{inner}</{name}>"
        if name != "span":
            self.remark(tag, f"<{name}> n’est pas gardé : son texte reste.")
        return inner

    def _link(self, tag: Tag, inner: str) -> str:
        target = _target(tag.get("href"))
        if target is None:
            self.remark(tag, "Ce lien n’a pas d’adresse utilisable : son texte reste.")
            return inner
        return f'<a href="{_attribute(target)}">{inner}</a>'

    def _embedded(self, tag: Tag) -> str:
        source = tag if tag.get("src") or tag.get("data") else _inside(tag, "source") or tag
        target = _target(source.get("src") or source.get("data"))
        self.remark(tag, f"<{tag.name}> n’est pas gardé : un lien le remplace.")
        return f'<a href="{_attribute(target)}">{_text(target)}</a>' if target else ""

    def _drop(self, node: PageElement, what: str) -> str:
        self.remark(node, f"{what} a été retiré.")
        return ""

    def inline_image(self, tag: Tag) -> str:
        self.remark(tag, "Une image ne peut pas être ici : son texte de remplacement reste.")
        return _text(_value(tag, "alt"))

    def plain(self, tag: Tag) -> list[str]:
        """The lines of text of what holds no mark: a heading, a quote, a caption, a cell."""
        markup = "".join(self.inline(node) for node in tag.children)
        if re.search(r"<(?!br>)", markup):
            self.remark(tag, f"<{tag.name}> ne garde ni lien ni mise en forme : son texte reste.")
        lines = (html.unescape(re.sub(r"<[^>]*>", "", line)) for line in markup.split("<br>"))
        return [line for line in map(flat, lines) if line]

    def plain_line(self, tag: Tag | None) -> str:
        return " ".join(self.plain(tag)) if tag else ""


_TextReader.handlers = {
    "p": _TextReader.paragraph,
    "ul": _TextReader.bullets,
    "ol": _TextReader.bullets,
    "pre": _TextReader.preformatted,
}


class _BlockReader(_TextReader):
    """Reads HTML as blocks."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self._floating: list[Block] = []  # images found where none can be: they follow the block they were in

    def add(self, kind: str, value: Any) -> None:
        self.close_text()
        self._put(kind, value)

    def _put(self, kind: str, value: dict[str, Any]) -> None:
        """A block, and after it what was found inside where it cannot be."""
        self.blocks.append(Block(kind, value))
        self._land()

    def close_text(self) -> None:
        text = self.take_text()
        if text:
            self.blocks.append(Block("text", text))
        self._land()

    def _land(self) -> None:
        self.blocks += self._floating
        self._floating.clear()

    def heading(self, tag: Tag) -> None:
        self.close_text()
        level = min(max(int(tag.name[1]), 2), 4)
        text = self.plain_line(tag)
        if text:
            self._put("heading", {"level": level, "text": text})
        else:
            self._land()

    def block_list(self, tag: Tag) -> None:
        attachments = _attachments(tag) if "attachments" in _classes(tag) else None
        if attachments:
            self.add("attachments", {"files": attachments})
        else:
            self.bullets(tag)
            if self._floating:
                self.close_text()

    def quote(self, tag: Tag) -> None:
        self.close_text()
        footer = _inside(tag, "footer")
        source = self.plain_line(footer)
        if footer:
            footer.extract()
        text = "\n".join(self.plain(tag))
        if text or source:
            self._put("quote", {"text": text, "source": source})
        else:
            self._land()

    def figure(self, tag: Tag) -> None:
        embed = known_embed(_value(tag, "data-provider"), _value(tag, "data-id")) if "embed" in _classes(tag) else None
        if embed:
            return self._embed_figure(tag, embed)
        player = tag.find(KINDS)
        if isinstance(player, Tag) and read_recording(player):
            return self._recording(tag, player)
        caption = _inside(tag, "figcaption")
        around = [node for node in tag.find_all(string=True) if not _is_blank(node)]
        images = tag.find_all("img")
        if len(images) == 1 and all(caption and caption in node.parents for node in around):
            self._image(images[0], self.plain_line(caption))
        else:
            self._container(tag)
        return None

    def _recording(self, figure: Tag, player: Tag) -> None:
        caption, transcript = _inside(figure, "figcaption"), _inside(figure, "details")
        summary = _inside(transcript, "summary") if transcript else None
        value = read_recording(player) or {}
        value["title"] = self.plain_line(caption)
        value["transcript"] = self._inner_text(transcript, summary) if transcript else ""
        self.add(player.name, value)
        known = [caption, transcript, player]
        others = [node for node in figure.children if not _is_blank(node) and not any(node is one for one in known)]
        if others:
            self.remark(figure, "Ce qui entourait un son ou une vidéo est placé juste après.")
            self.flow(others)

    def _inner_text(self, tag: Tag, *apart: Tag | None) -> str:
        """The running text of an element, without those children that are told elsewhere."""
        inside = _TextReader()
        inside.flow(child for child in tag.children if not any(child is one for one in apart))
        text = inside.take_text()
        self.remarks += inside.remarks
        return text

    def _embed_figure(self, tag: Tag, embed: Embed) -> None:
        version = next(iter(tag.find_all("div", class_="alternative")), None)
        value = {
            **_embed_value(embed, self.plain_line(_inside(tag, "a"))),
            "caption": self.plain_line(_inside(tag, "figcaption")),
            "alternative": "\n".join(line for child in version.children for line in self._lines(child))
            if version
            else "",
        }
        self.add("embed", value)

    def _lines(self, node: PageElement) -> list[str]:
        return self.plain(node) if isinstance(node, Tag) else list(filter(None, [flat(str(node))]))

    def played(self, tag: Tag) -> None:
        """A sound, a film, or a frame of a site that we know, is a block of its own."""
        block = _played(tag)
        if block:
            self.add(block.kind, block.value)
        else:
            self._line.append(super()._embedded(tag))
            self.end_line()

    def _embedded(self, tag: Tag) -> str:
        block = _played(tag)
        if block is None:
            return super()._embedded(tag)
        what = "Un contenu d’un autre site" if block.kind == "embed" else "Un son ou une vidéo"
        self.remark(tag, f"{what} ne peut pas être ici : il est placé juste après.")
        self._floating.append(block)
        return ""

    def image(self, tag: Tag) -> None:
        self._image(tag, "")

    def _image(self, tag: Tag, caption: str) -> None:
        value = _image(tag, caption)
        if value:
            self.add("image", value)
        else:
            self._line.append(self._outside_image(tag, caption))
            self.end_line()

    def _outside_image(self, tag: Tag, caption: str) -> str:
        self.remark(tag, "Cette image n’est pas dans images/ : un lien la remplace.")
        text = caption or _value(tag, "alt") or _value(tag, "src")
        target = _target(tag.get("src"))
        return f'<a href="{_attribute(target)}">{_text(text)}</a>' if target else _text(text)

    def inline_image(self, tag: Tag) -> str:
        value = _image(tag, "")
        if value is None:
            return self._outside_image(tag, "")
        self.remark(tag, "Une image ne peut pas être ici : elle est placée juste après.")
        self._floating.append(Block("image", value))
        return ""

    def division(self, tag: Tag) -> None:
        classes = _classes(tag)
        if "gallery" in classes and tag.find("img"):
            self._gallery(tag)
        elif "accordion" in classes and tag.find("details", recursive=False):
            self._accordion(tag)
        elif "event" in classes and read_times(tag):
            self._event(tag)
        elif "map" in classes and self._map(tag):
            pass
        else:
            self._container(tag)

    def details(self, tag: Tag) -> None:
        """Alone, as other people write it."""
        self._fold([tag])

    def _accordion(self, tag: Tag) -> None:
        self._fold(tag.find_all("details", recursive=False))
        others = [child for child in tag.children if not _is_blank(child) and getattr(child, "name", "") != "details"]
        if others:
            self.remark(tag, "Un accordéon ne contient que des volets : le reste est placé juste après.")
            self.flow(others)

    def _fold(self, folds: Iterable[Tag]) -> None:
        items = []
        for fold in folds:
            summary = next(iter(fold.find_all("summary", recursive=False)), None)
            items.append({"title": self.plain_line(summary), "text": self._inner_text(fold, summary)})
        self.add("accordion", {"items": items})

    def _event(self, tag: Tag) -> None:
        title, times, place = (_of_class(tag, f"event-{part}") for part in ("title", "when", "place"))
        start, end = read_times(tag) or ("", "")
        value = {"title": self.plain_line(title), "start": start, "end": end, "place": self.plain_line(place)}
        self.add("event", {**value, "text": self._inner_text(tag, title, times, place)})

    def _map(self, tag: Tag) -> bool:
        link = next(iter(tag.find_all("a")), None)
        position = read_position(str(link.get("href"))) if link else None
        if position is None:
            return False
        title, address, shown = (_of_class(tag, f"map-{part}") for part in ("title", "address", "picture"))
        lines = self.plain(address) if address else []
        image = shown.find("img") if shown else None
        name = static_name("images", str(image.get("src") or "")) if isinstance(image, Tag) else None
        picture = {"picture": name} if name else {}
        self.add("map", {"title": self.plain_line(title), "address": "\n".join(lines), **position, **picture})
        return True

    def _gallery(self, tag: Tag) -> None:
        pictures: list[dict[str, Any]] = []
        others: list[PageElement] = []
        for child in [child for child in tag.children if not _is_blank(child)]:
            picture = self._picture(child)
            if picture:
                pictures.append(picture)
            else:
                others.append(child)
        if pictures:
            self.add("gallery", {"images": pictures})
        if others:
            self.remark(tag, "Une galerie ne contient que des images : le reste est placé juste après.")
            self.flow(others)

    def _picture(self, node: PageElement) -> dict[str, Any] | None:
        if not isinstance(node, Tag):
            return None
        image = node if node.name == "img" else node.find("img")
        return _image(image, self.plain_line(_inside(node, "figcaption"))) if isinstance(image, Tag) else None

    def callout(self, tag: Tag) -> None:
        title = next(iter(tag.find_all("p", class_="callout-title")), None)
        heading = self.plain_line(title)
        text = self._inner_text(tag, title)
        if heading or text:
            self.add("callout", {"title": heading, "text": text})

    def table(self, tag: Tag) -> None:
        rows = [row for row in _own(tag, "tr") if row.find(["td", "th"])]
        caption = next(iter(_own(tag, "caption")), None)
        if not rows:
            return self._container(tag)
        self.close_text()
        if tag.find(_spans):
            self.remark(tag, "Des cellules étaient fusionnées : relisez ce tableau.")
        header = _is_header(rows[0])
        value = {"caption": self.plain_line(caption), "header": header}
        value["row_headers"] = any(_is_row_header(row) for row in rows[header:])
        value["rows"] = [[self.plain_line(cell) for cell in _cells(row)] for row in rows]
        self._put("table", value)
        return None


_BlockReader.handlers = {
    **_TextReader.handlers,
    **{f"h{level}": _BlockReader.heading for level in range(1, 7)},
    "ul": _BlockReader.block_list,
    "blockquote": _BlockReader.quote,
    "figure": _BlockReader.figure,
    "img": _BlockReader.image,
    "div": _BlockReader.division,
    "aside": _BlockReader.callout,
    "table": _BlockReader.table,
    "ol": _BlockReader.block_list,
    "details": _BlockReader.details,
    **dict.fromkeys(("iframe", *KINDS), _BlockReader.played),
}


def _tidy(markup: str) -> str:
    """Inline HTML with one space where a browser shows one."""
    return _EDGES.sub("", _AROUND_BREAK.sub("<br>", _SPACES.sub(" ", markup)))


def _value(tag: Tag, attribute: str) -> str:
    return flat(str(tag.get(attribute) or ""))


def _classes(tag: Tag) -> list[str]:
    return list(tag.get("class") or ())


def _inside(tag: Tag, name: str) -> Tag | None:
    found = tag.find(name)
    return found if isinstance(found, Tag) else None


def _of_class(tag: Tag, name: str) -> Tag | None:
    found = tag.find(class_=name, recursive=False)
    return found if isinstance(found, Tag) else None


def _is_blank(node: PageElement) -> bool:
    return isinstance(node, NavigableString) and not flat(node)


def _target(href: object) -> str | None:
    """A link's address as we write it, or None when it is not one that a page may hold."""
    address = _SPACES.sub("%20", str(href or "").strip(" \t\n\r\f"))
    scheme = _SCHEME.match(address)
    return None if not address or (scheme and scheme[1].lower() not in _SCHEMES) else address


def _image(tag: Tag, caption: str) -> dict[str, Any] | None:
    name = static_name("images", str(tag.get("src") or ""))
    alt = _value(tag, "alt")
    return {"image": name, "alt": alt, "caption": caption, "decorative": not alt} if name else None


def _played(tag: Tag) -> Block | None:
    value = read_recording(tag) if tag.name in KINDS else _embed_of(tag) if tag.name == "iframe" else None
    return Block("embed" if tag.name == "iframe" else tag.name, value) if value else None


def _embed_of(tag: Tag) -> dict[str, Any] | None:
    """What a frame shows, when it is of a site that we know. Older pages name these sites without their https."""
    try:
        source, title = frame_facts({name: str(value) for name, value in tag.attrs.items()})
        return _embed_value(embed_at(re.sub(r"^http:", "https:", source)), title)
    except NotAnEmbed:
        return None


def _embed_value(embed: Embed, title: str) -> dict[str, Any]:
    named = flat(title)[:LONGEST_TITLE] or embed.name
    return {"provider": embed.provider, "id": embed.identifier, "title": named, "caption": "", "alternative": ""}


def _attachments(tag: Tag) -> list[dict[str, str]] | None:
    """The files of a list of attachments; None when it holds anything else."""
    files = []
    for item in [child for child in tag.children if not _is_blank(child)]:
        links = item.find_all("a") if isinstance(item, Tag) else []
        name = static_name("files", str(links[0].get("href"))) if len(links) == 1 else None
        if name is None or flat(item.get_text()) != flat(links[0].get_text()):
            return None
        files.append({"file": name, "title": flat(links[0].get_text())})
    return files


def _own(table: Tag, name: str) -> list[Tag]:
    """The rows or the caption of a table, not those of a table inside it."""
    return [tag for tag in table.find_all(name) if tag.find_parent("table") is table]


def _cells(row: Tag) -> list[Tag]:
    return row.find_all(["td", "th"], recursive=False)


def _is_header(row: Tag) -> bool:
    cells = _cells(row)
    in_head = row.parent is not None and row.parent.name == "thead"
    return in_head or all(cell.name == "th" and cell.get("scope") != "row" for cell in cells)


def _is_row_header(row: Tag) -> bool:
    return _cells(row)[:1] != [] and _cells(row)[0].name == "th"


def _spans(tag: Tag) -> bool:
    return tag.has_attr("colspan") or tag.has_attr("rowspan")


def render_blocks(blocks: Iterable[Block]) -> str:
    """Canonical HTML: the same blocks always give the same text. A block that says nothing is left out."""
    return "\n".join(filter(None, (_RENDERERS[block.kind](block.value) for block in blocks)))


def _render_heading(value: Mapping[str, Any]) -> str:
    text = flat(value["text"])
    return f"<h{value['level']}>{_text(text)}</h{value['level']}>" if text else ""


def _render_quote(value: Mapping[str, Any]) -> str:
    lines = [line for line in map(flat, value["text"].split("\n")) if line]
    inner = "".join(f"<p>{_text(line)}</p>" for line in lines) + _wrap("footer", value.get("source", ""))
    return f"<blockquote>{inner}</blockquote>" if inner else ""


def _render_image(value: Mapping[str, Any]) -> str:
    alt = "" if value.get("decorative") else flat(value.get("alt", ""))
    source = _attribute(static_link("images", value["image"]))
    caption = _wrap("figcaption", value.get("caption", ""))
    return f'<figure class="image"><img src="{source}" alt="{_attribute(alt)}">{caption}</figure>'


def _render_gallery(value: Mapping[str, Any]) -> str:
    images = [_render_image(image) for image in value["images"]]
    return "\n".join(['<div class="gallery">', *images, "</div>"]) if images else ""


def _render_embed(value: Mapping[str, Any]) -> str:
    """A link, for whoever reads the folder without us; what tells our renderer more is in the attributes."""
    embed = known_embed(value["provider"], value["id"])
    if embed is None:
        return ""
    lines = [f"<p>{_text(line)}</p>" for line in map(flat, value["alternative"].split("\n")) if line]
    return "\n".join(
        filter(
            None,
            [
                f'<figure class="embed" data-provider="{embed.provider}" data-id="{embed.identifier}">',
                f'<p><a href="{_attribute(embed.link)}">{_text(flat(value["title"]) or embed.name)}</a></p>',
                *(['<div class="alternative">', *lines, "</div>"] if lines else []),
                _wrap("figcaption", value["caption"]),
                "</figure>",
            ],
        )
    )


def _render_attachments(value: Mapping[str, Any]) -> str:
    lines = [_render_attachment(file) for file in value["files"]]
    return "\n".join(['<ul class="attachments">', *lines, "</ul>"]) if lines else ""


def _render_attachment(file: Mapping[str, str]) -> str:
    link = _attribute(static_link("files", file["file"]))
    return f'<li><a href="{link}">{_text(flat(file["title"]) or file["file"])}</a></li>'


def _render_callout(value: Mapping[str, Any]) -> str:
    title = flat(value.get("title", ""))
    lines = [f'<p class="callout-title">{_text(title)}</p>' if title else "", running_text(value["text"])]
    return "\n".join(filter(None, ['<aside class="callout">', *lines, "</aside>"])) if any(lines) else ""


def _render_audio(value: Mapping[str, Any]) -> str:
    return render_recording("audio", value, running_text(value.get("transcript", "")))


def _render_video(value: Mapping[str, Any]) -> str:
    return render_recording("video", value, running_text(value.get("transcript", "")))


def _render_accordion(value: Mapping[str, Any]) -> str:
    folds = list(filter(None, map(_render_fold, value["items"])))
    return join('<div class="accordion">', *folds, "</div>") if folds else ""


def _render_fold(item: Mapping[str, str]) -> str:
    title, text = flat(item["title"]), running_text(item["text"])
    return join(f"<details><summary>{_text(title)}</summary>", text, "</details>") if title or text else ""


def _render_event(value: Mapping[str, Any]) -> str:
    return render_event(value, running_text(value.get("text", "")))


def _render_table(value: Mapping[str, Any]) -> str:
    rows = [row for row in value["rows"] if row]
    if not rows:
        return ""
    head, body = (rows[:1], rows[1:]) if value.get("header") else ([], rows)
    caption = _wrap("caption", value.get("caption", ""))
    lines = ["<table>", caption, *_section("thead", [_header_row(row) for row in head])]
    lines += _section("tbody", [_body_row(row, bool(value.get("row_headers"))) for row in body])
    return "\n".join(filter(None, [*lines, "</table>"]))


def _section(name: str, rows: list[str]) -> list[str]:
    return [f"<{name}>", *rows, f"</{name}>"] if rows else []


def _header_row(cells: list[str]) -> str:
    return "<tr>" + "".join(f'<th scope="col">{_text(flat(cell))}</th>' for cell in cells) + "</tr>"


def _body_row(cells: list[str], row_header: bool) -> str:
    plain = cells[1:] if row_header else cells
    first = f'<th scope="row">{_text(flat(cells[0]))}</th>' if row_header else ""
    return f"<tr>{first}" + "".join(f"<td>{_text(flat(cell))}</td>" for cell in plain) + "</tr>"


_RENDERERS: Mapping[str, Callable[[Any], str]] = {
    "text": running_text,
    "heading": _render_heading,
    "quote": _render_quote,
    "image": _render_image,
    "gallery": _render_gallery,
    "embed": _render_embed,
    "attachments": _render_attachments,
    "callout": _render_callout,
    "table": _render_table,
    "audio": _render_audio,
    "video": _render_video,
    "accordion": _render_accordion,
    "event": _render_event,
    "map": render_place,
}
