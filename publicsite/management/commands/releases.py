"""`preau releases [école]`."""

from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from cms.core.commands import PreauCommand
from cms.schools.models import School
from cms.schools.selectors import all_schools, school_by_slug
from publicsite.publisher import site_folder


class Command(PreauCommand):
    help = "Liste les publications conservées, la plus récente d’abord."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("schools", nargs="*", metavar="école", help="nom court ; toutes par défaut")

    def run(self, schools: list[str], json: bool, **options: Any) -> None:
        chosen = [school_by_slug(slug) for slug in schools] or all_schools()
        if json:
            self.answer({school.slug: self._kept(school) for school in chosen})
            return
        for school in chosen:
            self.say(f"{school} ({school.slug})")
            for kept in self._kept(school):
                mark = "→" if kept["in_service"] else " "
                changes = ", ".join(kept["changes"][:3]) + (" …" if len(kept["changes"]) > 3 else "")
                size = f"{kept['files']} fichiers, {kept['seconds']:.1f} s"
                self.say(f" {mark} {kept['number']:>4}  {kept['built_at']}  {size}  {changes}")
            if not self._kept(school):
                self.say("   aucune publication pour l’instant : preau publish en fait une.")

    def _kept(self, school: School) -> list[dict[str, Any]]:
        folder = site_folder(school)
        current = folder.current_number()
        return [{**asdict(record), "in_service": record.number == current} for record in folder.records()]
