"""Which images and documents the content of a page names, read as it is stored: in a row, a revision or a form.

Nothing is looked up, so that many drafts cost no more queries than one.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Field, ForeignKey, Model
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text.rewriters import extract_attrs

from cms.core.keys import key_in
from cms.media.models import SchoolDocument, SchoolImage

FILES = (SchoolImage, SchoolDocument)
Key = tuple[type[Model], int]  # a file, by its model and primary key
Keeps = Callable[[Key], bool]

LINK = re.compile(r"<(a|embed)\b([^>]*)>")


def file_fields(kind: type[Model]) -> list[Any]:
    """Fields whose values may name a file."""
    return [field for field in kind._meta.get_fields() if _may_name(field)]


def files_named(kind: type[Model], content: Mapping[str, Any]) -> set[Key]:
    """By a page of this kind whose fields are stored so, as `Revision.content` has them."""
    return {key for field in file_fields(kind) for key in named_by(field, content.get(field.name))}


def named_by(field: Any, stored: Any) -> set[Key]:
    found: set[Key] = set()

    def note(key: Key) -> bool:
        found.add(key)
        return True

    rewritten(field, stored, note)
    return found


def rewritten(field: Any, stored: Any, keeps: Keeps) -> Any:
    """The stored value without the files that are not kept. The rest, such as typed text, is unchanged."""
    if isinstance(field, ForeignKey):
        return _choice(field.related_model, stored, keeps)
    if isinstance(field, RichTextField):
        return _text(stored, keeps)
    return _block(field.stream_block, _parsed(stored), keeps)


def as_stored(field: Any, value: Any) -> Any:
    """The value of an instance or of a form's widget, as it would be stored."""
    return field.stream_block.get_prep_value(value) if isinstance(field, StreamField) else value


def _may_name(field: Any) -> bool:
    if isinstance(field, ForeignKey):
        return field.related_model in FILES
    return isinstance(field, Field) and isinstance(field, RichTextField | StreamField)


def _choice(model: Any, stored: Any, keeps: Keeps) -> Any:
    key = key_in(stored)
    if model not in FILES or key is None:
        return stored
    return stored if keeps((model, key)) else None


def _text(stored: Any, keeps: Keeps) -> Any:
    def link(found: re.Match[str]) -> str:
        attributes = extract_attrs(found[2])
        if attributes.get("linktype") == "document":
            model: Any = SchoolDocument
        elif attributes.get("embedtype") == "image":
            model = SchoolImage
        else:
            return found[0]
        key = attributes.get("id", "")
        return found[0] if _choice(model, key, keeps) == key else f"<{found[1]}>"

    return LINK.sub(link, stored) if isinstance(stored, str) else stored


def _block(block: Any, stored: Any, keeps: Keeps) -> Any:
    if isinstance(block, blocks.ChooserBlock):
        return _choice(block.model_class, stored, keeps)
    if isinstance(block, blocks.RichTextBlock):
        return _text(stored, keeps)
    if isinstance(block, blocks.BaseStructBlock) and isinstance(stored, dict):
        return {name: _child(block.child_blocks, name, value, keeps) for name, value in stored.items()}
    if isinstance(block, blocks.BaseStreamBlock) and isinstance(stored, list):
        return [_item(block.child_blocks, item, keeps) for item in stored]
    if isinstance(block, blocks.ListBlock) and isinstance(stored, list):
        return [_item({"item": block.child_block}, item, keeps) for item in stored]
    return stored


def _child(children: Mapping[str, Any], name: Any, stored: Any, keeps: Keeps) -> Any:
    return _block(children[name], stored, keeps) if name in children else stored


def _item(children: Mapping[str, Any], item: Any, keeps: Keeps) -> Any:
    if isinstance(item, dict) and "type" in item and "value" in item:
        return {**item, "value": _child(children, item["type"], item["value"], keeps)}
    return _child(children, "item", item, keeps)  # a list, in the format of old


def _parsed(stored: Any) -> Any:
    if not isinstance(stored, str):
        return stored
    try:
        return json.loads(stored)
    except ValueError:
        return []
