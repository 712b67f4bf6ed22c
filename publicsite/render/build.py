"""One build: a content folder in, a complete static site out, and a summary of what was done."""

from __future__ import annotations

import logging
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pelican

from publicsite.contract import Problem
from publicsite.render.checks import check_links
from publicsite.render.faults import is_disk_fault, is_theme_fault, theme_fault
from publicsite.render.settings import build_settings
from publicsite.render.site import Site, UnusableSite, open_site

DEFAULT_THEME = Path(__file__).resolve().parents[2] / "themes" / "preau"


@dataclass(frozen=True, slots=True)
class Summary:
    pages: int
    pictures: int
    files: int
    seconds: float
    problems: list[Problem]


def build(
    content: Path,
    output: Path,
    *,
    cache: Path | None = None,
    theme: Path = DEFAULT_THEME,
    siteurl: str | None = None,
    today: date | None = None,
    only: str = "",
) -> Summary:
    """Render the public room of `content` into `output`, which must not exist or be empty.

    `siteurl` replaces the address that the school gives. `today` is the day from which agendas tell what is to come;
    without it, that of the latest change in the folder. `only` names one page ("index.html"): it is written with what
    it needs to be looked at, and nothing else, in a third of the time. Raises UnusableSite,
    ThemeFault, or OSError from the disk: then `output` is no site.
    """
    started = time.monotonic()
    content, output = content.resolve(), output.resolve()
    _prepare_output(output)
    with tempfile.TemporaryDirectory(prefix="preau-render-") as spare:
        site = open_site(content, output, cache.resolve() if cache else Path(spare), today, only)
        _run_pelican(site, theme.resolve(), site.school.url if siteurl is None else siteurl)
        problems = [*site.problems, *([] if only else check_links(output))]
    return Summary(
        pages=sum(1 for _ in output.rglob("*.html")),
        pictures=len(site.pictures),
        files=len(site.attachments),
        seconds=round(time.monotonic() - started, 3),
        problems=problems,
    )


def _prepare_output(output: Path) -> None:
    output.mkdir(parents=True, exist_ok=True)
    if any(output.iterdir()):
        raise UnusableSite(f"« {output} » n’est pas vide : choisissez un nouveau dossier.")


def _run_pelican(site: Site, theme: Path, siteurl: str) -> None:
    """Pelican's own messages are for a person at a terminal, in English: ours are in the summary."""
    logging.getLogger("pelican").setLevel(logging.CRITICAL + 1)
    pelican.console.quiet = True
    try:
        pelican.Pelican(build_settings(site, theme, siteurl)).run()
    except Exception as error:
        if is_theme_fault(error) and not is_disk_fault(error):
            raise theme_fault(error) from error
        raise
