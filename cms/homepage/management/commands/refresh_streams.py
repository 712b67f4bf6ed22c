"""`preau refresh-streams [--watch]`."""

import logging
import os
import time
from argparse import ArgumentParser
from typing import Any

from django.db import close_old_connections, connection
from django.db.utils import DatabaseError

from cms.core.commands import PreauCommand
from cms.homepage.refreshing import refresh_streams

logger = logging.getLogger("preau.streams")
TURN_SECONDS = 60


class Command(PreauCommand):
    help = "Relit les flux d’autres sites que montrent les pages d’accueil."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--watch", action="store_true", help="rester là et relire chacun à son heure")
        parser.add_argument("--all", action="store_true", help="relire aussi ceux dont l’heure n’est pas venue")

    def run(self, watch: bool, json: bool, **options: Any) -> None:
        if watch:
            self._watch()
            return
        read, failed = refresh_streams(all_of_them=options["all"])
        if json:
            self.answer({"read": read, "failed": failed})
        else:
            self.say(f"Flux lus : {read}. Sans réponse utilisable : {failed}.")

    def _watch(self) -> None:
        """Until killed, or orphaned: whoever started us is gone."""
        parent = os.getppid()
        while os.getppid() == parent:
            try:
                close_old_connections()
                refresh_streams()
            except (DatabaseError, OSError):
                logger.exception("La base ne répond pas ; nouvel essai dans %d secondes.", TURN_SECONDS)
                connection.close()
            time.sleep(TURN_SECONDS)
