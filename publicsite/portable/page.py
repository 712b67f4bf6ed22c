"""An HTML document taken apart: its title, its headers and its body, with their lines."""

from __future__ import annotations

from dataclasses import dataclass, field

from bs4.element import Tag

from publicsite.portable.blocks import parse_body, parse_html, render_blocks
from publicsite.portable.headers import Header
from publicsite.portable.inline import flat
from publicsite.portable.source import Notes

_SPACES = " \t\n\r\f"


@dataclass(frozen=True, slots=True)
class Page:
    title: Header | None
    body: Tag | None
    headers: dict[str, Header] = field(default_factory=dict)  # by name, as written

    def header(self, name: str) -> Header | None:
        """A known header, whatever the case of its name; None when it is empty."""
        found = (header for key, header in self.headers.items() if key.lower() == name and header.value)
        return next(found, None)


def parse_page(text: str, notes: Notes) -> Page:
    soup = parse_html(text)
    body = soup.find("body")
    title = soup.find("title")
    if body is None:
        notes.error("il manque <body> : mettez-y le texte du document.")
    page = Page(_title(title) if isinstance(title, Tag) else None, body if isinstance(body, Tag) else None)
    for meta in soup.find_all("meta"):
        _add_header(page.headers, meta, notes)
    return page


def body_html(root: Tag | None, notes: Notes, *, has_lines: bool = True) -> str:
    """An element's content as canonical block HTML; what that changed goes to the notes."""
    if root is None:
        return ""
    try:
        body = parse_body(root)
    except RecursionError:
        notes.error("le texte est trop imbriqué pour être lu : simplifiez sa mise en forme.")
        return ""
    for remark in body.remarks:
        notes.remark(remark.message, remark.line if has_lines else None)
    return render_blocks(body.blocks)


def _title(tag: Tag) -> Header | None:
    text = tag.get_text().strip(_SPACES)
    value = flat(text) if "\n" in text else text
    return Header(value, tag.sourceline) if value else None


def _add_header(headers: dict[str, Header], meta: Tag, notes: Notes) -> None:
    name = str(meta.get("name") or "").strip(_SPACES)
    value = str(meta.get("content") or "").strip(_SPACES)
    if name in headers:
        notes.remark(f"l’en-tête « {name} » est écrit deux fois : seul le premier compte.", meta.sourceline)
    elif name:
        headers[name] = Header(value, meta.sourceline)
