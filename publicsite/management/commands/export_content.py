"""`preau export-content DOSSIER [--school école]`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import CommandError

from cms.core.commands import PreauCommand, bar
from publicsite.contract import SiteDoc
from publicsite.exporting import public_site, whole_site
from publicsite.management.commands.rollback import only_school
from publicsite.portable.writer import write_site


class Command(PreauCommand):
    help = "Écrit le contenu d’une école dans un dossier de fichiers simples, que Pelican et Préau savent lire."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("folder", type=Path, metavar="DOSSIER", help="vide, ou un export précédent à mettre à jour")
        parser.add_argument("--school", metavar="école", help="nom court ; inutile s’il n’y a qu’une école")
        parser.add_argument("--public", action="store_true", help="la zone publique seulement")

    def run(self, folder: Path, school: str | None, public: bool, json: bool, **options: Any) -> None:
        chosen = only_school(school)
        with bar(label=f"Export de {chosen}", silent=json):
            site = public_site(chosen) if public else whole_site(chosen)
            try:
                written = write_site(site, folder)
            except ValueError as error:
                raise CommandError(str(error)) from None
        if json:
            self.answer({"school": chosen.slug, "folder": str(folder), "written": len(written), **counts(site)})
        else:
            told = ", ".join(f"{number} {FRENCH[kind]}" for kind, number in counts(site).items())
            self.say(f"{chosen} : {told}, dans {folder} ({len(written)} fichiers changés).")
            if site.private.rubrics or site.private.articles or site.private.events:
                self.say("Le dossier private/ contient ce qui n’est pas public : ne le partagez pas.")


FRENCH = {
    "rubrics": "rubriques",
    "articles": "articles",
    "events": "événements",
    "homepages": "pages d’accueil",
    "images": "images",
    "files": "documents",
}


def counts(site: SiteDoc) -> dict[str, int]:
    """How many documents of each kind, both rooms together."""
    return {kind: len(getattr(site.public, kind)) + len(getattr(site.private, kind)) for kind in FRENCH}
