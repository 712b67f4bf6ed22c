"""How long a release takes on the disk, once its pages are rendered, and the room that ten of them take."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from publicsite.releases import SiteFolder

RUBRICS, ARTICLES = 40, 250
EDITS = 10
PAGE = "<p>" + "Le cross du collège. " * 200


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="preau-bench-") as place:
        folder = SiteFolder(Path(place) / "sites" / "grand")
        print(f"Releases: {RUBRICS * ARTICLES} articles in {RUBRICS} rubrics, {len(PAGE) / 1000:.0f} kB a page")
        tell("whole", [timed(folder, lambda: release(folder, everything()))])
        edits = []
        for number in range(EDITS):
            if number == EDITS - 1:
                before = room(folder.root)
            edits.append(timed(folder, lambda number=number: release(folder, an_edit(number), base=number + 1)))
        tell("edit, 10 files in 8 folders", edits)
        print(
            f"  ten releases take {room(folder.root) / 1e6:.0f} MB, the last one {(room(folder.root) - before) / 1e3:.0f} kB of it"
        )
        tell("withdrawal of one page", [timed(folder, lambda: withdraw(folder))])
        tell("whole again, nothing changed", [timed(folder, lambda: release(folder, everything()))])
        with folder.locked():
            tell("rollback", [clocked(lambda: folder.put_in_service(2))])
            tell("comparison of two", [clocked(lambda: folder.compare(3, 8))])
            tell("removing one release", [clocked(lambda: folder.prune(9))])
            tell("nothing to remove", [clocked(lambda: folder.prune(9))])
            tell("verifying one", [clocked(lambda: folder.verify(2))])


def everything() -> dict[str, str]:
    pages = {f"rubrique-{r}/article-{a}/index.html": PAGE + f"{r} {a}" for r in range(RUBRICS) for a in range(ARTICLES)}
    pages |= {f"rubrique-{r}/{page}index.html": PAGE for r in range(RUBRICS) for page in ("", "2/", "3/")}
    return pages | {"index.html": PAGE, "feeds/atom.xml": PAGE, "sitemap.xml": PAGE, "404.html": PAGE}


def an_edit(number: int) -> dict[str, str]:
    """What an article's change writes: itself, the lists it is in, two neighbours, homepage, feed and tags."""
    rubric = f"rubrique-{number % RUBRICS}"
    names = [f"{rubric}/article-{n}/index.html" for n in (10, 11, 12)]
    names += [f"{rubric}/index.html", f"{rubric}/2/index.html", "index.html", "sitemap.xml", "feeds/atom.xml"]
    return dict.fromkeys((*names, "tags/sport/index.html", "archives/2026/index.html"), PAGE + f"édition {number}")


def release(folder: SiteFolder, pages: dict[str, str], base: int | None = None) -> Callable[[], None]:
    number, building = folder.begin()
    for name, text in pages.items():
        (building / name).parent.mkdir(parents=True, exist_ok=True)
        (building / name).write_text(text)

    def finish() -> None:
        folder.finish(number, built_at="2026-09-01T08:00:00+02:00", seconds=0, changes=[], base=base)
        folder.put_in_service(number)

    return finish


def withdraw(folder: SiteFolder) -> Callable[[], None]:
    def act() -> None:
        record = folder.withdraw(["rubrique-3/article-7/"], built_at="2026-09-01T08:00:00+02:00", changes=[])
        assert record
        folder.put_in_service(record.number)

    return act


def timed(folder: SiteFolder, prepare: Callable[[], Callable[[], object]]) -> float:
    """What is prepared is not counted."""
    with folder.locked():
        return clocked(prepare())


def clocked(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def room(place: Path) -> int:
    """Bytes that a folder takes on the disk, each file counted once."""
    seen = {}
    for folder, names, files in os.walk(place):
        for name in (*names, *files):
            facts = (Path(folder) / name).lstat()
            seen[facts.st_ino] = facts.st_blocks * 512
    return sum(seen.values())


def tell(what: str, seconds: list[float]) -> None:
    seconds.sort()
    print(
        f"  {what:<32} {seconds[len(seconds) // 2] * 1000:8.1f} ms   worst of {len(seconds)}: {seconds[-1] * 1000:.1f} ms"
    )
