"""The faults of a body, read as it is stored: a list of blocks, each with its type, value and identifier.

Pure. Blocks are known by their names; what a block of another name holds is still read for its running text, so that
a new block is not a blind spot. `GRAVITY` is the one table of what stops a publication (docs/decisions/0015).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from typing import Any

from cms.accessibility.enums import Rule
from cms.core.keys import key_in

# Criterion of the RGAA 4.1 ("" where it has none), and whether what fails it may go public.
GRAVITY: Mapping[Rule, tuple[str, bool]] = {
    Rule.IMAGE_WITHOUT_ALTERNATIVE: ("1.1", True),
    Rule.IMAGE_NAMED_AS_A_FILE: ("1.3", True),
    Rule.FRAME_WITHOUT_TITLE: ("2.1", True),
    Rule.AUDIO_WITHOUT_TRANSCRIPT: ("4.1", True),
    Rule.VIDEO_WITHOUT_CAPTIONS: ("4.3", True),
    Rule.TABLE_WITHOUT_HEADS: ("5.6", True),
    Rule.LINK_VAGUE: ("6.1", False),
    Rule.LINK_BARE: ("6.1", False),
    Rule.LINK_EMPTY: ("6.2", True),
    Rule.HEADING_EMPTY: ("9.1", True),
    Rule.HEADING_SKIPPED: ("9.1", False),
    Rule.HEADING_FAKED: ("9.1", False),
    Rule.LIST_FAKED: ("9.3", False),
    Rule.CAPITALS: ("", False),
}
VAGUE = frozenset(
    {"ici", "cliquez ici", "cliquer ici", "clique ici", "lien", "ce lien", "le lien", "voir", "voir ici", "la suite"}
    | {"lire la suite", "en savoir plus", "plus", "plus d'infos", "par ici", "suivez ce lien", "click here", "here"}
    | {"télécharger", "document", "page", "site", "cette page", "ce site", "ce document", "pdf"}
)
ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.I)
FILE_NAME = re.compile(
    r"[\w\-() .]{1,120}\.(?:jpe?g|png|gif|webp|heic|tiff?|bmp)|(?:img|dsc|pxl|dscn)[_-]?\d{3,}", re.I
)
MARK = re.compile(r"(?:[-–—•*·]|\d{1,2}[.)])\s*\S")
LONGEST_HEADING = 90
SHORTEST_SHOUT = 24  # letters: acronyms and short labels are written in capitals
QUOTED = 80


@dataclass(frozen=True)
class Fault:
    rule: Rule
    block: str  # identifier of the block of the body
    number: int  # its place there, from 1
    kind: str  # its type
    item: int = 0  # place in a gallery or a list of attachments, from 1; 0 for the block itself
    text: str = ""  # what is at fault, cut short

    @property
    def criterion(self) -> str:
        return GRAVITY[self.rule][0]

    @property
    def blocking(self) -> bool:
        return GRAVITY[self.rule][1]


def faults(stream: Sequence[Any], descriptions: Mapping[int, str]) -> list[Fault]:
    """In reading order. `descriptions`: what each image says of itself, by its primary key."""
    found: list[Fault] = []
    level = 1  # the article's title
    for number, block in enumerate(stream, start=1):
        if not isinstance(block, Mapping) or "type" not in block:
            continue
        kind, value = str(block["type"]), block.get("value")
        place = Fault(Rule.CAPITALS, str(block.get("id") or ""), number, kind)
        if kind == "heading" and isinstance(value, Mapping):
            text, level_asked = str(value.get("text") or ""), _level(value.get("level"))
            found += _heading(place, text, level_asked, level)
            level = level_asked if text.strip() else level
        else:
            found += CHECKS.get(kind, _anything)(place, value, descriptions)
    return found


def _level(value: Any) -> int:
    return int(value) if str(value) in {"2", "3", "4"} else 2


def _heading(place: Fault, text: str, level: int, above: int) -> Iterator[Fault]:
    if not text.strip():
        yield replace(place, rule=Rule.HEADING_EMPTY)
        return
    if level > above + 1:
        yield replace(place, rule=Rule.HEADING_SKIPPED, text=_cut(text))
    if _shouts(text):
        yield replace(place, rule=Rule.CAPITALS, text=_cut(text))


# --- Pictures, sound, frames, tables --------------------------------------------------------------------------------

Descriptions = Mapping[int, str]


def _image(place: Fault, value: Any, descriptions: Descriptions) -> Iterator[Fault]:
    if not isinstance(value, Mapping) or not value.get("image") or value.get("decorative"):
        return
    said = str(value.get("alt") or "").strip() or descriptions.get(key_in(value["image"]) or 0, "").strip()
    if not said:
        yield replace(place, rule=Rule.IMAGE_WITHOUT_ALTERNATIVE, text=_cut(str(value.get("caption") or "")))
    elif FILE_NAME.fullmatch(said):
        yield replace(place, rule=Rule.IMAGE_NAMED_AS_A_FILE, text=_cut(said))


def _gallery(place: Fault, value: Any, descriptions: Descriptions) -> Iterator[Fault]:
    for number, item in enumerate(_items(value), start=1):
        yield from _image(replace(place, item=number), item, descriptions)


def _audio(place: Fault, value: Any, descriptions: Descriptions) -> Iterator[Fault]:
    if not _said(value, "transcript"):
        yield replace(place, rule=Rule.AUDIO_WITHOUT_TRANSCRIPT, text=_cut(str(_get(value, "title"))))


def _video(place: Fault, value: Any, descriptions: Descriptions) -> Iterator[Fault]:
    if not _said(value, "captions"):
        yield replace(place, rule=Rule.VIDEO_WITHOUT_CAPTIONS, text=_cut(str(_get(value, "title"))))


def _frame(place: Fault, value: Any, descriptions: Descriptions) -> Iterator[Fault]:
    if isinstance(value, Mapping) and "title" in value and not _said(value, "title"):
        yield replace(place, rule=Rule.FRAME_WITHOUT_TITLE)


def _table(place: Fault, value: Any, descriptions: Descriptions) -> Iterator[Fault]:
    data = _get(value, "data")
    rows = [row for row in data if isinstance(row, list) and any(row)] if isinstance(data, list) else []
    headed = _get(value, "first_row_is_table_header") or _get(value, "first_col_is_header")
    if rows and not headed:
        yield replace(place, rule=Rule.TABLE_WITHOUT_HEADS, text=_cut(" | ".join(str(cell or "") for cell in rows[0])))


def _get(value: Any, name: str) -> Any:
    return (value.get(name) or "") if isinstance(value, Mapping) else ""


def _said(value: Any, name: str) -> bool:
    """Whether a field of the block holds something: a text, rich text or the key of a file."""
    return bool(re.sub(r"<[^>]{0,500}>|&nbsp;|\s", "", str(_get(value, name))))


def _items(value: Any) -> Iterable[Any]:
    """Of a list, as it is stored today and as it was."""
    for item in value if isinstance(value, Sequence) and not isinstance(value, str) else ():
        yield item["value"] if isinstance(item, Mapping) and item.get("type") == "item" else item


# --- Running text ---------------------------------------------------------------------------------------------------


def _anything(place: Fault, value: Any, descriptions: Descriptions) -> Iterator[Fault]:
    """Every running text of a block, whatever its shape, and the blocks that it holds."""
    if isinstance(value, str):
        if "<" in value:
            yield from _running_text(place, value)
        elif _shouts(value):
            yield replace(place, rule=Rule.CAPITALS, text=_cut(value))
    elif isinstance(value, Mapping):
        if {"type", "value"} <= set(value):
            yield from CHECKS.get(str(value["type"]), _anything)(place, value["value"], descriptions)
        else:
            for inner in value.values():
                yield from _anything(place, inner, descriptions)
    elif isinstance(value, Sequence):
        for inner in value:
            yield from _anything(place, inner, descriptions)


def _running_text(place: Fault, html: str) -> Iterator[Fault]:
    read = _Text()
    read.feed(html)
    read.close()
    for link in read.links:
        if rule := _of_link(link):
            yield replace(place, rule=rule, text=_cut(link))
    marked = 0
    for paragraph in read.paragraphs:
        text = paragraph.text.strip()
        if text and paragraph.bold.strip() == text and len(text) <= LONGEST_HEADING and not text.endswith((".", "!")):
            yield replace(place, rule=Rule.HEADING_FAKED, text=_cut(text))
        if _shouts(text):
            yield replace(place, rule=Rule.CAPITALS, text=_cut(text))
        marked = marked + 1 if paragraph.name == "p" and MARK.match(text) else 0
        if marked == 2:
            yield replace(place, rule=Rule.LIST_FAKED, text=_cut(text))


def _of_link(text: str) -> Rule | None:
    said = " ".join(text.split()).strip(" .…:!>»→«").replace("’", "'").casefold()
    if not said:
        return Rule.LINK_EMPTY
    if said in VAGUE:
        return Rule.LINK_VAGUE
    return Rule.LINK_BARE if ADDRESS.fullmatch(said) else None


def _shouts(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) >= SHORTEST_SHOUT and sum(letter.isupper() for letter in letters) > 0.9 * len(letters)


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= QUOTED else f"{text[: QUOTED - 1]}…"


@dataclass
class _Paragraph:
    name: str
    text: str = ""
    bold: str = ""


@dataclass
class _Link:
    text: str = ""


class _Text(HTMLParser):
    """Paragraphs with what is bold in them, and links."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[_Paragraph] = [_Paragraph("")]
        self.links: list[str] = []
        self._link: _Link | None = None
        self._bold = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in {"p", "li", "br"}:
            self.paragraphs.append(_Paragraph("p" if tag == "br" else tag))
        elif tag in {"b", "strong"}:
            self._bold += 1
        elif tag == "a":
            self._link = _Link()

    def handle_endtag(self, tag: str) -> None:
        if tag in {"b", "strong"}:
            self._bold = max(0, self._bold - 1)
        elif tag == "a" and self._link:
            self.links.append(self._link.text)
            self._link = None

    def handle_data(self, data: str) -> None:
        self.paragraphs[-1].text += data
        if self._bold:
            self.paragraphs[-1].bold += data
        if self._link:
            self._link.text += data


Check = Callable[[Fault, Any, Descriptions], Iterator[Fault]]
CHECKS: Mapping[str, Check] = {
    "image": _image,
    "gallery": _gallery,
    "audio": _audio,
    "video": _video,
    "embed": _frame,
    "map": _frame,
    "table": _table,
}
