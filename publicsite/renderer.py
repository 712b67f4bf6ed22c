"""Pelican at arm's length: it takes over logging and locale, so it always runs in an interpreter of its own."""

from __future__ import annotations

import ctypes
import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
logger = logging.getLogger("preau.render")
PATIENCE = 15 * 60  # seconds
PR_SET_PDEATHSIG = 1  # Linux, prctl(2)


class RenderingFailed(Exception):
    """No site was built. The message says why, in French."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a build gave: `removed` names the files of its base that are no more, and the output folder holds what is
    new or different; without a base, `removed` is None and the folder holds the whole site."""

    problems: list[dict[str, Any]]
    removed: list[str] | None = None


class Renderer:
    """Runs `publicsite.render`. With `standby`, the next interpreter is started in advance, its imports done."""

    def __init__(self, *, standby: bool = False) -> None:
        self.standby = standby
        self.ready: subprocess.Popen[str] | None = self._start() if standby else None

    def render(
        self,
        content: Path,
        output: Path,
        *,
        cache: Path,
        siteurl: str = "",
        today: date | None = None,
        only: str = "",
        base: Path | None = None,
        manifest: Path | None = None,
        changed: Iterable[Path] | None = None,
    ) -> Rendered:
        """Build the site of a content folder, or `only` one page of it, as of `today`.

        `base` is the manifest of an earlier build, to which the output may be relative; `manifest` is where that of
        this build goes. `changed` are the files of the content folder that may differ since the last call; None: any.
        The answer tells what had to be left out, as `Summary.problems`.
        Raises `RenderingFailed`, or the `OSError` that the disk gave.
        """
        process = self.ready if self.ready and self.ready.poll() is None else self._start()
        self.ready = None
        job = [str(content), str(output), "--json", "--cache", str(cache)]
        if siteurl:
            job += ["--siteurl", siteurl]
        for option, value in (("--today", today), ("--only", only)):
            if value:
                job += [option, str(value)]
        try:
            told, said = process.communicate(json.dumps(job) + "\n", timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            raise RenderingFailed("La fabrication des pages n’a pas fini en un quart d’heure.") from None
        if self.standby:
            self.ready = self._start()
        if process.returncode:
            raise _failure(told, said)
        return Rendered(json.loads(told.strip().splitlines()[-1])["problems"])

    def _start(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "publicsite.render", "--wait"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            cwd=PROJECT,
            preexec_fn=_die_with_parent,
        )


def _failure(told: str, said: str) -> Exception:
    """Why the renderer stopped, from its answer or, when it fell, from the last line of what it said."""
    try:
        answer = json.loads(told.strip().splitlines()[-1])
    except (ValueError, IndexError):
        logger.info("%s", said)
        last = said.strip().rpartition("\n")[2]
        return RenderingFailed(f"La fabrication des pages s’est arrêtée : {last or 'elle n’a pas dit pourquoi'}.")
    if answer.get("errno"):
        return OSError(answer["errno"], os.strerror(answer["errno"]), answer["filename"])
    return RenderingFailed(answer.get("error") or said.strip())


def _die_with_parent() -> None:
    """A killed publisher leaves no renderer writing where the next one builds. Elsewhere than on Linux, nothing."""
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    except (AttributeError, OSError):
        return
