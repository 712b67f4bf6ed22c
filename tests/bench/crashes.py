"""Two hundred publications killed at instants spread over the whole time that one takes."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tqdm import tqdm

from tests.support.crashes import kill_publications
from tests.support.installation import Installation

KILLS = 200


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="preau-crashes-") as folder:
        demo = Installation(Path(folder) / "demo")
        demo.run("demo", "--prepare-only")
        with tqdm(total=KILLS, file=sys.stderr, leave=False) as bar:
            in_service = kill_publications(demo, KILLS, bar.update)
        print(
            f"Crashes: {KILLS} publications killed; {in_service} were in service already, the others left the one before"
        )
        print(
            "  each time: one whole release served, a sound database, nothing asked forgotten; at the end: nothing left"
        )
