"""What is slow to make or to copy is kept between builds, and lent to a release by hard link.

An entry is a folder that is never changed once it is there, so that two builds may share a cache and a link into a
release stays what it was.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path


def digest(*parts: str | bytes) -> str:
    """A short name for the given parts, different whenever one of them is."""
    state = blake2b(digest_size=16)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        state.update(len(data).to_bytes(8, "big"))
        state.update(data)
    return state.hexdigest()


class Cache:
    def __init__(self, root: Path) -> None:
        self.root = root

    def entry(self, key: str, fill: Callable[[Path], None]) -> Path:
        """The folder of `key`; `fill` writes its content into a new folder when there is none yet."""
        folder = self.root / key[:2] / key
        if not folder.is_dir():
            self._fill(folder, fill)
        return folder

    def _fill(self, folder: Path, fill: Callable[[Path], None]) -> None:
        folder.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".", dir=folder.parent))
        try:
            fill(work)
            work.chmod(0o755)
            work.rename(folder)
        except OSError as error:
            # Another build was quicker with the same entry: theirs is as good as ours.
            if not folder.is_dir():
                if error.errno and not error.filename:
                    error.filename = str(folder)  # a full disk does not say where it is
                raise
        finally:
            shutil.rmtree(work, ignore_errors=True)


def lend(source: Path, target: Path) -> None:
    """`target` becomes `source`, by hard link where the file system can."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
