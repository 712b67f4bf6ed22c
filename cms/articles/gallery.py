"""The blocks of pictures, and what their editor adds: many photos at once (`pictures.picture`), who is seen in each."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.list_block import ListBlockAdapter
from wagtail.blocks.struct_block import StructBlockAdapter
from wagtail.images.blocks import ImageChooserBlock

SCRIPT = forms.Media(js=["preau/gallery.js"])
# By its name in the script, which puts numbers in place of {words}.
WORDS = {
    "add": _("Add photos…"),
    "help": _("Several at a time. Large photos are made lighter before they are sent."),
    "sending": _("Photo {number} of {total}…"),
    "sent": _("{count} added. Describe each one for those who cannot see it."),
    "kept": _("{count} could not be sent."),
    "silent": _("The connection was lost: nothing typed is lost, and the photos wait here."),
    "heavy": _("This photo is too heavy to be sent."),
    "again": _("Send again"),
}


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("image"))
    alt = blocks.CharBlock(
        label=_("text alternative"),
        required=False,
        help_text=_("What the picture tells someone who cannot see it. Left empty: the image’s own description."),
    )
    caption = blocks.CharBlock(label=_("caption"), required=False)
    decorative = blocks.BooleanBlock(label=_("decorative: tells nothing that the text does not"), required=False)

    class Meta:
        icon = "image"
        label = _("Picture")


class GalleryBlock(blocks.ListBlock):
    """Pictures, none to begin with."""

    def __init__(self, **options: Any) -> None:
        super().__init__(PictureBlock(), default=[], **options)

    class Meta:
        icon = "image"
        label = _("Gallery")


class PictureAdapter(StructBlockAdapter):
    js_constructor = "preau.Picture"

    def js_args(self, block: Any) -> list[Any]:
        *args, meta = super().js_args(block)
        who = {"word": str(_("Say who is shown")), "address": reverse("image_people", args=[0])}
        return [*args, {**meta, "who": who}]

    @cached_property
    def media(self) -> forms.Media:
        return super().media + SCRIPT


class GalleryAdapter(ListBlockAdapter):
    js_constructor = "preau.Gallery"

    def js_args(self, block: Any) -> list[Any]:
        *args, meta = super().js_args(block)
        words = {key: str(word) for key, word in WORDS.items()}
        return [*args, {**meta, "words": words, "address": reverse("article_picture", args=[0])}]

    @cached_property
    def media(self) -> forms.Media:
        return super().media + SCRIPT


register(PictureAdapter(), PictureBlock)
register(GalleryAdapter(), GalleryBlock)


def without_empty_pictures(body: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """A body as it is stored, without pictures that have no image, nor galleries that have no picture left."""
    for block in body:
        if block["type"] == "image" and block["value"]["image"] is None:
            continue
        if block["type"] == "gallery":
            left = [item for item in block["value"] if (item.get("value") or item)["image"] is not None]
            if not left:
                continue
            block = {**block, "value": left}
        yield block
