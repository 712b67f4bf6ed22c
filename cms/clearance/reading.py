"""All that a reader would find in an article, a rubric or a homepage, piece by piece, each with its place (ZONE-04).

Bodies and tiles are read as they are stored, along the list of their blocks: a block that is added tomorrow is read
too. Nothing is looked up for one page alone: many cost as many queries as one.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import unescape
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField

from cms.articles.models import Article
from cms.homepage.models import Homepage
from cms.media.models import SchoolDocument, SchoolImage
from cms.media.naming import Key, as_stored, file_fields, named_by
from cms.rubrics.models import Rubric
from cms.schools.models import School

LOOKED_AT = (Article, Rubric, Homepage)  # the kinds of pages whose words visitors read
BODY: Any = Article._meta.get_field("body")
PIECES = {
    "body": gettext_lazy("%(block)s (block %(number)d)"),
    "tiles": gettext_lazy("%(block)s (tile %(number)d)"),
}
BREAKS = re.compile(r"<(?:br|/p|/li|/h\d|hr)\b[^>]*>", re.I)
CONTACTS = re.compile(r'href="(?:mailto|tel):([^"?]{1,200})', re.I)
TAGS = re.compile(r"<[^>]*>")
SILENT = (blocks.ChooserBlock, blocks.ChoiceBlock, blocks.BooleanBlock, blocks.StaticBlock, blocks.IntegerBlock)


@dataclass(frozen=True)
class Passage:
    """A text at its place: of a field of the form, or of a block of the body."""

    where: str
    text: str
    field: str = "body"
    block: str = ""
    rows: bool = False  # each line of the text is a row of a table


@dataclass(frozen=True)
class Reading:
    page: Any
    passages: Sequence[Passage]
    body: Sequence[Any]  # of an article, as it is stored
    images: Sequence[SchoolImage]
    documents: Sequence[SchoolDocument]

    @property
    def digest(self) -> str:
        """Another as soon as anything that was looked at changes."""
        said = [[one.where, one.text] for one in self.passages]
        files = [[file.name, file.file_hash] for kind in (self.images, self.documents) for file in kind]
        return sha256(json.dumps([said, files]).encode()).hexdigest()

    @property
    def descriptions(self) -> dict[int, str]:
        return {image.pk: image.description for image in self.images}


def reading_of(version: Any, school: School) -> Reading:
    """Of a page as it is in memory: stored, or a version that is not online yet."""
    return readings_of([version], school)[0]


def readings_of(versions: Iterable[Any], school: School) -> list[Reading]:
    """Of many: two queries, beside those for the tags that were not fetched with them."""
    versions = list(versions)
    stored = [
        {field: as_stored(field, field.value_from_object(version)) for field in file_fields(type(version))}
        for version in versions
    ]
    named = [{key for field, value in values.items() for key in named_by(field, value)} for values in stored]
    images = _files(SchoolImage, named, school)
    documents = _files(SchoolDocument, named, school)
    return [
        _reading(
            version,
            {field: value for field, value in values.items() if isinstance(field, StreamField)},
            _of(images, SchoolImage, keys),
            _of(documents, SchoolDocument, keys),
        )
        for version, values, keys in zip(versions, stored, named, strict=True)
    ]


def block_label(field: Any, kind: str, number: int) -> str:
    """ "Texte (bloc 3)", "Chiffres (tuile 2)"."""
    known = field.stream_block.child_blocks.get(kind)
    return str(PIECES[field.name]) % {"block": known.label if known else kind, "number": number}


def _files(model: Any, named: Iterable[set[Key]], school: School) -> dict[int, Any]:
    keys = {key for names in named for kind, key in names if kind is model}
    found = model.objects.filter(pk__in=keys, collection=school.collection_id) if keys else ()
    return {file.pk: file for file in found}


def _of(files: Mapping[int, Any], model: Any, keys: set[Key]) -> list[Any]:
    return [files[key] for key in sorted(key for kind, key in keys if kind is model) if key in files]


def _reading(
    version: Any, streams: Mapping[Any, Any], images: Sequence[SchoolImage], documents: Sequence[SchoolDocument]
) -> Reading:
    passages = [*_fields(version)]
    for field, stream in streams.items():
        passages += _stream(field, stream)
    passages += [*_about(images), *_about(documents)]
    body = next((stream for field, stream in streams.items() if field.name == "body"), ())
    return Reading(version, [one for one in passages if one.text.strip()], body, images, documents)


def _fields(version: Any) -> Iterator[Passage]:
    for name in version.read_fields:
        field: Any = version._meta.get_field(name)
        label = capfirst(str(field.verbose_name))
        text = str(getattr(version, name))
        yield Passage(
            label if name != "slug" else _("Address"),
            plain(text) if isinstance(field, RichTextField) else text,
            field=name,
        )
    if isinstance(version, Article):
        tags = ", ".join(item.tag.name for item in version.tagged_items.all())
        yield Passage(_("Tags"), tags, field="tags")


def _stream(field: Any, stream: Sequence[Any]) -> Iterator[Passage]:
    for number, (child, value, key) in enumerate(_items(field.stream_block.child_blocks, stream), start=1):
        if child is not None:
            yield from _block(child, value, block_label(field, child.name, number), key)


def _block(block: Any, value: Any, where: str, key: str) -> Iterator[Passage]:
    if isinstance(block, blocks.BaseStructBlock):
        for name, child in block.child_blocks.items():
            yield from _block(
                child, value.get(name) if isinstance(value, Mapping) else None, f"{where}, {child.label}", key
            )
    elif isinstance(block, blocks.BaseStreamBlock | blocks.ListBlock):
        children = {"item": block.child_block} if isinstance(block, blocks.ListBlock) else block.child_blocks
        for number, (child, inner, _key) in enumerate(_items(children, value), start=1):
            if child is not None:
                yield from _block(
                    child, inner, _("%(where)s, no. %(number)d") % {"where": where, "number": number}, key
                )
    elif isinstance(block, blocks.RichTextBlock | blocks.RawHTMLBlock):
        yield Passage(where, plain(str(value or "")), block=key)
    elif isinstance(value, Mapping) and "data" in value:
        yield from _table(value, where, key)
    elif isinstance(value, str) and not isinstance(block, SILENT):
        yield Passage(where, value, block=key)


def _items(children: Mapping[str, Any], stored: Any) -> Iterator[tuple[Any, Any, str]]:
    """The items of a stream or a list with their blocks, as they are stored today and as they were."""
    for item in stored if isinstance(stored, list | tuple) else ():
        if isinstance(item, Mapping) and "type" in item and "value" in item:
            yield children.get(item["type"]), item["value"], str(item.get("id") or "")
        else:
            yield children.get("item"), item, ""


def _table(value: Mapping[str, Any], where: str, key: str) -> Iterator[Passage]:
    yield Passage(f"{where}, {_('caption')}", str(value.get("table_caption") or ""), block=key)
    rows = [[str(cell or "").replace("\n", " ") for cell in row] for row in value.get("data") or []]
    yield Passage(where, "\n".join("\t".join(row) for row in rows), block=key, rows=True)


def _about(files: Iterable[SchoolImage | SchoolDocument]) -> Iterator[Passage]:
    """What goes public with a file besides its content."""
    for file in files:
        image = isinstance(file, SchoolImage)
        where = (_("Image “%s”") if image else _("Document “%s”")) % file.title
        said = [
            (_("title"), file.title),
            (_("description"), file.description if isinstance(file, SchoolImage) else ""),
            (_("author"), file.author),
            (_("credit"), file.credit),
            (_("file name"), file.name),
        ]
        for name, text in said:
            yield Passage(f"{where}, {name}", text, field="")


def plain(html: str) -> str:
    """The text of rich text, a line a paragraph; where a link writes to somebody, that too."""
    text = unescape(TAGS.sub("", BREAKS.sub("\n", html)))
    hidden = [contact for contact in map(unescape, CONTACTS.findall(html)) if contact not in text]
    return "\n".join([text, *hidden])
