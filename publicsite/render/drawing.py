"""The work on pixels: orient, crop, shrink and encode one picture."""

from __future__ import annotations

import io
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, ImageOps

from publicsite.render.pictures import Rendition

FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
MAX_PIXELS = 80_000_000
THREADS = 2  # Pillow lets go of the interpreter lock while it encodes
OPTIONS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 80, "optimize": True, "progressive": True},
    "WEBP": {"quality": 78, "method": 4},
    "PNG": {"optimize": True},
}
SUFFIXES = {"JPEG": ".jpg", "WEBP": ".webp", "PNG": ".png"}
MEDIA_TYPES = {"JPEG": "image/jpeg", "WEBP": "image/webp", "PNG": "image/png"}

Focal = tuple[int, int, int, int]


def render(
    source: Path,
    folder: Path,
    widths: tuple[int, ...],
    ratio: float | None,
    focal: Focal | None,
    *,
    still: bool = False,
) -> list[Rendition]:
    """Write the renditions of `source` into `folder`; raises OSError or ValueError when it cannot be read."""
    with Image.open(source, formats=FORMATS) as original:
        if original.width * original.height > MAX_PIXELS:
            raise ValueError("elle a trop de pixels")
        if getattr(original, "is_animated", False) and original.format == "GIF" and not still:
            return [_keep(source, original, folder)]
        picture = _prepared(original)
        fallback = "JPEG" if picture.mode == "RGB" and original.format in ("JPEG", "WEBP") else "PNG"
    if ratio:
        picture = picture.crop(_crop_box(picture.size, ratio, focal))
    sizes = [_scaled(picture.size, width) for width in _useful(widths, picture.width)]
    jobs = [(picture, size, format_, folder) for format_ in (fallback, "WEBP") for size in sizes]
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(lambda job: _draw(*job), jobs))


def _keep(source: Path, original: Image.Image, folder: Path) -> Rendition:
    """An animated GIF stays as it is."""
    name = f"{original.width}.gif"
    shutil.copyfile(source, folder / name)
    return Rendition(name, original.width, original.height, "image/gif")


def _prepared(original: Image.Image) -> Image.Image:
    """Upright, in sRGB, RGB or RGBA: what is left is pixels only."""
    picture = ImageOps.exif_transpose(original)
    alpha = "A" in picture.getbands() or "transparency" in picture.info
    mode = "RGBA" if alpha else "RGB"
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "RGBA", "CMYK"):
        picture = _in_srgb(picture, profile, mode)
    picture = picture.convert(mode)
    picture.info = {}
    return picture


def _in_srgb(picture: Image.Image, profile: bytes, mode: str) -> Image.Image:
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode=mode)
    except ImageCms.PyCMSError:
        return picture  # a broken profile: the colours as they are
    return converted or picture


def _crop_box(size: tuple[int, int], ratio: float, focal: Focal | None) -> tuple[int, int, int, int]:
    """The largest box of that ratio, as near to the focal point as the edges allow."""
    width, height = size
    box_width, box_height = min(width, round(height * ratio)), min(height, round(width / ratio))
    x, y = focal[:2] if focal else (width // 2, height // 2)
    left = min(max(0, x - box_width // 2), width - box_width)
    top = min(max(0, y - box_height // 2), height - box_height)
    return left, top, left + box_width, top + box_height


def _useful(widths: tuple[int, ...], available: int) -> list[int]:
    """The widths to make: none larger than the source, and the source's own when it lies between two."""
    return sorted({min(width, available) for width in widths})


def _scaled(size: tuple[int, int], width: int) -> tuple[int, int]:
    return width, max(1, round(size[1] * width / size[0]))


def _draw(picture: Image.Image, size: tuple[int, int], format_: str, folder: Path) -> Rendition:
    name = f"{size[0]}{SUFFIXES[format_]}"
    small = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0) if size != picture.size else picture
    encoded = io.BytesIO()  # not the file itself: Pillow's encoders do not say that a disk is full
    small.save(encoded, format_, **OPTIONS[format_])
    (folder / name).write_bytes(encoded.getvalue())
    return Rendition(name, *size, MEDIA_TYPES[format_])
