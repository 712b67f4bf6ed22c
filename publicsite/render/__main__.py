"""python -m publicsite.render CONTENT OUTPUT: see `build`.

Exit code 0 when a site was built (problems of single documents are reported), 1 when none could be.

python -m publicsite.render --serve: one job per line on standard input, one answer per line on standard output, both
JSON. A job is the arguments of `Builder` and `Builder.build`; documents stay in memory between the jobs of one school.
An empty line follows the answer, once what the next job begins with is written. A job without an output is to prepare
for the next one, and has the empty line only.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from publicsite.render.build import DEFAULT_THEME, Builder, Summary, build
from publicsite.render.faults import ThemeFault
from publicsite.render.site import UnusableSite

NEWS = (
    20_000  # objects that are there since the last look for what holds only itself: seven hundred is for small programs
)


def main(arguments: list[str]) -> int:
    gc.set_threshold(NEWS)
    if arguments == ["--serve"]:
        return serve()
    options = _parser().parse_args(arguments)
    answer = _answer(
        lambda: build(
            options.content,
            options.output,
            cache=options.cache,
            theme=options.theme,
            siteurl=options.siteurl,
            today=options.today,
            only=options.only,
        ),
        options.output,
    )
    if isinstance(answer, Summary):
        print(as_json(answer) if options.json else as_text(answer))
        return 0
    print(answer.get("error") or f"{os.strerror(answer['errno'])} ({answer['filename']})", file=sys.stderr)
    if options.json:
        print(json.dumps(answer, ensure_ascii=False))
    return 1


def serve() -> int:
    """Until there are no more jobs. What is printed meanwhile is no answer: it goes where errors go."""
    answers, sys.stdout = sys.stdout, sys.stderr
    builders: dict[tuple[str, str, str], Builder] = {}
    settled = False
    for line in sys.stdin:
        job: dict[str, Any] = json.loads(line)
        if "output" not in job:
            _builder(builders, job).prepare()
            print(file=answers, flush=True)
            continue
        output = Path(job["output"])
        answer = _answer(lambda job=job, output=output: _built(builders, job, output), output)  # type: ignore[misc]
        print(as_json(answer) if isinstance(answer, Summary) else json.dumps(answer), file=answers, flush=True)
        for builder in builders.values():
            builder.rest()
        print(file=answers, flush=True)
        if not settled:  # documents that were read stay: they are not looked through again at each edit
            gc.collect()
            gc.freeze()
            settled = True
    return 0


def _builder(builders: dict[tuple[str, str, str], Builder], job: dict[str, Any]) -> Builder:
    place = job["content"], job["cache"], job.get("theme") or str(DEFAULT_THEME)
    if place not in builders:
        builders.clear()  # one school at a time: whoever has many starts a process for each
        builders[place] = Builder(*map(Path, place))
    return builders[place]


def _built(builders: dict[tuple[str, str, str], Builder], job: dict[str, Any], output: Path) -> Summary:
    changed = job.get("changed")
    return _builder(builders, job).build(
        output,
        siteurl=job.get("siteurl"),
        today=date.fromisoformat(job["today"]) if job.get("today") else None,
        only=job.get("only", ""),
        base=Path(job["base"]) if job.get("base") else None,
        manifest=Path(job["manifest"]) if job.get("manifest") else None,
        changed=None if changed is None else list(map(Path, changed)),
        search=job.get("search", True),
    )


def _answer(work: Callable[[], Summary], output: Path) -> Summary | dict[str, Any]:
    """What was built, or why nothing was: a sentence, or what the disk said, for which whoever asked has the words."""
    try:
        return work()
    except (ThemeFault, UnusableSite) as fault:
        return {"error": str(fault)}
    except OSError as fault:
        return {"errno": fault.errno, "filename": str(fault.filename2 or fault.filename or output)}


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
