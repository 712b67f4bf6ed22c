"""A picture at the width of a screen, carrying nothing but its pixels: no place, no camera, no comment."""

from pathlib import PurePosixPath
from typing import Any

from django.utils.functional import cached_property
from PIL import Image, ImageOps
from wagtail.images.image_operations import (
    FilterOperation,
    FormatOperation,
    Operation,
    TransformOperation,
    WidthHeightOperation,
)
from wagtail.images.models import Filter
from wagtail.images.rect import Rect

from cms.media.framing import WIDTH, Bands, bands, crop_box, is_small
from cms.media.models import Rendition, SchoolImage

WIDTHS = (340, 680, 1360)
SHOWN = frozenset({"transparency", "background", "duration", "loop", "icc_profile"})  # what a browser draws with


class DropMetadata(FilterOperation):
    """Willow hands on what the camera wrote, the GPS position among it."""

    def construct(self) -> None:
        """Takes no argument."""

    def run(self, willow: Any, image: SchoolImage, env: dict[str, Any]) -> None:
        bitmap = willow.image
        bitmap.info = {key: value for key, value in bitmap.info.items() if key in SHOWN}


class Plain(Filter):
    """`width` at most, in the format of the original."""

    name = "plain"

    def __init__(self, width: int, *, gif: bool) -> None:
        super().__init__(spec=f"{self.name}-{width}{'-gif' if gif else ''}")
        self.width, self.gif = width, gif

    @cached_property
    def operations(self) -> list[Operation]:
        # Wagtail makes PNG of a GIF that does not move, unless told otherwise.
        kept = [FormatOperation("format", "gif")] if self.gif else []
        return [WidthHeightOperation("width", str(self.width)), *kept, DropMetadata("plain")]


class Frame(TransformOperation):
    """What is left of a picture in the frame of an illustration."""

    vary_fields = ("focal_point_x", "focal_point_y")

    def construct(self) -> None:
        """Takes no argument."""

    def run(self, transform: Any, image: SchoolImage) -> Any:
        return transform.crop(Rect(*crop_box(transform.size, focus_of(image))))


class Framed(Plain):
    """An illustration as its lists and its article show it: cut to their frame, `width` at most."""

    name = "framed"

    @cached_property
    def operations(self) -> list[Operation]:
        return [Frame("framed"), *super().operations]


def focus_of(image: SchoolImage) -> tuple[int, int] | None:
    return (image.focal_point_x, image.focal_point_y) if image.has_focal_point() else None


def faults_of(image: SchoolImage) -> tuple[bool, Bands]:
    """As an illustration: whether it is too small, and the bands that show in its frame. Raises `OSError`."""
    with image.file.storage.open(image.file.name) as handle, Image.open(handle) as source:
        upright = ImageOps.exif_transpose(source)
        box = crop_box(upright.size, focus_of(image))
        return is_small(upright.size, focus_of(image)), bands(upright.crop(box))


def picture(image: SchoolImage, width: int) -> Rendition:
    """The image at one of `WIDTHS`, never enlarged. Raises `OSError` when the original is missing or damaged."""
    return _drawn(image, Plain, width)


def framed(image: SchoolImage, width: int = WIDTH) -> Rendition:
    """The same in the frame of an illustration."""
    return _drawn(image, Framed, width)


def _drawn(image: SchoolImage, kind: type[Plain], width: int) -> Rendition:
    gif = PurePosixPath(image.file.name).suffix.lower() == ".gif"
    drawn: Rendition = image.get_rendition(kind(width, gif=gif))
    return drawn


def framed_size(image: SchoolImage, width: int = WIDTH) -> tuple[int, int]:
    """Width and height that `framed` gives, without making it."""
    left, top, right, bottom = crop_box((image.width, image.height), focus_of(image))
    wide, high = right - left, bottom - top
    return (wide, high) if wide <= width else (width, max(1, int(high * width / wide)))
