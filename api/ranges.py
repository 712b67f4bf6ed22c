"""A part of a file: players seek in sound and video with it, and Safari plays none without (RFC 9110, section 14)."""

import re
from typing import Any

from django.http import FileResponse

ONE = re.compile(r"bytes=(?:([0-9]{1,18})-([0-9]{1,18})?|-([0-9]{1,18}))", re.ASCII)


class Beyond(Exception):
    """The part begins where the file has ended."""


def part_asked(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte of the one part that is asked for; None where the whole file answers. Raises `Beyond`.

    Several parts at once, other units and what cannot be read are answered with the whole file, as the RFC lets us.
    """
    found = ONE.fullmatch(header.strip())
    if found is None:
        return None
    if found[3] is not None:
        first, last = max(0, size - int(found[3])), size - 1
    else:
        first, last = int(found[1]), min(int(found[2] or size), size - 1)
        if found[2] and int(found[2]) < first:
            return None
    if first > last:
        raise Beyond
    return first, last


class Part:
    """What `FileResponse` reads of an open file, from where it stands and no further than `length` bytes."""

    def __init__(self, file: Any, length: int) -> None:
        self.file, self.left = file, length

    def read(self, size: int = -1) -> bytes:
        some: bytes = self.file.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(some)
        return some

    def close(self) -> None:
        self.file.close()


def file_answer(file: Any, header: str, **options: Any) -> FileResponse:
    """The whole open file, or the part of it that the header asks for. `options` are `FileResponse`'s."""
    size: int = file.size
    try:
        part = part_asked(header, size)
    except Beyond:
        file.close()
        response = FileResponse((), status=416, **options)
        response.headers["Content-Range"] = f"bytes */{size}"
        return response
    if part is None:
        response = FileResponse(file, **options)
    else:
        first, last = part
        file.seek(first)
        response = FileResponse(Part(file, last - first + 1), status=206, **options)
        response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
        response.headers["Content-Length"] = str(last - first + 1)
    response.headers["Accept-Ranges"] = "bytes"
    return response
