"""Pelican at arm's length: it takes over logging and locale, so it always runs in interpreters of its own.

Each of them stays with one school, and remembers its documents from one publication to the next.
"""

from __future__ import annotations

import ctypes
import json
import logging
import os
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import monotonic
from typing import IO, Any

PROJECT = Path(__file__).resolve().parents[1]
logger = logging.getLogger("preau.render")
PATIENCE = 15 * 60  # seconds
PR_SET_PDEATHSIG = 1  # Linux, prctl(2)
RESIDENTS = 4  # schools whose documents stay in memory


class RenderingFailed(Exception):
    """No site was built. The message says why, in French."""


class _Fallen(RenderingFailed):
    """The process ended without an answer."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a build gave: `removed` names the files of its base that are no more, and the output folder holds what is
    new or different; without a base, `removed` is None and the folder holds the whole site. `entries` are those of the
    search, `outputs` is how many files the site has, `moves` are old addresses and where each leads."""

    problems: list[dict[str, Any]]
    removed: list[str] | None = None
    entries: int = 0
    outputs: int = 0
    moves: dict[str, str] = field(default_factory=dict)


class Renderer:
    """Runs `publicsite.render`. With `standby`, its processes stay, those of the schools that were published last, and
    one more is started in advance, its imports done. Without, it does one job and leaves nothing behind."""

    def __init__(self, *, standby: bool = False) -> None:
        self.standby = standby
        self._residents: dict[Path, _Process] = {}  # by content folder, the last used last
        self._ready: _Process | None = _Process() if standby else None

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
        search: bool = True,
    ) -> Rendered:
        """Build the site of a content folder, or `only` one page of it, as of `today`.

        `base` is the manifest of an earlier build, to which the output is relative; when it cannot be read, the whole
        site is built. `manifest` is where that of this build goes. `changed` are the files of the content folder that
        may differ since the last call; None: any. Without `search`, the index of the search stays as it is in the base.
        The answer tells what had to be left out, as `Summary.problems`.
        Raises `RenderingFailed`, or the `OSError` that the disk gave.
        """
        job = {
            "content": str(content),
            "output": str(output),
            "cache": str(cache),
            "siteurl": siteurl or None,
            "today": str(today) if today else None,
            "only": only,
            "base": str(base) if base else None,
            "manifest": str(manifest) if manifest else None,
            "search": search,
            "changed": None if changed is None else [str(path) for path in changed],
        }
        told = self._told(content, output, job)
        if told.get("errno"):
            raise OSError(told["errno"], os.strerror(told["errno"]), told["filename"])
        if "error" in told:
            raise RenderingFailed(told["error"])
        return Rendered(told["problems"], told["removed"], told["entries"], told["outputs"], told["moves"])

    def prepare(self, content: Path, cache: Path) -> None:
        """With `standby`: before a build, while its folder is brought up to date, have a process read what it can."""
        if self.standby and content not in self._residents:
            process = self._residents[content] = self._process_of(content)
            process.prepare({"content": str(content), "cache": str(cache)})

    def settle(self, content: Path) -> None:
        """Wait until what the next build of this folder begins with is written: the manifest of the last one."""
        if content in self._residents:
            self._residents[content].settle()

    def close(self) -> None:
        """End all processes. They end by themselves with the one that started them."""
        for process in [*self._residents.values(), *filter(None, [self._ready])]:
            process.end()
        self._residents.clear()
        self._ready = None

    def _told(self, content: Path, output: Path, job: dict[str, Any]) -> dict[str, Any]:
        """A process that was gone before it began is replaced; one that falls at its work has failed."""
        stayed = content in self._residents
        process = self._process_of(content)
        try:
            told = process.ask(job)
        except BaseException as error:
            process.end()
            if isinstance(error, _Fallen) and stayed and not (output.is_dir() and any(output.iterdir())):
                return self._told(content, output, job)
            raise
        self._keep(content, process)
        return told

    def _process_of(self, content: Path) -> _Process:
        process = self._residents.pop(content, None)
        if process and process.is_alive:
            return process
        ready, self._ready = self._ready, None
        return ready if ready and ready.is_alive else _Process()

    def _keep(self, content: Path, process: _Process) -> None:
        if not self.standby:
            process.settle()
            process.end()
            return
        self._residents[content] = process
        while len(self._residents) > RESIDENTS:
            self._residents.pop(next(iter(self._residents))).end()
        if self._ready is None:
            self._ready = _Process()


class _Process:
    """One interpreter that renders: a line of JSON in, a line of JSON out."""

    def __init__(self) -> None:
        self._said: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115
        self._told = b""  # and not read yet
        self._process = subprocess.Popen(
            [sys.executable, "-m", "publicsite.render", "--serve"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            cwd=PROJECT,
            preexec_fn=_die_with_parent,
        )
        self._jobs: IO[bytes] = self._process.stdin  # type: ignore[assignment]
        self._answers: IO[bytes] = self._process.stdout  # type: ignore[assignment]
        self._settled = True

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def prepare(self, job: dict[str, Any]) -> None:
        """Of a job, where it will be; nobody waits for it."""
        self._tell(job)
        self._settled = False

    def ask(self, job: dict[str, Any]) -> dict[str, Any]:
        self.settle()
        self._tell(job)
        answer: dict[str, Any] = json.loads(self._line())
        self._settled = False
        return answer

    def settle(self) -> None:
        """Wait until it rests after its last answer. One that falls meanwhile leaves its successor more to do."""
        if not self._settled:
            self._settled = True
            with suppress(RenderingFailed):
                self._line()

    def _line(self) -> bytes:
        deadline = monotonic() + PATIENCE
        while b"\n" not in self._told:
            if not select.select([self._answers], [], [], max(0, deadline - monotonic()))[0]:
                raise RenderingFailed("La fabrication des pages n’a pas fini en un quart d’heure.")
            more = os.read(self._answers.fileno(), 1 << 20)
            if not more:
                raise self._fallen()
            self._told += more
        line, _, self._told = self._told.partition(b"\n")
        return line

    def _tell(self, job: dict[str, Any]) -> None:
        with suppress(BrokenPipeError):  # it died: its answer will be missing
            self._jobs.write(json.dumps(job).encode() + b"\n")
            self._jobs.flush()

    def end(self) -> None:
        """Nothing that it writes is waited for: a job that it is at has failed."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._jobs, self._answers, self._said):
            with suppress(OSError):
                pipe.close()

    def _fallen(self) -> _Fallen:
        self._said.seek(0)
        said = self._said.read().strip()
        logger.info("%s", said)
        last = said.rpartition("\n")[2]
        return _Fallen(f"La fabrication des pages s’est arrêtée : {last or 'elle n’a pas dit pourquoi'}.")


def _die_with_parent() -> None:
    """A killed publisher leaves no renderer writing where the next one builds. Elsewhere than on Linux, nothing."""
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    except (AttributeError, OSError):
        return
