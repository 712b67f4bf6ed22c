"""`make audit`: the demonstration school, published and served as a plain web server would, before three judges."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from tests.audit import judges
from tests.audit.pages import kinds
from tests.audit.tools import Missing, install
from tests.support.installation import Installation


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.audit", description=__doc__)
    parser.add_argument("--pictures", type=Path, help="a folder for a picture of each page at each width")
    parser.add_argument("--without-lighthouse", action="store_true")
    asked = parser.parse_args()
    try:
        modules = install()
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    if asked.pictures:
        asked.pictures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="preau-audit-") as folder:
        demo = Installation(Path(folder) / "demo")
        demo.run("demo", "--prepare-only")
        with demo.serving():
            return _judge(demo, modules, Path(folder), asked)


def _judge(demo: Installation, modules: Path, folder: Path, asked: argparse.Namespace) -> int:
    release, base = Path(shutil.copytree(demo.current, folder / "release")), f"http://127.0.0.1:{demo.port}"
    found = kinds(release)
    count, invalid = judges.validity(modules, release)
    complaints = _tell(f"Nu validator, {count} pages", invalid)
    barriers = judges.accessibility(modules, base, found, asked.pictures)
    complaints += _tell(f"axe-core, {len(found)} kinds of page × 3 widths × light and dark", barriers)
    sizes, heavy = judges.weight(base, release)
    complaints += _tell(", ".join(f"{name} {size / 1000:.1f} kB" for name, size in sizes.items()), heavy)
    if not asked.without_lighthouse:
        for kind in ("homepage", "article"):
            scores, short = judges.lighthouse(modules, base + found[kind], folder)
            said = ", ".join(f"{name} {score:.0f}" for name, score in scores.items())
            complaints += _tell(f"Lighthouse, {kind}, median of {judges.LIGHTHOUSE_RUNS}: {said}", short)
    return 1 if complaints else 0


def _tell(heading: str, complaints: list[str]) -> int:
    print(f"{heading}: {len(complaints) or 'no'} complaint{'s' if len(complaints) > 1 else ''}", flush=True)
    for line in complaints[:40]:
        print(f"  {line}")
    return len(complaints)


if __name__ == "__main__":
    sys.exit(main())
