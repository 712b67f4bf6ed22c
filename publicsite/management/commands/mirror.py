"""`preau mirror [école…] [--watch]`."""

import logging
import os
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError

from cms.core.commands import PreauCommand, bar
from publicsite.mirroring import Bucket, Mirror, Mirrored, NotMirrored, only_copier_of

logger = logging.getLogger("preau.mirror")
POLL_SECONDS = 1
LONGEST_WAIT = 300


class Command(PreauCommand):
    help = "Copie la zone publique en service dans le dépôt d’objets de PUBLIC_STORE_URL."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("schools", nargs="*", metavar="école", help="nom court ; toutes par défaut")
        parser.add_argument("--watch", action="store_true", help="rester là et copier ce qui entre en service")

    def run(self, schools: list[str], watch: bool, json: bool, **options: Any) -> None:
        address = settings.ENV.public_store_url
        if not address.startswith("s3:"):
            raise CommandError("Aucun dépôt : donnez PUBLIC_STORE_URL, par exemple s3://site-public?endpoint=https://…")
        try:
            bucket = Bucket(address)
        except ImportError:
            raise CommandError("Il manque boto3 : installez requirements-production.txt.") from None
        if watch:
            Watch(bucket).run()
            return
        folders = [settings.SITES_DIR / school for school in schools] or _in_service()
        answers, failed = [], False
        for folder in folders:
            if not (folder / "current").exists():
                raise CommandError(f"Aucune publication de « {folder.name} » n’est en service.")
            try:
                done = self._bring(bucket, folder, silent=json)
                answers.append({"school": folder.name, "sent": done.sent, "deleted": done.deleted})
            except NotMirrored as error:
                failed = True
                answers.append({"school": folder.name, "error": str(error)})
                self.stderr.write(f"{folder.name} : {error}")
        if json:
            self.answer(answers)
        if failed:
            raise CommandError("Une copie n’a pas abouti. Recommencez : elle reprendra où elle s’est arrêtée.")

    def _bring(self, bucket: Bucket, folder: Path, *, silent: bool) -> Mirrored:
        with bar(1, label=folder.name, silent=silent) as progress, only_copier_of(folder):

            def advance(done: int, total: int) -> None:
                progress.total = total
                progress.update(done - progress.n)

            done = Mirror(bucket, folder.name).bring((folder / "current").resolve(), advance)
        if not silent:
            self.say(f"{folder.name} : {done.sent} fichiers envoyés, {done.deleted} supprimés.")
        return done


class Watch:
    """Copies each release that goes into service. Its work is never lost: it is what differs from what is in service.

    A store that fails is tried again after a delay that doubles, and holds neither the publisher nor other schools up.
    """

    def __init__(self, bucket: Bucket) -> None:
        self.bucket = bucket
        self.mirrored: dict[Path, Path] = {}
        self.failures: dict[Path, int] = {}
        self.due: dict[Path, float] = {}
        self.parent = os.getppid()

    def run(self) -> None:
        while os.getppid() == self.parent:  # orphaned: whoever started us is gone
            for folder in _in_service():
                if time.monotonic() >= self.due.get(folder, 0):
                    self.turn(folder)
            time.sleep(POLL_SECONDS)

    def turn(self, folder: Path) -> None:
        release = (folder / "current").resolve()
        if self.mirrored.get(folder) == release:
            return
        try:
            with only_copier_of(folder):
                done = Mirror(self.bucket, folder.name).bring(release)
        except (NotMirrored, OSError) as error:
            failures = self.failures[folder] = self.failures.get(folder, 0) + 1
            wait = min(LONGEST_WAIT, 2**failures)
            self.due[folder] = time.monotonic() + wait
            logger.error("%s : %s Nouvel essai dans %d s.", folder.name, error, wait)
            return
        self.failures.pop(folder, None)
        self.mirrored[folder] = release
        logger.info("%s : %d fichiers envoyés, %d supprimés", folder.name, done.sent, done.deleted)


def _in_service() -> list[Path]:
    return [path.parent for path in sorted(settings.SITES_DIR.glob("*/current"))]
