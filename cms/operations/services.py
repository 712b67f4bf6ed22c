"""What `preau serve` runs."""

import socket
import sys
import tempfile
from collections.abc import Callable

from django.conf import settings

from cms.operations.backups import running
from cms.operations.supervisor import Child, Supervisor


def children() -> list[Child]:
    """The web server, the publisher, the postman, the reader of streams; a copier to an object store and a worker
    for a queue, where there is one."""
    environment = settings.ENV
    preau = [sys.executable, "-m", "cms"]
    web = [sys.executable, "-m", "gunicorn", "publicsite.wsgi:application"]
    web += ["--bind", f"{bind_address()}:{environment.port}", "--workers", str(environment.web_workers)]
    web += ["--threads", "4", "--worker-class", "gthread", "--log-level", "warning", "--graceful-timeout", "5"]
    web += ["--timeout", "120", "--no-control-socket"]
    found = [
        Child("Le serveur web", web, vital=True),
        Child("Le publieur", [*preau, "publish", "--watch"]),
        # Not the publisher: a mail server that does not answer would hold the site up.
        Child("Le facteur", [*preau, "send-notices", "--watch"]),
        Child("Le lecteur de flux", [*preau, "refresh-streams", "--watch"]),
    ]
    if environment.public_store_url.startswith("s3:"):
        found.append(Child("Le copieur", [*preau, "mirror", "--watch"]))
    worker = {"database": ["db_worker", "--backend", "queue"], "redis": ["rqworker"], "rediss": ["rqworker"]}
    command = worker.get(environment.queue_url.partition(":")[0])
    return [*found, Child("Le travailleur", [*preau, *command])] if command else found


def serve(on_ready: Callable[[], None]) -> int:
    """The lock tells a restore that these data are in use; it goes with the process."""
    with running():
        return Supervisor(children()).run(ready=answers, on_ready=on_ready)


def require_writable_data() -> None:
    """Raises the `OSError` of a data folder where nothing can be written, before anything is started."""
    for folder in (settings.DATA_DIR, settings.SITES_DIR):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"?")


def bind_address() -> str:
    """Loopback: in production a web server stands in front, on the same machine."""
    return "127.0.0.1"


def port_is_free() -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind_address(), settings.ENV.port))
        except OSError:
            return False
        return True


def answers() -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex((bind_address(), settings.ENV.port)) == 0
