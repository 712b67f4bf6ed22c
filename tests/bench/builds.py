"""How long a full build takes, beside stock Pelican, and how long from an edit to its first reader."""

from __future__ import annotations

import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tqdm import tqdm

from tests.support.installation import Installation, wait_for
from tests.support.people import Visitor

ROUNDS = 5
EDITS = 20
RUBRIC = "from cms.rubrics.models import Rubric\nprint(Rubric.objects.get(slug='sport-scolaire').pk)"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="preau-bench-") as folder:
        demo = Installation(Path(folder) / "demo")
        steps = tqdm(total=3, file=sys.stderr, leave=False)
        steps.set_postfix_str("préparation du collège de démonstration")
        demo.run("demo", "--prepare-only")
        steps.update()
        describe(demo)
        steps.set_postfix_str("fabrication complète")
        builds(demo, Path(folder))
        steps.update()
        steps.set_postfix_str("de la modification à la mise en service")
        edits(demo)
        steps.close()


def describe(demo: Installation) -> None:
    record = demo.json("releases")["demo"][0]
    content = demo.data_dir / "content" / "demo"
    articles = sum(1 for _ in (content / "articles").rglob("*.html"))
    print(f"Machine: {os.cpu_count()} cores, Python {platform.python_version()}, {platform.machine()}")
    print(f"Corpus: {articles} articles, {record['files']} files, {record['bytes'] / 1e6:.1f} MB in the release\n")


def builds(demo: Installation, folder: Path) -> None:
    """A full build of the same content by us and by stock Pelican with its own theme, in turn, whole processes."""
    content, cache = demo.data_dir / "content" / "demo", demo.data_dir / "cache" / "demo"
    ours = [sys.executable, "-m", "publicsite.render", str(content), "OUT", "--cache", str(cache), "--json"]
    cold = [*ours[:4], "OUT", "--json"]
    stock = [str(Path(sys.executable).with_name("pelican")), str(content), "-o", "OUT", "-q"]
    kinds = {"ours": ours, "ours, no picture cache": cold, "stock pelican": stock}
    times: dict[str, list[float]] = {kind: [] for kind in kinds}
    for _round in range(ROUNDS):
        for kind, command in kinds.items():
            out = folder / "out"
            shutil.rmtree(out, ignore_errors=True)
            arguments = [str(out) if part == "OUT" else part for part in command]
            times[kind].append(
                timed(lambda arguments=arguments: subprocess.run(arguments, check=True, capture_output=True))
            )
    peer = statistics.median(times["stock pelican"])
    for kind, found in times.items():
        middle = statistics.median(found)
        print(f"Full build, {kind:<24} {middle:6.2f} s   {middle / peer:5.2f} × stock Pelican")
    print("  (stock Pelican resizes no picture and writes neither rubrics, homepage nor site map)")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"Peak memory of the largest process {peak:6.0f} MB\n")


def edits(demo: Installation) -> None:
    """From the answer to an editor's click to the first visitor who reads it."""
    with demo.serving():
        head = Visitor(demo)
        head.enter_administration("chef")
        rubric = demo.python(RUBRIC)
        found = [timed(lambda number=number: publish_and_wait(demo, head, rubric, number)) for number in range(EDITS)]
    found.sort()
    whole = (
        f"median {statistics.median(found):.2f} s, p95 {found[int(EDITS * 0.95) - 1]:.2f} s, worst {found[-1]:.2f} s"
    )
    print(f"Edit to service, {EDITS} edits, form sent to page read: {whole}")


def publish_and_wait(demo: Installation, head: Visitor, rubric: str, number: int) -> None:
    title = f"Sport scolaire, version {number}"
    head.edit_page(rubric, title=title)
    wait_for(lambda: title in demo.get("/vie-du-college/sport-scolaire/").text)


def timed(act: Callable[[], object]) -> float:
    started = time.monotonic()
    act()
    return time.monotonic() - started
