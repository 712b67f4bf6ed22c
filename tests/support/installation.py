"""An installation of the product as its users run it: its own folder, its own database, its commands as processes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
ON_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")
PATIENCE = 60  # seconds before a wait is a failure; nothing is asserted of the time itself


@dataclass
class Answer:
    status: int
    body: bytes
    headers: dict[str, str]

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


@dataclass
class Installation:
    data_dir: Path
    database_url: str = ""
    port: int = 0
    extra: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.port = self.port or free_port()

    @property
    def environment(self) -> dict[str, str]:
        kept = {
            name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "TMPDIR", "QUEUE_URL"}
        }
        own = {"MODE": "demo", "DATA_DIR": str(self.data_dir), "PORT": str(self.port), **self.extra}
        return {**kept, **own, **({"DATABASE_URL": self.database_url} if self.database_url else {})}

    def run(
        self, *arguments: str, check: bool = True, timeout: float = 900, **options: Any
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "cms", *arguments],
            env=self.environment,
            cwd=PROJECT,
            text=True,
            capture_output=True,
            timeout=timeout,
            **options,
        )
        if check and done.returncode:
            raise AssertionError(f"preau {' '.join(arguments)} → {done.returncode}\n{done.stdout}\n{done.stderr}")
        return done

    def json(self, *arguments: str) -> Any:
        return json.loads(self.run(*arguments, "--json").stdout)

    def python(self, code: str) -> str:
        """What a few lines print, with Django set up."""
        start = "import os, django; os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'cms.config.settings'); django.setup()\n"
        done = subprocess.run(
            [sys.executable, "-c", start + code],
            env=self.environment,
            cwd=PROJECT,
            text=True,
            capture_output=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    @contextmanager
    def serving(self, command: str = "demo") -> Iterator[subprocess.Popen[bytes]]:
        """The product running, its processes in a group of their own; killed at the end if the test did not."""
        log = (self.data_dir.parent / f"{self.data_dir.name}.log").open("ab")
        process = subprocess.Popen(
            [sys.executable, "-m", "cms", command],
            env=self.environment,
            cwd=PROJECT,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            wait_for(lambda: self.get("/").status == 200 or process.poll() is not None)
            assert process.poll() is None, Path(log.name).read_text()
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(30)
            kill_everything(self.data_dir)
            log.close()

    def get(self, path: str, headers: dict[str, str] | None = None) -> Answer:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers or {})
        try:
            with urllib.request.build_opener(NoRedirect).open(request, timeout=30) as answer:
                return Answer(answer.status, answer.read(), dict(answer.headers))
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.read(), dict(error.headers))
        except OSError:
            return Answer(0, b"", {})

    @property
    def current(self) -> Path:
        return self.data_dir / "sites" / "demo" / "current"


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        return None


def wait_for(condition: Any, seconds: float = PATIENCE) -> None:
    """Until it is true; a failure after a long while, never a measure of speed."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "Rien n’est venu."
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def kill_everything(data_dir: Path) -> int:
    """SIGKILL every process that runs with this data folder; how many there were."""
    killed = 0
    wanted = f"DATA_DIR={data_dir}".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if wanted in (folder / "environ").read_bytes().split(b"\0"):
                os.kill(int(folder.name), signal.SIGKILL)
                killed += 1
        except (OSError, ProcessLookupError):
            continue
    return killed


def copy_installation(made: Installation, folder: Path) -> Installation:
    """Another of the same, to do anything with; nobody may be using the first one."""
    shutil.copytree(made.data_dir, folder, symlinks=True)
    return Installation(folder, copy_database(made.database_url.rsplit("/", 1)[1]) if made.database_url else "")


def new_database() -> str:
    """The address of a new empty database on the server under test, or "" for SQLite in the data folder."""
    if not ON_POSTGRES:
        return ""
    return copy_database("template0")


def copy_database(template: str) -> str:
    import psycopg

    server = os.environ["DATABASE_URL"]
    name = f"preau_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return server.rsplit("/", 1)[0] + "/" + name


def drop_database(address: str) -> None:
    import psycopg

    if address:
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{address.rsplit("/", 1)[1]}" WITH (FORCE)')
