"""Canonical block HTML as an element tree.

It was written by `publicsite.portable`: "<" and ">" are found in tags only, every element is closed and every attribute
quoted. So two expressions are enough here, and three times as quick as a parser of any HTML.
"""

from __future__ import annotations

import re
from html import unescape
from xml.etree.ElementTree import Element, TreeBuilder, tostring

from publicsite.portable.inline import flat

VOID = frozenset({"br", "img", "track"})
_PIECE = re.compile(r"<(/?)([a-z][a-z0-9]*)([^<>]*)>|[^<]+")
_ATTRIBUTE = re.compile(r'([a-z][a-z0-9-]*)(?:="([^"]*)")?')


def parse(html: str) -> Element:
    """An element that holds the blocks."""
    builder = TreeBuilder()
    builder.start("body", {})
    for piece in _PIECE.finditer(html):
        closing, name, attributes = piece.groups()
        if name is None:
            builder.data(unescape(piece[0]))
        elif closing:
            builder.end(name)
        else:
            builder.start(name, {key: unescape(value) for key, value in _ATTRIBUTE.findall(attributes)})
            if name in VOID:
                builder.end(name)
    builder.end("body")
    return builder.close()


def outer_html(element: Element) -> str:
    """The element without the text that follows it."""
    tail, element.tail = element.tail, None
    html = tostring(element, encoding="unicode", method="html")
    element.tail = tail
    return html


def text(element: Element | None) -> str:
    """What a reader sees of an element, on one line; a no-break space is a character that the author chose."""
    return flat("".join(element.itertext())) if element is not None else ""
