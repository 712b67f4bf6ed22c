"""`preau publish [école…] [--watch [--workers N]]`."""

from argparse import SUPPRESS, ArgumentParser
from typing import Any

from django.core.management import CommandError

from cms.core.commands import PreauCommand, bar
from cms.schools.models import School
from cms.schools.selectors import all_schools, school_by_slug
from publicsite.publisher import Publication, PublicationFailed, publish
from publicsite.releases import AlreadyPublishing
from publicsite.watching import Watch, run_workers

MOST_WORKERS = 64


class Command(PreauCommand):
    help = "Publie la zone publique d’une école, ou de toutes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("schools", nargs="*", metavar="école", help="nom court ; toutes par défaut")
        parser.add_argument("--watch", action="store_true", help="rester là et publier ce qui change")
        parser.add_argument(
            "--workers",
            type=int,
            default=1,
            metavar="N",
            help="avec --watch : combien d’écoles à la fois (1 par défaut)",
        )
        parser.add_argument("--quick-only", action="store_true", help=SUPPRESS)  # a worker among several

    def run(self, schools: list[str], watch: bool, workers: int, quick_only: bool, json: bool, **options: Any) -> None:
        if not 1 <= workers <= MOST_WORKERS:
            raise CommandError(f"--workers va de 1 à {MOST_WORKERS}.")
        if watch and workers > 1:
            raise SystemExit(run_workers(workers))
        if watch:
            Watch(quick_only=quick_only).run()
            return
        chosen = [school_by_slug(slug) for slug in schools] or all_schools()
        answers = []
        failed = False
        for school in chosen:
            try:
                answers.append(self._publish(school, silent=json))
            except (PublicationFailed, AlreadyPublishing) as error:
                failed = True
                answers.append({"school": school.slug, "error": str(error)})
                self.stderr.write(f"{school} : {error}\nLa publication précédente reste en service.")
        if json:
            self.answer(answers)
        if failed:
            raise CommandError("Une publication n’a pas abouti.")

    def _publish(self, school: School, *, silent: bool) -> dict[str, Any]:
        with bar(4, label=school.name, silent=silent) as progress:

            def advance(step: str, done: int, total: int) -> None:
                progress.set_postfix_str(step)
                progress.update(done - progress.n)

            publication = publish(school, advance)
        record = publication.record
        if not silent:
            self.say(
                f"{school} : publication {record.number} en service "
                f"({record.files} fichiers, {record.bytes / 1_000_000:.1f} Mo, {record.seconds:.1f} s)."
            )
            for problem in publication.problems:
                self.say(f"  · {_problem(problem)}")
        return summary(school, publication)


def summary(school: School, publication: Publication) -> dict[str, Any]:
    record = publication.record
    return {
        "school": school.slug,
        "number": record.number,
        "files": record.files,
        "bytes": record.bytes,
        "seconds": record.seconds,
        "problems": publication.problems,
    }


def _problem(problem: dict[str, Any]) -> str:
    where = f"{problem['path']}, ligne {problem['line']}" if problem.get("line") else problem["path"]
    return f"{where} : {problem['message']}"
