"""A body as HTML: one function per kind of block, the same for every reader.

Where a picture, a document or a page is found depends on who reads (the content folder, the API, the preview), so
each caller gives its own `Links`. What it answers `None` for is not for this reader: a link becomes plain text, a
picture is left out. Everything passes `core.sanitising`.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from html import escape
from typing import Any, Protocol

from bs4 import BeautifulSoup
from bs4.element import Tag
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue

from cms.articles.editing import event_bounds
from cms.core.embeds import Embed
from cms.core.keys import key_in
from cms.core.sanitising import BODY, RUNNING_TEXT, TooComplex, clean, clean_or_plain
from cms.media.models import SchoolDocument, SchoolImage

ADJUSTED = re.compile(r"<(?:a|b|i)[ >]")  # what `running_text` changes: links, and two tags of older times


class Links(Protocol):
    """Addresses, for one kind of reader; `None` hides."""

    def page(self, pk: int) -> str | None: ...
    def document(self, document: SchoolDocument) -> str | None: ...
    def image(self, image: SchoolImage) -> str | None: ...
    def frame(self, embed: Embed) -> str | None: ...


def body_html(body: StreamValue, links: Links) -> str:
    """An article's body as canonical block HTML (docs/content-format.md), safe to show."""
    parts = [part for part in (RENDERERS[block.block_type](block.value, links) for block in body) if part]
    try:
        return clean("\n".join(parts), BODY)
    except TooComplex:  # in all, or one of them
        return "\n".join(clean_or_plain(part, BODY) for part in parts)


def running_text(source: str, links: Links) -> str:
    """Rich text as stored by the editor, with its links resolved for this reader."""
    html = clean_or_plain(source, RUNNING_TEXT)
    if not ADJUSTED.search(html):
        return html.strip()
    soup = BeautifulSoup(html, "html.parser")
    for anchor in soup.find_all("a"):
        _resolve(anchor, links)
    for bold in soup.find_all("b"):
        bold.name = "strong"
    for italic in soup.find_all("i"):
        italic.name = "em"
    return soup.decode(formatter="minimal").strip()


def _resolve(anchor: Tag, links: Links) -> None:
    href: str | None
    kind, key = anchor.get("linktype"), key_in(anchor.get("id"))
    if kind is None:
        typed = str(anchor.get("href") or "").strip()
        # "{static}/…" is how the content format names its own files: nobody types an address so.
        href = typed if typed and not typed.startswith(("{", "|")) else None
    elif key is None:
        href = None
    elif kind == "page":
        href = links.page(key)
    else:
        document = SchoolDocument.objects.filter(pk=key).first() if kind == "document" else None
        href = links.document(document) if document else None
    if href is None:
        anchor.unwrap()
    else:
        anchor.attrs = {"href": href}


def _text(value: Any, links: Links) -> str:
    return running_text(value.source, links)


def _heading(value: Mapping[str, Any], links: Links) -> str:
    level = value["level"] if value["level"] in {"2", "3", "4"} else "2"
    return f"<h{level}>{escape(value['text'], quote=False)}</h{level}>"


def _quote(value: Mapping[str, Any], links: Links) -> str:
    source = f"<footer>{escape(value['source'], quote=False)}</footer>" if value["source"] else ""
    return f"<blockquote><p>{escape(value['text'], quote=False)}</p>{source}</blockquote>"


def _image(value: Mapping[str, Any], links: Links) -> str:
    image = value["image"]
    address = links.image(image) if image else None
    if address is None:
        return ""
    alt = "" if value["decorative"] else value["alt"] or image.description
    caption = f"<figcaption>{escape(value['caption'], quote=False)}</figcaption>" if value["caption"] else ""
    return f'<figure class="image"><img src="{escape(address)}" alt="{escape(alt)}">{caption}</figure>'


def _gallery(value: Any, links: Links) -> str:
    pictures = [picture for picture in (_image(item, links) for item in value) if picture]
    return '<div class="gallery">' + "".join(pictures) + "</div>" if pictures else ""


def _callout(value: Mapping[str, Any], links: Links) -> str:
    title = f'<p class="callout-title">{escape(value["title"], quote=False)}</p>' if value["title"] else ""
    return f'<aside class="callout">{title}{running_text(value["text"].source, links)}</aside>'


def _attachments(value: Any, links: Links) -> str:
    items = []
    for item in value:
        address = links.document(item["document"]) if item["document"] else None
        if address:
            title = item["title"] or item["document"].title
            items.append(f'<li><a href="{escape(address)}">{escape(title, quote=False)}</a></li>')
    return '<ul class="attachments">' + "".join(items) + "</ul>" if items else ""


def _audio(value: Mapping[str, Any], links: Links) -> str:
    address = links.document(value["file"]) if value["file"] else None
    player = f'<audio controls="" src="{escape(address)}"></audio>' if address else ""
    return _recording("audio", player, value, links)


def _video(value: Mapping[str, Any], links: Links) -> str:
    address = links.document(value["file"]) if value["file"] else None
    captions = links.document(value["captions"]) if value["captions"] and address else None
    poster = links.image(value["poster"]) if value["poster"] and address else None
    label = escape(_("Captions"))
    track = f'<track kind="captions" src="{escape(captions)}" srclang="fr" label="{label}">' if captions else ""
    shown = f' poster="{escape(poster)}"' if poster else ""
    player = f'<video controls="" src="{escape(address)}"{shown}>{track}</video>' if address else ""
    return _recording("video", player, value, links)


def _recording(kind: str, player: str, value: Mapping[str, Any], links: Links) -> str:
    if not player:
        return ""
    title = f"<figcaption>{escape(value['title'], quote=False)}</figcaption>" if value["title"] else ""
    text = running_text(value["transcript"].source, links) if value["transcript"] else ""
    written = f'<details class="transcript"><summary>{_("Transcript")}</summary>{text}</details>' if text else ""
    return f'<figure class="{kind}">{title}{player}{written}</figure>'


def _accordion(value: Any, links: Links) -> str:
    folds = [
        f"<details><summary>{escape(item['title'], quote=False)}</summary>"
        f"{running_text(item['text'].source, links)}</details>"
        for item in value
    ]
    return '<div class="accordion">' + "".join(folds) + "</div>" if folds else ""


def _event(value: Mapping[str, Any], links: Links) -> str:
    try:
        first, last = event_bounds(value)
    except ValueError:  # a draft that has no day yet
        return ""
    title = f'<p class="event-title">{escape(value["title"], quote=False)}</p>' if value["title"] else ""
    place = f'<p class="event-place">{escape(value["place"], quote=False)}</p>' if value["place"] else ""
    same_day = isinstance(last, datetime) and isinstance(first, datetime) and last.date() == first.date()
    end = f" – {_moment(last, hour_only=same_day)}" if last else ""
    when = f'<p class="event-when">{_moment(first)}{end}</p>'
    return f'<div class="event">{title}{when}{place}{running_text(value["text"].source, links)}</div>'


def _moment(value: date | datetime, *, hour_only: bool = False) -> str:
    parts = [] if hour_only else [date_format(value, r"l j\e\r F Y" if value.day == 1 else "l j F Y")]
    parts += [_hour(value)] if isinstance(value, datetime) else []
    written = value.isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()
    return f'<time datetime="{written}">{", ".join(parts)}</time>'


def _hour(value: datetime) -> str:
    return date_format(value, "G\u00a0\\h\u00a0i" if value.minute else "G\u00a0\\h")


def _map(value: Mapping[str, Any], links: Links) -> str:
    if value["latitude"] is None or value["longitude"] is None:  # a draft
        return ""
    north, east = (_degrees(value[name]) for name in ("latitude", "longitude"))
    address = f"https://www.openstreetmap.org/?mlat={north}&mlon={east}#map={value['zoom'] or 17}/{north}/{east}"
    lines = "<br>".join(escape(line.strip(), quote=False) for line in (value["address"] or "").splitlines())
    told = f'<p class="map-address">{lines}</p>' if lines else ""
    title = f'<p class="map-title">{escape(value["title"], quote=False)}</p>' if value["title"] else ""
    picture = links.image(value["picture"]) if value.get("picture") else None
    # Its text alternative is the address, which stands beside it.
    shown = f'<p class="map-picture"><img src="{escape(picture)}" alt=""></p>' if picture else ""
    link = f'<p class="map-link"><a href="{escape(address)}">{_("See the map on OpenStreetMap")}</a></p>'
    return f'<div class="map">{shown}{title}{told}{link}</div>'


def _degrees(value: float) -> str:
    """To about ten centimetres, without needless zeros, as the content format writes it."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def _table(value: Mapping[str, Any], links: Links) -> str:
    rows = [[escape(str(cell or ""), quote=False) for cell in row] for row in value.get("data") or []]
    if not rows:
        return ""
    head = ""
    if value.get("first_row_is_table_header"):
        cells = "".join(f'<th scope="col">{cell}</th>' for cell in rows.pop(0))
        head = f"<thead><tr>{cells}</tr></thead>"
    caption = f"<caption>{escape(value['table_caption'], quote=False)}</caption>" if value.get("table_caption") else ""
    body = "".join(_row(row, bool(value.get("first_col_is_header"))) for row in rows)
    return f"<table>{caption}{head}<tbody>{body}</tbody></table>"


def _row(cells: list[str], headed: bool) -> str:
    first = f'<th scope="row">{cells[0]}</th>' if headed and cells else ""
    return "<tr>" + first + "".join(f"<td>{cell}</td>" for cell in (cells[1:] if first else cells)) + "</tr>"


def _embed(value: Mapping[str, Any], links: Links) -> str:
    """A link to the content, for those who want nothing loaded; and what to load, where this reader's page may."""
    embed: Embed | None = value["content"]
    if embed is None:
        return ""
    title = escape(value["title"] or embed.name, quote=False)
    frame = links.frame(embed)
    facts = {"data-provider": embed.provider, "data-id": embed.identifier}
    facts |= {"data-name": embed.name, "data-frame": frame} if frame else {}
    attributes = "".join(f' {name}="{escape(fact)}"' for name, fact in facts.items())
    parts = [f'<p><a href="{escape(embed.link)}">{title}</a></p>']
    lines = [f"<p>{escape(line, quote=False)}</p>" for line in value["alternative"].splitlines() if line.strip()]
    if lines:
        parts.append('<div class="alternative">' + "".join(lines) + "</div>")
    if value["caption"]:
        parts.append(f"<figcaption>{escape(value['caption'], quote=False)}</figcaption>")
    return f'<figure class="embed"{attributes}>' + "".join(parts) + "</figure>"


RENDERERS: Mapping[str, Callable[[Any, Links], str]] = {
    "text": _text,
    "heading": _heading,
    "quote": _quote,
    "image": _image,
    "gallery": _gallery,
    "callout": _callout,
    "attachments": _attachments,
    "table": _table,
    "embed": _embed,
    "audio": _audio,
    "video": _video,
    "accordion": _accordion,
    "event": _event,
    "map": _map,
}
