"""Images without anything but what draws them.

The pieces of the container that draw are kept byte for byte, and nothing else: no camera, place, comment, thumbnail,
nor what follows the end. So a photograph loses no quality; only one that lies on its side is drawn again, upright.
"""

import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from typing import Any

from PIL import Image, ImageOps

from cms.media import rules
from cms.media.checking.refusal import Refused, damaged

ORIENTATION = 0x0112
LARGEST_PROFILE = 1_000_000  # of colours
SIGNATURES = {
    "JPEG": re.compile(rb"\xff\xd8\xff"),
    "PNG": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "GIF": re.compile(rb"GIF8[79]a"),
    "WebP": re.compile(rb"RIFF....WEBP", re.S),
}


class Broken(Exception):
    """The container does not hold together."""


def cleansed(content: bytes, name: str, extension: str) -> bytes:
    """The image, upright, without what does not draw. Raises `Refused`."""
    kind = rules.IMAGES[extension].label
    real = next((kind for kind, signature in SIGNATURES.items() if signature.match(content)), None)
    if real is None:
        raise Refused(f"« {name} » n’est pas une image {kind}, malgré son nom. Choisissez une image.")
    if real != kind:
        raise Refused(
            f"« {name} » est en réalité une image {real}. Donnez-lui l’extension « .{real.lower()} », "
            "puis envoyez-la à nouveau."
        )
    try:
        clean, frames = REBUILT[kind](content)
        width, height = _dimensions(clean, kind)
        _bounded(name, width, height, frames)
        orientation = _orientation(content, kind)
        with _opened(clean, kind) as image:
            if kind == "JPEG" and orientation == 1:
                image.draft(
                    image.mode, (max(width // 8, 1), max(height // 8, 1))
                )  # reads it all, for a fraction of the time
            image.load()
            if orientation == 1 or frames > 1:
                return clean
            return REBUILT[kind](_upright(image, orientation, kind))[0]
    except Refused:
        raise
    except Exception as error:  # Pillow raises anything on what is not whole
        raise damaged(name) from error


def without_metadata(content: bytes) -> bytes:
    """A JPEG inside a document: as it is, but for what the camera wrote beside how it is turned."""
    clean, _frames = _jpeg(content)
    orientation = _orientation(content, "JPEG")
    if orientation == 1:
        return clean
    said = Image.Exif()
    said[ORIENTATION] = orientation
    camera = said.tobytes()
    return clean[:2] + b"\xff\xe1" + (len(camera) + 2).to_bytes(2) + camera + clean[2:]


def _opened(content: bytes, kind: str) -> Image.Image:
    return Image.open(BytesIO(content), formats=[kind.upper()])


def _dimensions(content: bytes, kind: str) -> tuple[int, int]:
    """From the header alone: Pillow itself refuses to look at the largest."""
    if kind == "PNG":
        return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])
    with _opened(content, kind) as image:
        return image.size


def _bounded(name: str, width: int, height: int, frames: int) -> None:
    if frames > rules.MOST_FRAMES:
        raise Refused(
            f"« {name} » a {frames} images animées ; {rules.MOST_FRAMES} au plus sont acceptées. "
            "Raccourcissez l’animation, ou envoyez-la comme un film."
        )
    if width * height * frames > rules.MOST_PIXELS:
        shown = f"{width} × {height} pixels" + (f" et {frames} images animées" if frames > 1 else "")
        raise Refused(
            f"« {name} » est trop grande ({shown}) : {rules.MOST_PIXELS // 1_000_000} millions de points au plus. "
            "Réduisez ses dimensions, puis envoyez-la à nouveau."
        )


def _orientation(content: bytes, kind: str) -> int:
    """What the camera says of how it was held; 1 when it says nothing that can be read."""
    try:
        with _opened(content, kind) as image:
            return int(image.getexif().get(ORIENTATION, 1)) if kind != "GIF" else 1
    except Exception:  # the picture itself is whole: `cleansed` has seen it
        return 1


def _upright(image: Image.Image, orientation: int, kind: str) -> bytes:
    how: dict[str, Any] = {"icc_profile": image.info.get("icc_profile")}
    if kind == "JPEG":
        how["qtables"] = image.quantization  # type: ignore[attr-defined]  # as finely as it was
    elif kind == "WebP":
        how["quality"] = 90
    image.getexif()[ORIENTATION] = orientation
    turned, stream = ImageOps.exif_transpose(image), BytesIO()
    turned.info = {}
    turned.save(stream, kind.upper(), **how)
    return stream.getvalue()


# --- The pieces that draw: what is kept, and how many frames there are ---


def _jpeg(content: bytes) -> tuple[bytes, int]:
    header, kept, colours = b"", [], []
    for marker, segment in _segments(content):
        if marker == 0xE0 and segment[4:9] == b"JFIF\0":  # with no thumbnail in it
            header = b"\xff\xe0\x00\x10JFIF\0\x01\x01" + segment[11:16].ljust(5, b"\0") + b"\0\0"
        elif marker == 0xE2 and segment[4:16] == b"ICC_PROFILE\0":
            colours.append(segment)
        elif marker == 0xEE or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            kept.append(segment)
    if sum(map(len, colours)) > LARGEST_PROFILE:
        colours = []
    return b"".join([b"\xff\xd8", header, *colours, *kept, b"\xff\xd9"]), 1


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each with its marker, up to the end of the image; a scan comes with its pixels."""
    place = 2
    while True:
        while content[place : place + 2] == b"\xff\xff":
            place += 1
        if content[place] != 0xFF:
            raise Broken
        marker = content[place + 1]
        if marker == 0xD9:
            return
        end = place + 2 + int.from_bytes(content[place + 2 : place + 4])
        if marker == 0xDA:  # pixels, up to the next marker that is none of theirs
            after = SCAN_ENDS.search(content, end)
            end = after.start() if after else len(content) + 1
        if not place + 4 <= end <= len(content):
            raise Broken
        yield marker, content[place:end]
        place = end


SCAN_ENDS = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.S)


PNG_DRAWS = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA sBIT sRGB cICP bKGD pHYs iCCP acTL fcTL fdAT".split(),
)


def _png(content: bytes) -> tuple[bytes, int]:
    kept, place, frames, kind = [content[:8]], 8, 0, b""
    while kind != b"IEND":
        length, kind = int.from_bytes(content[place : place + 4]), content[place + 4 : place + 8]
        chunk = content[place : place + 12 + length]
        if len(kind) < 4 or len(chunk) < 12 + length:
            raise Broken
        place += len(chunk)
        frames += kind == b"fcTL"
        if kind in PNG_DRAWS and not (kind == b"iCCP" and _swells(chunk[8:-4])):
            kept.append(chunk)
    return b"".join(kept), max(1, frames)


def _swells(profile: bytes) -> bool:
    """Whether a compressed colour profile is larger than any real one."""
    unpacked = zlib.decompressobj()
    try:
        unpacked.decompress(profile.partition(b"\0")[2][1:], LARGEST_PROFILE)
    except zlib.error:
        return True
    return bool(unpacked.unconsumed_tail)


LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def _gif(content: bytes) -> tuple[bytes, int]:
    place = 13 + _palette(content[10])
    kept, frames = [content[:place]], 0
    while content[place] != 0x3B:
        start, kind = place, content[place]
        if kind == 0x2C:
            frames += 1
            place += 10 + _palette(content[place + 9])
            place = _blocks_end(content, place + 1)
            kept.append(content[start:place])
        elif kind == 0x21:
            label, said = content[place + 1], content[place + 3 : place + 14]
            place = _blocks_end(content, place + 2)
            if label == 0xF9 or (label == 0xFF and said in LOOPS):
                kept.append(content[start:place])
        else:
            raise Broken
    return b"".join([*kept, b";"]), frames


def _palette(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _blocks_end(content: bytes, place: int) -> int:
    while content[place]:
        place += content[place] + 1
    return place + 1


WEBP_DRAWS = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
WEBP_METADATA = 0x08 | 0x04  # flags of VP8X: camera, XMP


def _webp(content: bytes) -> tuple[bytes, int]:
    end = 8 + int.from_bytes(content[4:8], "little")
    if end > len(content):
        raise Broken
    kept, frames = [], 0
    for kind, chunk in _riff(content, end):
        if kind == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~WEBP_METADATA]) + chunk[9:]
        frames += kind == b"ANMF"
        if kind in WEBP_DRAWS and not (kind == b"ICCP" and len(chunk) > LARGEST_PROFILE):
            kept.append(chunk)
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + len(body).to_bytes(4, "little") + body, max(1, frames)


def _riff(content: bytes, end: int) -> Iterator[tuple[bytes, bytes]]:
    place = 12
    while place < end:
        length = int.from_bytes(content[place + 4 : place + 8], "little")
        chunk = content[place : place + 8 + length + length % 2]
        if place + 8 + length > end:
            raise Broken
        yield content[place : place + 4], chunk
        place += 8 + length + length % 2


REBUILT: Mapping[str, Callable[[bytes], tuple[bytes, int]]] = {
    "JPEG": _jpeg,
    "PNG": _png,
    "GIF": _gif,
    "WebP": _webp,
}
