"""`preau releases [école…] [--verify]`."""

from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management import CommandError

from cms.core.commands import PreauCommand, bar
from cms.publishing.selectors import people_behind
from cms.schools.models import School
from cms.schools.selectors import all_schools, school_by_slug
from publicsite.publisher import site_folder
from publicsite.releases import AlreadyPublishing

SHOWN = 3  # changes, on a line


class Command(PreauCommand):
    help = "Liste les publications conservées, la plus récente d’abord."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("schools", nargs="*", metavar="école", help="nom court ; toutes par défaut")
        parser.add_argument(
            "--verify",
            action="store_true",
            help="relire tous les fichiers des publications conservées, et dire lesquels sont abîmés",
        )

    def run(self, schools: list[str], verify: bool, json: bool, **options: Any) -> None:
        chosen = [school_by_slug(slug) for slug in schools] or all_schools()
        if verify:
            self._verify(chosen, json)
            return
        if json:
            self.answer({school.slug: self._kept(school) for school in chosen})
            return
        for school in chosen:
            self.say(f"{school} ({school.slug})")
            kept = self._kept(school)
            for release in kept:
                self.say(f" {'→' if release['in_service'] else ' '} {_line(release)}")
            if not kept:
                self.say("   aucune publication pour l’instant : preau publish en fait une.")

    def _kept(self, school: School) -> list[dict[str, Any]]:
        folder = site_folder(school)
        current, people = folder.current_number(), people_behind(school)
        return [
            {**asdict(record), "by": people.get(record.number, []), "in_service": record.number == current}
            for record in folder.records()
        ]

    def _verify(self, schools: list[School], json: bool) -> None:
        """What is damaged is made anew by the next publication, which then builds everything."""
        try:
            found = {school.slug: self._damaged(school, silent=json) for school in schools}
        except AlreadyPublishing as error:
            raise CommandError(f"{error} Recommencez quand elle aura fini.") from None
        if json:
            self.answer(found)
        else:
            for school in schools:
                self.say("\n   ".join([f"{school} ({school.slug})", *(found[school.slug] or ["aucun fichier abîmé"])]))
        if any(found.values()):
            raise CommandError("Des fichiers sont abîmés ; la prochaine publication les refera : preau publish.")

    def _damaged(self, school: School, *, silent: bool) -> list[str]:
        folder, seen, found = site_folder(school), set[str](), []
        with folder.locked(), bar(len(folder.records()), label=school.name, silent=silent) as progress:
            for record in folder.records():
                found += [f"publication {record.number} : /{path}" for path in folder.verify(record.number, seen)]
                progress.update()
            if found:
                folder.forget_manifests()
        return found


def _line(release: dict[str, Any]) -> str:
    changes = ", ".join(release["changes"][:SHOWN]) + (" …" if len(release["changes"]) > SHOWN else "")
    if release["withdrawn"]:
        changes = f"retrait de {len(release['withdrawn'])} adresses, avant la publication suivante"
    written = "" if release["written"] is None else f", dont {release['written']} écrits"
    people = f" (par {', '.join(release['by'])})" if release["by"] else ""
    size = f"{release['files']} fichiers{written}, {release['seconds']:.1f} s"
    return f"{release['number']:>4}  {release['built_at']}  {size}  {changes}{people}"
