"""What `preau check` looks at on this machine, beside the settings. Warnings only: reading commands go on working."""

import os
import shutil
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, register
from django.core.checks import Warning as CheckWarning

LEAST_FREE = 500 * 1024 * 1024  # bytes: a few releases of a large school


@register("installation")
def data_folder(**kwargs: Any) -> list[CheckMessage]:
    """Whether what will be written can be."""
    folder = settings.DATA_DIR
    if not folder.is_dir():
        return [CheckWarning(f"Le dossier de données {folder} n’existe pas encore.", id="preau.W001")]
    found: list[CheckMessage] = []
    if not os.access(folder, os.W_OK | os.X_OK):
        hint = "Donnez à ce compte le droit d’y écrire."
        found.append(CheckWarning(f"Le dossier de données {folder} est en lecture seule.", hint=hint, id="preau.W002"))
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE:
        hint = "Libérez de la place : une publication qui manque de place ne sera pas mise en service."
        found.append(
            CheckWarning(f"Il reste {free // 1_000_000} Mo sur le disque de {folder}.", hint=hint, id="preau.W003")
        )
    return found
