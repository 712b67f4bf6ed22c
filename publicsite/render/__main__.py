"""python -m publicsite.render CONTENT OUTPUT: see `build`.

Exit code 0 when a site was built (problems of single documents are reported), 1 when none could be.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path

from publicsite.render.build import DEFAULT_THEME, Summary, build
from publicsite.render.faults import ThemeFault
from publicsite.render.site import UnusableSite


def main(arguments: list[str]) -> int:
    """Build once. With `--wait`, the other arguments come later, as one line of JSON: imports are done meanwhile."""
    if arguments == ["--wait"]:
        line = sys.stdin.readline()
        if not line:  # whoever was to give the job is gone
            return 0
        arguments = json.loads(line)
    options = _parser().parse_args(arguments)
    try:
        summary = build(
            options.content,
            options.output,
            cache=options.cache,
            theme=options.theme,
            siteurl=options.siteurl,
            today=options.today,
            only=options.only,
        )
    except (ThemeFault, UnusableSite) as fault:
        print(fault, file=sys.stderr)
        if options.json:
            print(json.dumps({"error": str(fault)}, ensure_ascii=False))
        return 1
    except OSError as fault:  # a full disk, say: whoever asked has the words for it
        place = str(fault.filename2 or fault.filename or options.output)
        print(f"{fault.strerror or fault} ({place})", file=sys.stderr)
        if options.json:
            print(json.dumps({"errno": fault.errno, "filename": place}))
        return 1
    print(as_json(summary) if options.json else as_text(summary))
    return 0


def as_json(summary: Summary) -> str:
    return json.dumps(asdict(summary), ensure_ascii=False, default=str)


def as_text(summary: Summary) -> str:
    counts = f"{summary.pages} pages, {summary.pictures} images, {summary.files} fichiers en {summary.seconds} s"
    return "\n".join([*map(str, summary.problems), counts])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="publicsite.render", description="Publie la zone publique d’un dossier.")
    parser.add_argument("content", type=Path, help="dossier de contenu (content/<site>)")
    parser.add_argument("output", type=Path, help="dossier à créer")
    parser.add_argument("--cache", type=Path, help="où garder les images préparées")
    parser.add_argument("--theme", type=Path, default=DEFAULT_THEME)
    parser.add_argument("--siteurl", help="adresse publique, si ce n’est pas celle de school.toml")
    parser.add_argument("--today", type=date.fromisoformat, help="jour depuis lequel l’agenda dit ce qui vient")
    parser.add_argument("--only", default="", help="une seule page, avec ce qu’il lui faut (index.html)")
    parser.add_argument("--json", action="store_true", help="écrit le bilan en JSON")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
