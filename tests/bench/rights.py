"""How long the questions about rights take in a large school, and with how many queries, beside naive answers.

Set up here: `questions` and `school` are imported once Django knows the scratch database.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

from tests.support.installation import Installation, drop_database, new_database


def main() -> None:
    """In a database of its own: SQLite in a temporary folder, or a new one on the server that `DATABASE_URL` names."""
    with tempfile.TemporaryDirectory(prefix="preau-bench-") as folder:
        scratch = Installation(Path(folder), new_database())
        started = time.monotonic()
        try:
            _set_up(scratch)
            from tests.bench.questions import ask
            from tests.bench.school import make_school

            big = make_school()
            ask(big, prepared=time.monotonic() - started)
        finally:
            _tear_down()
            drop_database(scratch.database_url)


def _set_up(scratch: Installation) -> None:
    server = os.environ.get("DATABASE_URL")
    os.environ.update(scratch.environment, MODE="test", DJANGO_SETTINGS_MODULE="cms.config.settings")
    import django
    from django.core.management import call_command

    django.setup()
    if server:  # where databases are made and dropped
        os.environ["DATABASE_URL"] = server
    call_command("migrate", verbosity=0)


def _tear_down() -> None:
    from django.db import connections

    connections.close_all()
