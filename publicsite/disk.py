"""What reaches the disk and survives a power cut. No Django."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

MANY = 200  # from here on, the whole file system at once costs less than one file after the other
AT_ONCE = 8  # the disk answers several requests with one write of its journal


def flush(paths: Sequence[Path | str], place: Path) -> None:
    """Force files and folders to the disk, all of them on the file system of the folder `place`."""
    if len(paths) > MANY and _flush_file_system(place):
        return
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(flush_one, paths))


def flush_one(path: Path | str) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _flush_file_system(place: Path) -> bool:
    """Linux, syncfs(2), which tells what could not be written; elsewhere False."""
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "syncfs"):
        return False
    descriptor = os.open(place, os.O_RDONLY)
    try:
        if libc.syncfs(descriptor):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(place))
    finally:
        os.close(descriptor)
    return True


def write_durably(path: Path, text: str) -> None:
    """Whole or absent, whatever happens."""
    fresh = path.with_name(f".{path.name}")
    with fresh.open("w", encoding="utf-8") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    fresh.replace(path)
