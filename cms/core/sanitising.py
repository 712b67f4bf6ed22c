"""Everything typed, pasted or imported as HTML passes here: one allow-list a context, sizes bounded first.

bleach parses in time that grows with the square of depth and attributes (50,000 nested `<b>` took it 13 s), so the
input is measured with a plain tokenizer before bleach sees it.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from html.parser import HTMLParser

import bleach
from django.utils.translation import gettext as _

from cms.core.exceptions import Invalid

# Neither a database nor a file in UTF-8 holds them, and no reader sees them.
NOT_TEXT = re.compile("[\0\ud800-\udfff]")
TAG = re.compile(r"<[^<>]{0,2000}>")
PROTOCOLS = frozenset({"http", "https", "mailto", "tel"})
VOID = frozenset(
    {
        "br",
        "hr",
        "img",
        "col",
        "wbr",
        "input",
        "meta",
        "link",
        "area",
        "source",
        "track",
        "embed",
    }
)


class TooComplex(Invalid):
    code = "html.too-complex"


def _too_complex() -> TooComplex:
    return TooComplex(_("The formatting of this text is too complex to be kept. Paste it without formatting."))


@dataclass(frozen=True, eq=False)
class AllowList:
    """The tags and attributes of one context, and the largest input it accepts."""

    tags: frozenset[str]
    attributes: dict[str, list[str]] = field(default_factory=dict)
    protocols: frozenset[str] = PROTOCOLS
    most_bytes: int = 300_000
    most_elements: int = 6_000
    most_depth: int = 60
    most_attributes: int = 40
    most_entities: int = 10_000
    most_declarations: int = 200  # comments and the like: 75,000 that do not end take Python's own parser minutes


RUNNING_TEXT = AllowList(
    tags=frozenset({"p", "br", "ul", "ol", "li", "strong", "b", "em", "i", "sub", "sup", "a"}),
    attributes={"a": ["href", "linktype", "id"]},
)
# The buttons of the editor that make it, in the words of Wagtail.
FEATURES = ["bold", "italic", "superscript", "subscript", "ol", "ul", "link", "document-link"]
BODY = AllowList(
    tags=RUNNING_TEXT.tags
    | {
        "h2",
        "h3",
        "h4",
        "blockquote",
        "footer",
        "figure",
        "figcaption",
        "img",
        "div",
        "aside",
    }
    | {"table", "caption", "thead", "tbody", "tr", "th", "td"}
    | {"audio", "video", "track", "details", "summary", "time"},
    attributes={
        "a": ["href"],
        "img": ["src", "alt", "width", "height"],
        "th": ["scope"],
        "figure": ["class", "data-provider", "data-id", "data-name", "data-frame"],
        "div": ["class"],
        "aside": ["class"],
        "ul": ["class"],
        "p": ["class"],
        "audio": ["src", "controls"],
        "video": ["src", "controls", "poster"],
        "track": ["src", "kind", "srclang", "label"],
        "details": ["class"],
        "time": ["datetime"],
    },
)


@lru_cache(maxsize=4096)  # the publisher asks for the same bodies at each publication
def clean(html: str, allowed: AllowList) -> str:
    """`html` with only what `allowed` names; the text of everything else stays. Raises `TooComplex`."""
    measure(html, allowed)
    return str(
        bleach.clean(
            NOT_TEXT.sub("\N{REPLACEMENT CHARACTER}", html),
            tags=allowed.tags,
            attributes=allowed.attributes,
            protocols=allowed.protocols,
            strip=True,
            strip_comments=True,
        )
    )


def clean_or_plain(html: str, allowed: AllowList) -> str:
    """The same for what is stored already. What came by another door than a form, and is too much, is shown as text:
    one text must not keep a school from being published, nor its writer from correcting it."""
    try:
        return clean(html, allowed)
    except TooComplex:
        plain = NOT_TEXT.sub("\N{REPLACEMENT CHARACTER}", TAG.sub(" ", html))
        return f"<p>{escape(plain, quote=False)}</p>"


def measure(html: str, allowed: AllowList) -> None:
    """Refuse what would take bleach too long, with a sentence."""
    size = len(html.encode("utf-8", "surrogatepass"))
    if size > allowed.most_bytes:
        raise TooComplex(
            _("This text is %(size)d KB long; at most %(most)d KB are accepted. Split it in several parts.")
            % {"size": size // 1000, "most": allowed.most_bytes // 1000}
        )
    declarations = html.count("<!") + html.count("<?")
    if (
        declarations > allowed.most_declarations
        or html.count("<") > 3 * allowed.most_elements
        or html.count("&") > allowed.most_entities
    ):
        raise _too_complex()
    gauge = _Gauge(allowed)
    gauge.feed(html)
    gauge.close()


class _Gauge(HTMLParser):
    """Counts elements, depth and attributes, and stops at the first excess."""

    def __init__(self, allowed: AllowList) -> None:
        super().__init__(convert_charrefs=True)
        self.allowed = allowed
        self.elements = self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements += 1
        self.depth += tag not in VOID
        if (
            self.elements > self.allowed.most_elements
            or self.depth > self.allowed.most_depth
            or len(attrs) > self.allowed.most_attributes
        ):
            raise _too_complex()

    def handle_endtag(self, tag: str) -> None:
        self.depth = max(0, self.depth - 1)
