"""`preau backup FICHIER`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from cms.core.commands import PreauCommand, bar
from cms.operations.backups import back_up


class Command(PreauCommand):
    help = "Sauvegarde la base et les fichiers dans une seule archive, pendant que Préau tourne."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("archive", type=Path, metavar="fichier", help="archive à créer (.tar)")

    def run(self, archive: Path, json: bool, **options: Any) -> None:
        with bar(label="sauvegarde", silent=json) as progress:
            contents = back_up(archive, lambda name, size: progress.update())
        size = archive.stat().st_size
        if json:
            self.answer({"archive": str(archive), "bytes": size, "files": len(contents.files)})
            return
        schools = ", ".join(contents.schools) or "aucune école"
        self.say(f"Sauvegarde faite : {archive} ({size / 1e6:.1f} Mo, {len(contents.files)} fichiers ; {schools}).")
        if contents.media_elsewhere:
            self.say(f"Les images et documents restent dans {contents.media_elsewhere} : ils n’y sont pas.")
        self.say("Elle contient des données d’élèves : gardez-la à l’abri, et ailleurs que sur cette machine.")
