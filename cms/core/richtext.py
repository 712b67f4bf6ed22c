"""Wagtail's editor of running text, for texts of any size, and links that it did not make.

What is too large is neither read nor lost. A link of which no key can be read is a word of the text: Wagtail's own
readers fail on it, the editor, the index of references and the export with them.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import SuspiciousOperation
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.images.rich_text import ImageEmbedHandler
from wagtail.rich_text.pages import PageLinkHandler
from wagtail.rich_text.rewriters import extract_attrs

from cms.core.keys import key_in
from cms.core.sanitising import RUNNING_TEXT, clean_or_plain

# Of the editor's own JSON: more than a text that is accepted takes, and under a second to read.
MOST_CHARACTERS = 500_000
ANCHOR = re.compile(r'<a\b([^<>"]*(?:"[^"<]*"[^<>"]*)*)>')  # what is cleaned has ">" in attributes, and no "<"
KINDS = frozenset({"page", "document"})


class AsItCame(str):
    """What the editor sent, in its own JSON: too long to be read, and shown again as it is."""


class RunningTextArea(DraftailRichTextArea):
    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        sent = data.get(name)
        if isinstance(sent, str) and len(sent) > MOST_CHARACTERS:
            return AsItCame(sent)
        if not sent:
            return super().value_from_datadict(data, files, name)
        try:
            return sound(super().value_from_datadict({name: _addressed(sent)}, files, name))
        except (ValueError, TypeError, LookupError, AttributeError) as error:
            raise SuspiciousOperation("No editor of ours makes such a text.") from error

    def format_value(self, value: Any) -> Any:
        """Wagtail's converter wants well-formed HTML, and fails on any other that came by another door than itself.

        It wants line breaks closed too, as HTML does not.
        """
        if isinstance(value, AsItCame):
            return str(value)
        text = sound(clean_or_plain(value, RUNNING_TEXT)).replace("<br>", "<br/>") if value else value
        return super().format_value(text)


def sound(html: str) -> str:
    """A text without links that lead nowhere; their words stay."""
    return ANCHOR.sub(lambda found: found[0] if _leads(extract_attrs(found[1])) else "<a>", html)


def _leads(attributes: dict[str, str]) -> bool:
    if "linktype" in attributes:
        return attributes["linktype"] in KINDS and key_in(attributes.get("id")) is not None
    return bool(attributes.get("href"))


def _addressed(sent: str) -> str:
    """What the editor sent, where each link has a key or an address, if an empty one; "null" is an empty text."""
    content = json.loads(sent)
    if content is None:
        return sent
    for entity in content.get("entityMap", {}).values():
        said = entity.get("data") or {}
        if entity["type"] == "LINK" and key_in(said.get("id")) is None:
            entity["data"] = {"url": said["url"] if isinstance(said.get("url"), str) else ""}
    return json.dumps(content)


# --- Wagtail's readers of what is stored ---


class _OfPossibleKeys:
    @classmethod
    def get_many(cls, attrs_list: list[dict[str, Any]]) -> list[Any]:
        found: list[Any] = super().get_many([{**attrs, "id": key_in(attrs.get("id"))} for attrs in attrs_list])  # type: ignore[misc]
        return found

    @classmethod
    def extract_references(cls, attrs: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
        if key_in(attrs.get("id")) is not None:
            yield from super().extract_references(attrs)  # type: ignore[misc]  # Wagtail's, beside us


class Pages(_OfPossibleKeys, PageLinkHandler):
    """Links to pages."""


class Documents(_OfPossibleKeys, DocumentLinkHandler):
    """Links to documents."""


class Images(_OfPossibleKeys, ImageEmbedHandler):
    """Images inside a text, which ours never have."""
