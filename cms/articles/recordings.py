"""Sound, film and captions: what a file must be before a page plays it (quotas of ART-07), told by its content."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.media.models import SchoolDocument

MEGABYTE = 1024 * 1024
HEAD = 64  # bytes that tell a sound or a film
CAPTIONS_READ = 2 * MEGABYTE
CUE = re.compile(r"(?:\d{2,}:)?\d{2}:\d{2}\.\d{3}[ \t]+-->[ \t]+(?:\d{2,}:)?\d{2}:\d{2}\.\d{3}")


def is_mp3(head: bytes) -> bool:
    """A tag, or the first frame of an MPEG layer III stream."""
    is_frame = len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0 and head[1] & 0x06 == 0x02
    return head.startswith(b"ID3") or is_frame


def is_ogg(head: bytes) -> bool:
    return head.startswith(b"OggS")


def is_mp4(head: bytes) -> bool:
    return head[4:8] == b"ftyp"


def is_webm(head: bytes) -> bool:
    return head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head


def is_captions(content: bytes) -> bool:
    """WebVTT in UTF-8, with at least one line to show."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return re.match(r"WEBVTT(?:[ \t\r\n]|\Z)", text) is not None and CUE.search(text) is not None


@dataclass(frozen=True)
class Kind:
    """A use of documents: the endings that it takes, what such a file begins with, the largest."""

    tests: dict[str, Callable[[bytes], bool]]
    most_megabytes: int
    wanted: Any  # a sentence
    read: int = HEAD


AUDIO = Kind({".mp3": is_mp3, ".ogg": is_ogg}, 50, gettext_lazy("Choose a sound: an MP3 or Ogg file."))
VIDEO = Kind({".mp4": is_mp4, ".webm": is_webm}, 100, gettext_lazy("Choose a video: an MP4 or WebM file."))
CAPTIONS = Kind(
    {".vtt": is_captions},
    1,
    gettext_lazy("Choose captions: a WebVTT file (.vtt), in UTF-8, with at least one timed line."),
    CAPTIONS_READ,
)


def fault(kind: Kind, document: SchoolDocument) -> str:
    """Why this document is not of that kind, in a sentence; nothing when it is."""
    size = document.file_size or 0
    if size > kind.most_megabytes * MEGABYTE:
        return _("This file is %(size)d MB: at most %(most)d MB are accepted here.") % {
            "size": -(-size // MEGABYTE),
            "most": kind.most_megabytes,
        }
    test = kind.tests.get(PurePosixPath(document.file.name).suffix.lower())
    if test is None:
        return str(kind.wanted)
    try:
        with document.file.storage.open(document.file.name) as handle:
            is_one = test(handle.read(kind.read))
    except OSError:
        return _("This file cannot be read. Upload it again.")
    return "" if is_one else _("This file is not what its name says.") + " " + str(kind.wanted)


def must_be(kind: Kind) -> Callable[[SchoolDocument], None]:
    """A validator for a chooser of documents."""

    def check(document: SchoolDocument) -> None:
        found = fault(kind, document)
        if found:
            raise ValidationError(found)

    return check
