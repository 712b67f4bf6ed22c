"""The work on pixels: orient, crop, shrink and encode one picture."""

from __future__ import annotations

import io
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, ImageDraw, ImageFont, ImageOps

from publicsite.render.pictures import Rendition

FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
MAX_PIXELS = 80_000_000
GIF_BYTES = 3_000_000  # one heavier weighs more than all the rest of its page
GIF_FRAMES = 400  # counting them is decoding them
THREADS = 2  # Pillow lets go of the interpreter lock while it encodes
OPTIONS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 80, "optimize": True, "progressive": True},
    "WEBP": {"quality": 78, "method": 4},
    "PNG": {"optimize": True},
}
SUFFIXES = {"JPEG": ".jpg", "WEBP": ".webp", "PNG": ".png"}
MEDIA_TYPES = {"JPEG": "image/jpeg", "WEBP": "image/webp", "PNG": "image/png"}

MASKED_FROM = 180
ICO_SIZE = 32
SAFE = 0.62  # a square of that side lies in the circle that every mask keeps, with some air

Focal = tuple[int, int, int, int]


def render(
    source: Path,
    folder: Path,
    widths: tuple[int, ...],
    ratio: float | None,
    focal: Focal | None,
    *,
    webp: bool = True,
    still: bool = False,
) -> list[Rendition]:
    """Write the renditions of `source` into `folder`; raises OSError or ValueError when it cannot be read."""
    with Image.open(source, formats=FORMATS) as original:
        if original.width * original.height > MAX_PIXELS:
            raise ValueError("elle a trop de pixels")
        if _moves(original, source) and not still:
            return [_keep(source, original, folder), *_still(original, folder)]
        picture = _prepared(original)
        fallback = "JPEG" if picture.mode == "RGB" and original.format in ("JPEG", "WEBP") else "PNG"
    if ratio:
        picture = picture.crop(_crop_box(picture.size, ratio, focal))
    formats = (fallback, "WEBP") if webp else (fallback,)
    sizes = [_scaled(picture.size, width) for width in _useful(widths, picture.width)]
    jobs = [(picture, size, format_, folder) for format_ in formats for size in sizes]
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(lambda job: _draw(*job), jobs))


def _moves(original: Image.Image, source: Path) -> bool:
    """An animated GIF that a page can bear; of a heavier one, the first picture is shown."""
    if original.format != "GIF" or not getattr(original, "is_animated", False):
        return False
    return source.stat().st_size <= GIF_BYTES and getattr(original, "n_frames", 1) <= GIF_FRAMES


def _still(original: Image.Image, folder: Path) -> list[Rendition]:
    """The first picture, for readers who asked their system for no movement."""
    original.seek(0)
    picture = _prepared(original)
    return [_draw(picture, picture.size, "WEBP", folder)]


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
    # Always an image of its own: Pillow keeps what it was asked for in the image that it encodes, and threads share it.
    small = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0) if size != picture.size else picture.copy()
    encoded = io.BytesIO()  # not the file itself: Pillow's encoders do not say that a disk is full
    small.save(encoded, format_, **OPTIONS[format_])
    (folder / name).write_bytes(encoded.getvalue())
    return Rendition(name, *size, MEDIA_TYPES[format_])


def icons(logo: Path | None, letter: str, colour: str, ink: str, sizes: tuple[int, ...], folder: Path) -> None:
    """One `<size>.png` per size, and `icon.ico`: the logo on white, or the letter in the school's colour.

    From 180 pixels on the square is full to its edges and the drawing stays in its middle: systems cut it as they like.
    Raises OSError or ValueError when the logo cannot be read.
    """
    drawing = None
    if logo:
        with Image.open(logo, formats=FORMATS) as original:
            if original.width * original.height > MAX_PIXELS:
                raise ValueError("elle a trop de pixels")
            drawing = _prepared(original).convert("RGBA")
    for size in sizes:
        masked = size >= MASKED_FROM
        icon = _logo_icon(drawing, size, masked) if drawing else _letter_icon(letter, colour, ink, size, masked)
        _store(icon.convert("RGB") if masked else icon, "PNG", folder / f"{size}.png", optimize=True)
        if size == ICO_SIZE:
            _store(icon, "ICO", folder / "icon.ico", sizes=[(size, size)])


def _logo_icon(drawing: Image.Image, size: int, masked: bool) -> Image.Image:
    box = round(size * SAFE) if masked else size
    small = ImageOps.contain(drawing, (box, box), Image.Resampling.LANCZOS)
    icon = Image.new("RGBA", (size, size), "#ffffff" if masked else (255, 255, 255, 0))
    icon.alpha_composite(small, ((size - small.width) // 2, (size - small.height) // 2))
    return icon


def _letter_icon(letter: str, colour: str, ink: str, size: int, masked: bool) -> Image.Image:
    """Drawn four times larger, then shrunk: a small letter keeps its curves."""
    large = size * 4
    icon = Image.new("RGBA", (large, large), (0, 0, 0, 0))
    pen = ImageDraw.Draw(icon)
    pen.rounded_rectangle((0, 0, large - 1, large - 1), 0 if masked else large * 0.22, fill=colour)
    font = ImageFont.load_default(large * (0.5 if masked else 0.72))  # Pillow brings its own: no machine's font
    pen.text((large / 2, large / 2), letter, fill=ink, font=font, anchor="mm", stroke_width=large // 90)
    return icon.resize((size, size), Image.Resampling.LANCZOS)


def _store(picture: Image.Image, format_: str, target: Path, **options: Any) -> None:
    encoded = io.BytesIO()
    picture.save(encoded, format_, **options)
    target.write_bytes(encoded.getvalue())
