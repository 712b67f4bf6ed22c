"""`preau import-content DOSSIER [--school nom]`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import CommandError

from cms.accounts.models import User
from cms.core.commands import PreauCommand, bar
from publicsite.contract import Problem
from publicsite.importing import import_site
from publicsite.management.commands.export_content import FRENCH, counts
from publicsite.portable.reader import read_site


class Command(PreauCommand):
    help = "Lit un dossier de contenu de Préau, ou un dossier écrit pour Pelican, et l’ajoute à une école."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("folder", type=Path, metavar="DOSSIER")
        parser.add_argument("--school", metavar="nom", help="nom court de l’école, créée si elle n’existe pas")
        parser.add_argument("--host", default="localhost", metavar="HÔTE", help="nom d’hôte de l’école créée")
        parser.add_argument("--port", default=80, type=int, help="port de l’école créée")
        parser.add_argument("--owner", metavar="COMPTE", help="à qui appartiennent les articles importés")
        parser.add_argument("--dry-run", action="store_true", help="dire ce qui serait lu, sans rien écrire")

    def run(self, folder: Path, school: str | None, dry_run: bool, json: bool, **options: Any) -> None:
        site, problems = read_site(folder)
        read = counts(site)
        imported = dict.fromkeys(read, 0)
        total = sum(read.values())
        if not dry_run and total:
            owner = self._owner(options["owner"])
            with bar(total, label="Import", silent=json) as progress:
                report = import_site(
                    site,
                    slug=school or site.school.slug,
                    hostname=options["host"],
                    port=options["port"],
                    actor=owner,
                    progress=lambda what: progress.update(1),
                )
            problems = sorted([*problems, *report.problems], key=lambda problem: (problem.path, problem.line or 0))
            imported |= report.counts
        if json:
            self.answer({"read": read, "imported": imported, "problems": [_as_json(problem) for problem in problems]})
        else:
            self._tell(read if dry_run else imported, problems, dry_run=dry_run)
        if not total:
            raise CommandError(f"Rien n’a été importé de {folder}.")

    def _owner(self, username: str | None) -> User | None:
        if not username:
            return None
        owner = User.objects.filter(username=username).first()
        if owner is None:
            raise CommandError(f"Aucun compte ne s’appelle « {username} ».")
        return owner

    def _tell(self, read: dict[str, int], problems: list[Problem], *, dry_run: bool) -> None:
        told = ", ".join(f"{number} {FRENCH[kind]}" for kind, number in read.items())
        self.say(f"{'Lus (rien n’est écrit)' if dry_run else 'Importés'} : {told}.")
        faults = [problem for problem in problems if problem.fatal]
        remarks = [problem for problem in problems if not problem.fatal]
        for title, group in (("Laissés de côté", faults), ("À savoir", remarks)):
            if group:
                self.say(f"\n{title} ({len(group)}) :")
                for problem in group:
                    self.say(f"  · {problem}")


def _as_json(problem: Problem) -> dict[str, Any]:
    return {
        "path": str(problem.path),
        "line": problem.line,
        "message": problem.message,
        "fatal": problem.fatal,
    }
