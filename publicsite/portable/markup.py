"""HTML, Markdown and reST files as other people write them for Pelican: headers, title and an HTML body."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

import markdown
from bs4.element import Tag
from docutils import nodes  # type: ignore[import-untyped]
from docutils.core import publish_doctree, publish_from_doctree  # type: ignore[import-untyped]

from publicsite.portable.blocks import parse_html
from publicsite.portable.headers import Header
from publicsite.portable.page import parse_page
from publicsite.portable.source import Notes

_LISTS = ("authors", "keywords", "tags")
_FENCE = re.compile(r"-{3}\s*")
_END_OF_FENCE = re.compile(r"(?:-{3}|\.{3})\s*")
_PAIR = re.compile(r"[ ]{0,3}([A-Za-z0-9_-]+):(?:\s+(.*)|)")
_MORE = re.compile(r"(?:[ ]{4,}|\s*-\s+)(.*)")
_FENCED_MORE = re.compile(r"(?:\s+(?:-\s+)?|-\s+)(.*)")

_DOCUTILS = {
    "_disable_config": True,  # not the configuration files of whoever runs the import
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "report_level": 2,
    "halt_level": 5,
    "warning_stream": False,
    "initial_header_level": 2,
    "syntax_highlight": "none",
    "embed_stylesheet": False,
    "stylesheet_path": "",
    "input_encoding": "unicode",
    "output_encoding": "unicode",
}
_WARNING = 2


@dataclass(frozen=True, slots=True)
class Draft:
    """A document before it has an address. `headers` are by lower-case name."""

    path: PurePosixPath
    title: Header | None
    headers: Mapping[str, Header]
    body: Tag
    has_lines: bool  # whether the body's lines are the file's

    def value(self, *names: str) -> str:
        """The first of these headers that says something."""
        return next((self.headers[name].value for name in names if self.headers.get(name, _EMPTY).value), "")


_EMPTY = Header("", None)


def read_html(path: PurePosixPath, text: str, notes: Notes) -> Draft | None:
    page = parse_page(text, notes)
    if page.body is None:
        return None
    headers = {name.lower(): header for name, header in page.headers.items()}
    return Draft(path, page.title, headers, page.body, has_lines=True)


def read_markdown(path: PurePosixPath, text: str, _notes: Notes) -> Draft | None:
    lines = text.splitlines()
    headers, start = _fenced(lines) if lines and _FENCE.fullmatch(lines[0]) else _leading(lines)
    body = markdown.markdown("\n".join(lines[start:]), extensions=["tables", "fenced_code", "sane_lists"])
    return Draft(path, headers.get("title"), headers, parse_html(body), has_lines=False)


def read_rest(path: PurePosixPath, text: str, notes: Notes) -> Draft | None:
    document = publish_doctree(text, settings_overrides=_DOCUTILS)
    for message in _messages(document):
        notes.error(f"reST : {message.astext()}", message.get("line"))
    title = next(iter(document.findall(nodes.title)), None)
    headers = {name.lower(): Header(value, _field_line(text, name)) for name, value in _fields(document)}
    heading = Header(title.astext(), title.line) if title is not None and title.parent is document else None
    for node in [*document.findall(_is_told_elsewhere)]:
        if node.parent is document or isinstance(node, nodes.system_message):
            node.parent.remove(node)
    page = parse_html(publish_from_doctree(document, writer="html5", settings_overrides=_DOCUTILS))
    main = page.find("main")
    body = main if isinstance(main, Tag) else page
    return Draft(path, headers.get("title") or heading, headers, body, has_lines=False)


READERS: Mapping[str, Callable[[PurePosixPath, str, Notes], Draft | None]] = {
    **dict.fromkeys((".html", ".htm"), read_html),
    **dict.fromkeys((".md", ".markdown", ".mkd", ".mdown"), read_markdown),
    ".rst": read_rest,
}


def _leading(lines: list[str]) -> tuple[dict[str, Header], int]:
    """`Title: …` lines up to the first blank one, and where the text begins."""
    headers: dict[str, Header] = {}
    name = ""
    for index, line in enumerate(lines):
        pair, more = _PAIR.fullmatch(line), _MORE.fullmatch(line)
        if pair:
            name = _add(headers, pair[1], pair[2], index + 1)
        elif more and name:
            _extend(headers, name, more[1])
        else:
            return headers, index
    return headers, len(lines)


def _fenced(lines: list[str]) -> tuple[dict[str, Header], int]:
    """YAML-like lines between two fences, and where the text begins."""
    headers: dict[str, Header] = {}
    name = ""
    for index, line in enumerate(lines[1:], start=1):
        pair, more = _PAIR.fullmatch(line), _FENCED_MORE.fullmatch(line)
        if _END_OF_FENCE.fullmatch(line):
            return headers, index + 1
        if pair:
            name = _add(headers, pair[1], pair[2], index + 1)
        elif more and name:
            _extend(headers, name, more[1])
    return headers, len(lines)


def _add(headers: dict[str, Header], name: str, value: str | None, line: int) -> str:
    key = name.lower()
    headers.setdefault(key, Header(_unquoted(value or ""), line))
    return key


def _extend(headers: dict[str, Header], name: str, value: str) -> None:
    known = headers[name]
    glue = ", " if name in _LISTS else " "
    headers[name] = Header(glue.join(filter(None, [known.value, _unquoted(value)])), known.line)


def _unquoted(value: str) -> str:
    """A YAML scalar or `[flow, list]` as plain text; `|` and `>` announce the lines that follow."""
    value = value.strip()
    if value in ("|", ">", "|-", ">-"):
        return ""
    if value[:1] == "[" and value[-1:] == "]":
        return ", ".join(_unquoted(item) for item in value[1:-1].split(","))
    is_quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if is_quoted else value


def _messages(document: nodes.document) -> list[nodes.system_message]:
    inside = list(document.findall(nodes.system_message))
    outside = [*document.parse_messages, *document.transform_messages]
    messages = {id(message): message for message in [*inside, *outside]}
    return [message for message in messages.values() if message["level"] >= _WARNING]


def _fields(document: nodes.document) -> Iterator[tuple[str, str]]:
    """The field list at the top of a document, which docutils turns into `docinfo`."""
    for element in [child for info in document.findall(nodes.docinfo) for child in info.children]:
        if isinstance(element, nodes.field):
            yield element[0].astext(), element[1].astext()
        elif isinstance(element, nodes.authors):
            yield "authors", "; ".join(author.astext() for author in element.children)
        elif isinstance(element, nodes.Element):
            yield element.tagname, element.astext()


def _field_line(text: str, name: str) -> int | None:
    match = re.search(rf"^:{re.escape(name)}:", text, re.I | re.M)
    return text.count("\n", 0, match.start()) + 1 if match else None


def _is_told_elsewhere(node: nodes.Node) -> bool:
    return isinstance(node, nodes.docinfo | nodes.title | nodes.system_message)
