"""`preau serve`."""

from typing import Any

from django.conf import settings
from django.core.management import CommandError

from cms.core.commands import PreauCommand
from cms.operations.services import port_is_free, require_writable_data, serve


class Command(PreauCommand):
    help = "Sert la zone publique, l’administration, l’espace des familles et l’API, et publie ce qui change."
    requires_system_checks = "__all__"

    def run(self, **options: Any) -> None:
        if not port_is_free():
            port = settings.ENV.port
            raise CommandError(f"Le port {port} est déjà pris. Choisissez-en un autre, par exemple PORT={port + 1}.")
        require_writable_data()
        raise SystemExit(serve(self._tell))

    def _tell(self) -> None:
        self.say(f"Préau répond sur {settings.ENV.base_url} (Ctrl-C arrête tout).")
        self.stdout.flush()
