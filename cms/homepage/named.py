"""Which pages, images and documents tiles name, each at its field, read as the tiles are stored."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.models import Page
from wagtail.rich_text import extract_references_from_rich_text

from cms.core.keys import key_in
from cms.media.models import SchoolDocument, SchoolImage

Step = tuple[str, Any]  # what one goes through ("stream", "struct" or "list"), and the number or name there

KINDS: tuple[type[Model], ...] = (Page, SchoolImage, SchoolDocument)


@dataclass(frozen=True)
class Named:
    place: tuple[Step, ...]  # from the list of tiles down to the field
    model: type[Model]
    key: int
    leads: bool  # whether it is a link, which may lead to any kind of page

    @property
    def tile(self) -> int:
        number: int = self.place[0][1]
        return number


def named_in(stream_block: Any, stored: Any) -> list[Named]:
    return list(_stream(stream_block, stored, ()))


def errors_at(messages: Iterable[tuple[tuple[Step, ...], str]]) -> ValidationError:
    """These sentences, each at its field, as Wagtail's forms show them."""
    tree: dict[Step, Any] = {}
    for place, message in messages:
        branch = tree
        for step in place[:-1]:
            branch = branch.setdefault(step, {})
        branch.setdefault(place[-1], message)
    return _error(tree)


_ERRORS: dict[str, Any] = {
    "stream": blocks.StreamBlockValidationError,
    "struct": blocks.StructBlockValidationError,
    "list": ListBlockValidationError,
}


def _error(tree: dict[Step, Any] | str) -> ValidationError:
    if isinstance(tree, str):
        return ValidationError(tree)
    within = next(iter(tree))[0]
    error: ValidationError = _ERRORS[within](block_errors={name: _error(inner) for (_, name), inner in tree.items()})
    return error


def _block(block: Any, stored: Any, place: tuple[Step, ...]) -> Iterator[Named]:
    if isinstance(block, blocks.ChooserBlock):
        yield from _found(block.model_class, stored, place, leads=block.model_class is Page)
    elif isinstance(block, blocks.RichTextBlock):
        for model, key, _path, _where in extract_references_from_rich_text(str(stored or "")):
            yield from _found(model, key, place, leads=True)
    elif isinstance(block, blocks.BaseStructBlock) and isinstance(stored, Mapping):
        for name, child in block.child_blocks.items():
            yield from _block(child, stored.get(name), (*place, ("struct", name)))
    elif isinstance(block, blocks.BaseStreamBlock):
        yield from _stream(block, stored, place)
    elif isinstance(block, blocks.ListBlock) and isinstance(stored, list | tuple):
        for number, item in enumerate(stored):
            inner = item["value"] if isinstance(item, Mapping) and item.get("type") == "item" else item
            yield from _block(block.child_block, inner, (*place, ("list", number)))


def _stream(block: Any, stored: Any, place: tuple[Step, ...]) -> Iterator[Named]:
    for number, item in enumerate(stored or ()):
        child = block.child_blocks.get(item["type"])
        if child is not None:
            yield from _block(child, item["value"], (*place, ("stream", number)))


def _found(model: type[Model], key: Any, place: tuple[Step, ...], *, leads: bool) -> Iterator[Named]:
    kind = next((kind for kind in KINDS if issubclass(model, kind)), None)
    number = key_in(key)
    if kind is not None and number is not None:
        yield Named(place, kind, number, leads)
