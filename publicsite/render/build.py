"""A content folder in, a static site out: all of it, or what differs from an earlier build."""

from __future__ import annotations

import logging
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pelican
from jinja2 import Environment

from publicsite.contract import Problem, SchoolDoc
from publicsite.render import links
from publicsite.render.cache import Cache
from publicsite.render.door import Door, empty
from publicsite.render.engine import SitePelican, environment
from publicsite.render.faults import is_disk_fault, is_theme_fault, theme_fault
from publicsite.render.keys import ThemeKey
from publicsite.render.manifest import Manifest, identity
from publicsite.render.memory import Memory
from publicsite.render.settings import build_settings, of_build
from publicsite.render.site import Site, UnusableSite, read_school
from publicsite.render.writer import NOT_SHOWN, Unshowable

DEFAULT_THEME = Path(__file__).resolve().parents[2] / "themes" / "preau"


@dataclass(frozen=True, slots=True)
class Summary:
    """Of the site: its pages, pictures and attachments, the entries of its search, and all its files (`outputs`).
    `removed` are files of the base that are no more; None without a base. `moves` are old addresses, and where each
    leads."""

    pages: int
    pictures: int
    files: int
    written: int
    seconds: float
    problems: list[Problem]
    removed: list[str] | None = None
    entries: int = 0
    outputs: int = 0
    moves: dict[str, str] = field(default_factory=dict)


class Builder:
    """Builds the site of one content folder again and again, and remembers what it has read."""

    def __init__(self, content: Path, cache: Path, theme: Path = DEFAULT_THEME) -> None:
        self.content, self._cache, self._theme = content.resolve(), Cache(cache.resolve()), theme.resolve()
        self._memory = Memory(self.content)
        self._kept, self._begun = self._cache.root / "documents", False
        self._theme_key = ThemeKey(self._theme)
        self._environment: tuple[bytes, Environment] | None = None
        self._links = links.Checker()
        self._settings: tuple[Any, dict[str, Any]] = (None, {})
        self._last: tuple[tuple[str, int, int] | None, Manifest] = (None, Manifest())
        self._owed: tuple[Path, Manifest] | None = None

    def build(
        self,
        output: Path,
        *,
        siteurl: str | None = None,
        today: date | None = None,
        only: str = "",
        base: Path | None = None,
        manifest: Path | None = None,
        changed: Iterable[Path] | None = None,
        search: bool = True,
    ) -> Summary:
        """See `build`. `base` is the manifest of an earlier build: what is in it as it would be now is not written.

        `changed` are the files that may differ since that build; they are believed when this builder made it, and
        otherwise the whole folder is looked at. `manifest` is where that of this build is written, by `rest`.
        """
        started = time.monotonic()
        self.rest()
        before, last = self._recall(base)
        self._last = (None, Manifest())  # until this build is done: a failure leaves nothing half believed
        prepare_output(output)
        school, notes = read_school(self.content)
        self._recall_documents(school)
        self._memory.refresh(school, list(changed) if last and changed is not None else None)
        left_out: dict[str, str] = {}
        while True:
            door = Door(output.resolve(), before, self._memory.holds)
            site = Site(self.content, self._cache, school, self._memory, door, today, only, left_out)
            site.note([*notes, *self._memory.problems])
            for source, cause in left_out.items():
                site.complain(source, NOT_SHOWN.format(cause))
            try:
                self._run(site, output.resolve(), school.url if siteurl is None else siteurl, search=search)
                break
            except Unshowable as fault:
                left_out[fault.source] = str(fault)
                empty(output)
        removed = door.finish()
        made, fresh = door.manifest, door.fresh
        if before is None or not last:
            self._links, fresh = links.Checker(), set(made.made)
        if manifest and not only:
            self._owed = manifest, made
        return Summary(
            pages=made.pages,
            pictures=len(site.pictures),
            files=len(site.attachments),
            written=door.written,
            seconds=round(time.monotonic() - started, 3),
            problems=[*door.problems, *([] if only else self._links.broken(made, fresh, removed))],
            removed=removed if before else None,
            entries=site.entries,
            outputs=len(made.made) + len(made.lent),
            moves=site.moves,
        )

    def prepare(self) -> None:
        """Before a build, while the folder is still written: read what an earlier process kept of it."""
        with suppress(UnusableSite, OSError):
            self._recall_documents(read_school(self.content)[0])

    def rest(self) -> None:
        """Between two builds: what the next one begins with is written. Without it, it reads and makes all again."""
        if self._owed:
            (path, made), self._owed = self._owed, None
            with suppress(OSError):
                made.write(path)
                self._last = (identity(path), made)
        with suppress(OSError):
            self._memory.keep(self._kept)

    def _recall_documents(self, school: SchoolDoc) -> None:
        if not self._begun:
            self._begun = True
            self._memory.recall(self._kept, school)

    def _recall(self, base: Path | None) -> tuple[Manifest | None, bool]:
        """The manifest of the base, and whether it is the last that this builder wrote."""
        if base is None:
            return None, False
        known = identity(base)
        if known is not None and known == self._last[0]:
            return self._last[1], True
        return Manifest.read(base), False

    def _run(self, site: Site, output: Path, siteurl: str, *, search: bool) -> None:
        """Pelican's own messages are for a person at a terminal, in English: ours are in the summary."""
        logging.getLogger("pelican").setLevel(logging.CRITICAL + 1)
        pelican.console.quiet = True
        theme_key = self._theme_key()
        try:
            of = site.school, siteurl
            if self._settings[0] != of:
                self._settings = of, build_settings(site, self._theme, siteurl)
            settings = {**self._settings[1], **of_build(site, output)}
            if self._environment is None or self._environment[0] != theme_key:
                self._environment = theme_key, environment(settings, str(self._theme))
            SitePelican(settings, self._environment[1], theme_key, search=search).run()
        except Exception as error:
            if is_theme_fault(error) and not is_disk_fault(error):
                raise theme_fault(error) from error
            raise


def build(
    content: Path,
    output: Path,
    *,
    cache: Path | None = None,
    theme: Path = DEFAULT_THEME,
    siteurl: str | None = None,
    today: date | None = None,
    only: str = "",
    base: Path | None = None,
    manifest: Path | None = None,
    search: bool = True,
) -> Summary:
    """Render the public room of `content` into `output`, which must not exist or be empty.

    `siteurl` replaces the address that the school gives. `today` is the day from which agendas tell what is to come;
    without it, that of the latest change in the folder. `only` names one page ("index.html"): it is written with what
    it needs to be looked at, and nothing else, in a third of the time. Raises UnusableSite,
    ThemeFault, or OSError from the disk: then `output` is no site.
    """
    with tempfile.TemporaryDirectory(prefix="preau-render-") as spare:
        builder = Builder(content, cache or Path(spare), theme)
        summary = builder.build(
            output, siteurl=siteurl, today=today, only=only, base=base, manifest=manifest, search=search
        )
        builder.rest()
        return summary


def prepare_output(output: Path) -> None:
    output.mkdir(parents=True, exist_ok=True)
    if any(output.iterdir()):
        raise UnusableSite(f"« {output} » n’est pas vide : choisissez un nouveau dossier.")
