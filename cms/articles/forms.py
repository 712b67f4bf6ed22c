"""The form of an article: what its blocks cannot check alone, as they do not know the school."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.forms.utils import ErrorList
from django.utils.translation import gettext as _
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError

from cms.articles.rendering import RENDERERS
from cms.core.embeds import Embed
from cms.core.sanitising import BODY, NOT_TEXT, TooComplex, measure
from cms.media.models import SchoolDocument, SchoolImage
from cms.rubrics.editing import SchoolPageForm
from cms.schools.selectors import school_of_page

MOST_BYTES = 600_000  # of a whole body


class ArticleForm(SchoolPageForm):
    """Refuses the content of a PeerTube site that the school does not list; one that the article had already stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.first_published_at:
            del self.fields["minor_correction"]  # readers know nothing of it yet
        elif not self.instance.has_unpublished_changes:
            self.initial["minor_correction"] = False  # what was said of the last publication says nothing of the next

    def clean(self) -> Any:
        cleaned = super().clean()
        body = cleaned.get("body") or ()
        self._measure_body(body)
        named = {index: embed for index, embed in enumerate(map(embed_of, body)) if embed and embed.host}
        kept = set(map(embed_of, self.instance.body)) if named else set()
        asked = {index: embed for index, embed in named.items() if embed not in kept}
        school = school_of_page(self.parent_page or self.instance) if asked else None
        listed = school.peertube_sites if school else []
        refused = {index: _unlisted(embed) for index, embed in asked.items() if not embed.is_allowed(listed)}
        if refused:
            self.add_error("body", StreamBlockValidationError(block_errors=refused))
        return cleaned

    def _measure_body(self, body: Any) -> None:
        """Say which block is too long or too complex to be shown, and that the whole is."""
        size, told = 0, ErrorList()
        for number, block in enumerate(body, start=1):
            html = RENDERERS[block.block_type](block.value, Everything())
            size += len(html.encode("utf-8", "surrogatepass"))
            try:
                measure(html, BODY)
            except TooComplex as error:
                told.append(f"{self._block(number, block)} {error.message}")
            if any(map(NOT_TEXT.search, texts_in(block.get_prep_value()))):
                told.append(f"{self._block(number, block)} {_('It holds a character that is no text: type it again.')}")
        if size > MOST_BYTES:
            told.append(
                _("This article is %(size)d KB long; at most %(most)d KB are accepted. Make several of it.")
                % {"size": size // 1000, "most": MOST_BYTES // 1000}
            )
        if told and "body" not in self.errors:
            self.add_error("body", StreamBlockValidationError(non_block_errors=told))

    def _block(self, number: int, block: Any) -> str:
        return _("Block %(number)d (%(kind)s):") % {"number": number, "kind": block.block.label}


class Everything:
    """`rendering.Links` for who only measures."""

    def page(self, pk: int) -> str | None:
        return "/"

    def document(self, document: SchoolDocument) -> str | None:
        return "/"

    def image(self, image: SchoolImage) -> str | None:
        return "/"

    def frame(self, embed: Embed) -> str | None:
        return embed.frame


def texts_in(stored: Any) -> Iterator[str]:
    """Every text of a block as it is stored."""
    if isinstance(stored, str):
        yield stored
    elif isinstance(stored, dict | list):
        for part in stored.values() if isinstance(stored, dict) else stored:
            yield from texts_in(part)


def embed_of(block: Any) -> Embed | None:
    return block.value["content"] if block.block_type == "embed" else None


def _unlisted(embed: Embed) -> ValidationError:
    message = _(
        "“%s” is not among the PeerTube sites of your school. Whoever manages the school may add it, under "
        "“Contents of other sites”."
    )
    return StructBlockValidationError({"content": ValidationError(message % embed.host)})
