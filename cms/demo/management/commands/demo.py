"""`preau demo`: the demonstration school, made once, then served."""

import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from cms.core.commands import PreauCommand
from cms.demo.accounts import PASSWORD, describe_accounts, populate
from cms.operations.services import port_is_free, require_writable_data, serve
from cms.schools.models import School

SLUG = "demo"
UNFINISHED = settings.DATA_DIR / "tables-unfinished"


class Command(PreauCommand):
    help = "Prépare le collège de démonstration s’il n’existe pas encore, puis le sert sur cette machine."

    def add_arguments(self, parser: Any) -> None:
        super().add_arguments(parser)
        parser.add_argument("--prepare-only", action="store_true", help="préparer sans servir")

    def run(self, prepare_only: bool, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("La démonstration crée des comptes aux mots de passe connus : jamais en production.")
        port = settings.ENV.port
        if not prepare_only and not port_is_free():
            raise CommandError(f"Le port {port} est déjà pris. Choisissez-en un autre : make demo PORT={port + 1}.")
        require_writable_data()
        self._prepare()
        if not prepare_only:
            raise SystemExit(serve(self._tell))

    def _prepare(self) -> None:
        """Each step is whole or absent, so that an interrupted preparation goes on where it was."""
        if _unmigrated():
            _begin_tables()
            self._step("base de données", lambda: call_command("migrate", verbosity=0, interactive=False))
        UNFINISHED.unlink(missing_ok=True)
        if not School.objects.filter(slug=SLUG).exists():
            self._step("contenu du collège", self._import)
        school = School.objects.get(slug=SLUG)
        if not school.people.exists():
            self._step("élèves, parents et personnels", lambda: populate(school))
        if not (settings.SITES_DIR / SLUG / "current").exists():
            self._step("première publication", lambda: call_command("publish", SLUG, json=True, stdout=_Quiet()))

    def _step(self, what: str, act: Any) -> None:
        self.stdout.write(f"  {what}…", ending="")
        self.stdout.flush()
        started = time.monotonic()
        act()
        self.say(f" {time.monotonic() - started:.1f} s")

    def _import(self) -> None:
        call_command(
            "import_content",
            str(settings.DEMO_CONTENT_DIR),
            school=SLUG,
            host="127.0.0.1",
            port=settings.ENV.port,
            json=True,
            stdout=_Quiet(),
        )

    def _tell(self) -> None:
        base = settings.ENV.base_url
        width = max(len(account.username) for account in describe_accounts())
        lines = ["", "Le collège de démonstration est ouvert (Ctrl-C arrête tout) :", ""]
        lines += [f"  {base}{path:<10} {what}" for path, what in ADDRESSES]
        lines += ["", f"Comptes de démonstration, mot de passe « {PASSWORD} » pour tous :", ""]
        lines += [f"  {account.username:<{width}}  {account.who}" for account in describe_accounts()]
        self.say("\n".join([*lines, ""]))
        self.stdout.flush()


ADDRESSES = (
    ("/", "la zone publique"),
    ("/admin/", "l’administration, où l’on écrit"),
    ("/espace/", "l’espace des familles, des élèves et des personnels"),
    ("/api/v1/", "l’API"),
)


class _Quiet:
    """Takes what a command says to programs."""

    def write(self, text: str) -> None:
        return None


def _begin_tables() -> None:
    """Django records some migrations after they are committed: killed in between, they could not be begun again.

    So the tables that a first preparation was making are made anew. That they are its own, and that nobody has put a
    school there, is known by a file that stands from an empty database to a finished one.
    """
    tables = connection.introspection.table_names()
    if UNFINISHED.exists() and not (School._meta.db_table in tables and School.objects.exists()):
        _drop(tables)
    elif not tables:
        UNFINISHED.touch()


def _drop(tables: list[str]) -> None:
    if connection.vendor == "sqlite":
        connection.close()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{settings.DATABASES['default']['NAME']}{suffix}").unlink(missing_ok=True)
        return
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)} CASCADE")


def _unmigrated() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
