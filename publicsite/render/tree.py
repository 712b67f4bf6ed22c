"""Canonical block HTML as an element tree: every element is closed, so the standard parser's events are enough."""

from __future__ import annotations

from html.parser import HTMLParser
from xml.etree.ElementTree import Element, TreeBuilder, tostring

from publicsite.portable.inline import flat

VOID = frozenset({"br", "img", "track"})


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._builder = TreeBuilder()
        self._builder.start("body", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in VOID:
            self._builder.end(tag)

    def handle_endtag(self, tag: str) -> None:
        self._builder.end(tag)

    def handle_data(self, data: str) -> None:
        self._builder.data(data)

    def finish(self) -> Element:
        self.close()
        self._builder.end("body")
        return self._builder.close()


def parse(html: str) -> Element:
    """An element that holds the blocks."""
    parser = _Parser()
    parser.feed(html)
    return parser.finish()


def outer_html(element: Element) -> str:
    """The element without the text that follows it."""
    tail, element.tail = element.tail, None
    html = tostring(element, encoding="unicode", method="html")
    element.tail = tail
    return html


def text(element: Element | None) -> str:
    """What a reader sees of an element, on one line; a no-break space is a character that the author chose."""
    return flat("".join(element.itertext())) if element is not None else ""
