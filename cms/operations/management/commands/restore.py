"""`preau restore FICHIER`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from cms.core.commands import PreauCommand, bar
from cms.operations.backups import look_into, restore


class Command(PreauCommand):
    help = "Remet la base et les fichiers d’une sauvegarde à la place de ceux d’aujourd’hui. Arrêtez Préau d’abord."
    requires_migrations_checks = False  # the database may be empty

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("archive", type=Path, metavar="fichier", help="archive faite par « preau backup »")
        parser.add_argument("--replace", action="store_true", help="même si cette installation contient des écoles")
        parser.add_argument("--check", action="store_true", dest="only_check", help="vérifier l’archive, rien de plus")

    def run(self, archive: Path, replace: bool, only_check: bool, json: bool, **options: Any) -> None:
        with bar(label="restauration", silent=json) as progress:
            advance = lambda name, size: progress.update()  # noqa: E731
            contents = (
                look_into(archive, advance) if only_check else restore(archive, replace=replace, progress=advance)
            )
        if json:
            self.answer({"made_at": contents.made_at, "schools": contents.schools, "files": len(contents.files)})
            return
        of = f"sauvegarde du {contents.made_at} ({', '.join(contents.schools) or 'aucune école'})"
        if only_check:
            self.say(f"Archive intacte : {of}, {len(contents.files)} fichiers.")
        else:
            self.say(f"Restauré : {of}. Lancez « preau serve » : les sites seront publiés de nouveau.")
