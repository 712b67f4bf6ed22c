"""Texts, tables, sounds and films: each is looked at as what its name says it is."""

import codecs
import re
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from typing import BinaryIO

from cms.media.checking import office, pdf
from cms.media.checking.refusal import Refused, damaged

Check = Callable[[BinaryIO, int, str], bytes | None]


def cleansed(file: BinaryIO, size: int, name: str, extension: str) -> bytes | None:
    """What to keep instead of the file; None when it may stay as it is. Raises `Refused`."""
    try:
        return CHECKS[extension](file, size, name)
    except Refused:
        raise
    except Exception as error:  # a broken file breaks the libraries that read it in any way
        raise damaged(name) from error
    finally:
        file.seek(0)


def _is_not(name: str, what: str) -> Refused:
    return Refused(f"« {name} » n’est pas {what}, malgré son nom. Vérifiez le fichier, puis envoyez-le à nouveau.")


# --- Text -----------------------------------------------------------------------------------------------------------

BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# How a browser that does not believe the name would know a page or a program.
PAGE = re.compile(
    r"\s*(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<\?(?:php|xml)|#!|<(?:html|head|body|script|iframe|svg|object|embed|meta|"
    r"style|title|table|div|form|img|a|br|p|h1)\b)",
    re.I | re.S,
)


def _text(file: BinaryIO, size: int, name: str) -> None:
    _read_text(file, name)


def _read_text(file: BinaryIO, name: str) -> str:
    content = file.read()
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = content.decode("utf-16")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
    if BINARY.search(text):
        raise _is_not(name, "un texte")
    if PAGE.match(text[:4096]):
        raise Refused(f"« {name} » est une page web ou un programme, pas un texte. Copiez-en le texte dans un article.")
    return text


CELL = re.compile(r"(?m)(^|[;,\t])(\"?)(?=[=@]|[+-](?![\d\s.,]))")


def _table(file: BinaryIO, size: int, name: str) -> bytes | None:
    """A cell that begins with = is a formula to a spreadsheet, which may act; with an apostrophe it is text."""
    text = _read_text(file, name)
    harmless = CELL.sub(r"\1\2'", text)
    return None if harmless == text else codecs.BOM_UTF8 + harmless.encode()


def _calendar(file: BinaryIO, size: int, name: str) -> None:
    text = _read_text(file, name).strip()
    if not text.startswith("BEGIN:VCALENDAR") or not text.endswith("END:VCALENDAR"):
        raise _is_not(name, "un agenda")


CUE_TAG = re.compile(r"<(?!/?(?:[bciuv]|ruby|rt|lang)\b[^<>]*>|[\d:.]+>)[^<>\s]*")


def _captions(file: BinaryIO, size: int, name: str) -> None:
    text = _read_text(file, name)
    if not re.match(r"WEBVTT(?:\s|\Z)", text):
        raise _is_not(name, "un fichier de sous-titres WebVTT (il commence par « WEBVTT »)")
    code = CUE_TAG.search(text)
    if code:
        raise Refused(
            f"« {name} » contient du code (« {code[0][:20]}> »), que des sous-titres n’ont pas. Retirez-le, "
            "puis envoyez le fichier à nouveau."
        )


# --- Sounds and films -----------------------------------------------------------------------------------------------

MPEG_FRAME = re.compile(rb"\xff[\xe2-\xff][\x10-\xeb]", re.S)


def _mp3(file: BinaryIO, size: int, name: str) -> None:
    head = file.read(10)
    start = 0
    if head.startswith(b"ID3"):
        start = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))
    file.seek(start)
    sound = file.read(16384).lstrip(b"\0")
    if not MPEG_FRAME.match(sound):
        raise _is_not(name, "un son MP3")


def _ogg(file: BinaryIO, size: int, name: str) -> None:
    head = file.read(256)
    if not head.startswith(b"OggS\0"):
        raise _is_not(name, "un son Ogg")
    if not any(codec in head for codec in (b"vorbis", b"OpusHead", b"FLAC", b"Speex")):
        raise Refused(f"« {name} » n’est pas un son qu’un navigateur lit. Enregistrez-le au format MP3.")


def _webm(file: BinaryIO, size: int, name: str) -> None:
    head = file.read(128)
    if not head.startswith(b"\x1a\x45\xdf\xa3") or b"webm" not in head:
        raise _is_not(name, "un film WebM")


HIDES = frozenset({b"udta", b"meta", b"uuid"})  # what the camera wrote of itself and of the place


def _mp4(file: BinaryIO, size: int, name: str) -> bytes | None:
    """The place where it was filmed is written over, without moving anything."""
    if file.read(12)[4:8] != b"ftyp":
        raise _is_not(name, "un film MP4")
    kinds: set[bytes] = set()
    hidden: list[tuple[int, int]] = []
    for kind, place, length in _boxes(file, 0, size):
        kinds.add(kind)
        inside = _boxes(file, place + 8, place + length) if kind == b"moov" else ()
        for inner, inner_place, inner_length in inside:
            if inner == b"trak":
                hidden += [
                    box[1:] for box in _boxes(file, inner_place + 8, inner_place + inner_length) if box[0] in HIDES
                ]
            elif inner in HIDES:
                hidden.append((inner_place, inner_length))
        if kind in HIDES:
            hidden.append((place, length))
    if not {b"moov", b"mdat"} <= kinds:
        raise damaged(name)
    if not hidden:
        return None
    file.seek(0)
    content = bytearray(file.read())
    for place, length in hidden:
        content[place + 4 : place + length] = b"free" + bytes(length - 8)
    return bytes(content)


def _boxes(file: BinaryIO, place: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Kind, place and length of each box. Raises `ValueError` when one goes beyond the end."""
    while place < end:
        file.seek(place)
        head = file.read(16)
        length, kind = int.from_bytes(head[:4]), head[4:8]
        if length == 1:
            length = int.from_bytes(head[8:16])
        elif length == 0:
            length = end - place
        if length < 8 or place + length > end:
            raise ValueError("a box is cut")
        yield kind, place, length
        place += length


CHECKS: Mapping[str, Check] = {
    "txt": _text,
    "csv": _table,
    "ics": _calendar,
    "vtt": _captions,
    "mp3": _mp3,
    "ogg": _ogg,
    "mp4": _mp4,
    "webm": _webm,
    "pdf": lambda file, size, name: pdf.cleansed(file.read(), name),
    **{
        extension: lambda file, size, name, extension=extension: office.cleansed(BytesIO(file.read()), name, extension)  # type: ignore[misc]
        for extension in office.KINDS
    },
}
