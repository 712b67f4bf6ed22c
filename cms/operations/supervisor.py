"""Starts the processes of one installation, keeps them running, and stops them together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

PATIENCE = 10  # seconds left to a process that was asked to stop
PR_SET_PDEATHSIG = 1  # Linux, prctl(2)


@dataclass
class Child:
    """One process: its name in messages, its command, and whether all stops when it does."""

    name: str
    command: Sequence[str]
    vital: bool = False


class Supervisor:
    """Runs until SIGINT or SIGTERM, or until a vital child ends. Other children are started again."""

    def __init__(self, children: Sequence[Child]) -> None:
        self.children = list(children)
        self.running: dict[int, tuple[Child, subprocess.Popen[bytes]]] = {}
        self.stopping = False

    def run(self, ready: Callable[[], bool] = lambda: True, on_ready: Callable[[], None] = lambda: None) -> int:
        """The exit code: 0 when asked to stop. `on_ready` is called once, when `ready()` says so."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        for index, child in enumerate(self.children):
            self._start(index, child)
        told = False
        code = 0
        while not self.stopping:
            if not told and ready():
                on_ready()
                told = True
            code = self._look_after()
            time.sleep(0.1)
        self._stop_all()
        return code

    def _start(self, index: int, child: Child) -> None:
        process = subprocess.Popen(child.command, preexec_fn=_die_with_parent, start_new_session=True)  # noqa: S603
        self.running[index] = (child, process)

    def _look_after(self) -> int:
        for index, (child, process) in list(self.running.items()):
            code = process.poll()
            if code is None:
                continue
            if child.vital:
                self.stopping = True
                print(f"{child.name} s’est arrêté (code {code}).", file=sys.stderr)
                return code or 1
            print(f"{child.name} s’est arrêté (code {code}) ; il redémarre.", file=sys.stderr)
            time.sleep(1)
            self._start(index, child)
        return 0

    def _stop(self, number: int, frame: object) -> None:
        self.stopping = True

    def _stop_all(self) -> None:
        processes = [process for _child, process in self.running.values()]
        for process in processes:
            process.terminate()
        deadline = time.monotonic() + PATIENCE
        for process in processes:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def _die_with_parent() -> None:
    """A killed supervisor leaves nobody behind: the kernel ends its children. Elsewhere than on Linux, nothing."""
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    except (AttributeError, OSError):
        return
