"""`preau publish [école…] [--watch]`."""

import logging
import os
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import CommandError, call_command
from django.db import close_old_connections, connection, transaction
from django.db.utils import DatabaseError

from cms.agenda.services import follow_the_day
from cms.articles.services import put_online_what_is_due
from cms.consents.services import follow_the_calendar
from cms.core.commands import PreauCommand, bar
from cms.publishing.selectors import failures_since_service, waiting_schools
from cms.schools.models import School
from cms.schools.selectors import all_schools, school_by_slug
from publicsite.publisher import Publication, PublicationFailed, publish
from publicsite.releases import AlreadyPublishing
from publicsite.renderer import Renderer

logger = logging.getLogger("preau.publish")
POLL_SECONDS = 0.1
SCHEDULE_SECONDS = 30
LONGEST_WAIT = 300


class Command(PreauCommand):
    help = "Publie la zone publique d’une école, ou de toutes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("schools", nargs="*", metavar="école", help="nom court ; toutes par défaut")
        parser.add_argument("--watch", action="store_true", help="rester là et publier ce qui change")

    def run(self, schools: list[str], watch: bool, json: bool, **options: Any) -> None:
        if watch:
            Watch().run()
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


class Watch:
    """Publishes schools as their outbox fills, and follows the calendar of articles and consents. Runs until killed.

    A school that fails is tried again after a delay that doubles, and does not hold the others up.
    """

    def __init__(self) -> None:
        self.due: dict[int, float] = {}
        self.schedule_due = 0.0
        self.parent = os.getppid()
        self.renderer = Renderer(standby=True)

    def run(self) -> None:
        while os.getppid() == self.parent:  # orphaned: whoever started us is gone
            try:
                self._turn()
            except (DatabaseError, OSError):
                logger.exception("La base ou le disque ne répond pas ; nouvel essai dans 5 secondes.")
                connection.close()
                time.sleep(5)
            time.sleep(POLL_SECONDS)

    def _turn(self) -> None:
        if time.monotonic() >= self.schedule_due:
            self.schedule_due = time.monotonic() + SCHEDULE_SECONDS
            close_old_connections()  # not at each turn: opening one costs more than the question asked of it
            put_online_what_is_due()
            with transaction.atomic():  # what expires leaves with its outbox row, or stays
                call_command("publish_scheduled", verbosity=0)
                follow_the_calendar()  # an agreement that ends today takes its pictures off the site
                follow_the_day()
        for school in waiting_schools():
            if time.monotonic() >= self.due.get(school.pk, 0):
                self._publish(school)

    def _publish(self, school: School) -> None:
        try:
            record = publish(school, renderer=self.renderer).record
            self.due.pop(school.pk, None)
            logger.info("%s : publication %s en service en %.2f s", school.slug, record.number, record.seconds)
        except AlreadyPublishing:
            self.due[school.pk] = time.monotonic() + 1
        except PublicationFailed as error:
            wait = min(LONGEST_WAIT, 2 ** failures_since_service(school))
            self.due[school.pk] = time.monotonic() + wait
            logger.error("%s : %s Nouvel essai dans %d s.", school.slug, error, wait)
