"""`preau send-notices [--watch]`."""

import logging
import os
import time
from argparse import ArgumentParser
from typing import Any

from django.db import close_old_connections, connection
from django.db.utils import DatabaseError

from cms.core.commands import PreauCommand
from cms.notifications.services import send_mails

logger = logging.getLogger("preau.mail")
TURN_SECONDS = 15


class Command(PreauCommand):
    help = "Envoie par courriel les notifications qui attendent, une lettre par personne."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--watch", action="store_true", help="rester là et envoyer ce qui vient")

    def run(self, watch: bool, json: bool, **options: Any) -> None:
        if watch:
            self._watch()
            return
        sent, refused = send_mails()
        if json:
            self.answer({"sent": sent, "refused": refused})
        else:
            self.say(f"Courriels partis : {sent}. Refusés, à réessayer : {refused}.")

    def _watch(self) -> None:
        """Until killed, or orphaned: whoever started us is gone."""
        parent = os.getppid()
        while os.getppid() == parent:
            try:
                close_old_connections()
                send_mails()
            except (DatabaseError, OSError):
                logger.exception("La base ne répond pas ; nouvel essai dans %d secondes.", TURN_SECONDS)
                connection.close()
            time.sleep(TURN_SECONDS)
