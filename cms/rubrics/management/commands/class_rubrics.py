"""`preau class-rubrics [école]`."""

from argparse import ArgumentParser
from typing import Any

from django.db import transaction

from cms.core.commands import PreauCommand
from cms.rubrics.services import follow_classes
from cms.rubrics.upkeep import class_rubrics
from cms.schools.models import School
from cms.schools.selectors import all_schools, school_by_slug


class Command(PreauCommand):
    help = "Fait la rubrique de chaque classe de l’année, et archive celles des années passées."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("schools", nargs="*", metavar="école", help="nom court ; toutes par défaut")

    def run(self, schools: list[str], json: bool, **options: Any) -> None:
        chosen = [school_by_slug(slug) for slug in schools] or all_schools()
        done = {school: self._follow(school) for school in chosen}
        if json:
            self.answer({school.slug: what for school, what in done.items()})
            return
        for school, what in done.items():
            self.say(f"{school} ({school.slug})")
            self.say(f"  faites : {', '.join(what['made']) or 'aucune'}")
            self.say(f"  archivées : {', '.join(what['archived']) or 'aucune'}")

    @transaction.atomic
    def _follow(self, school: School) -> dict[str, list[str]]:
        before = set(class_rubrics(school).filter(archived_at=None).values_list("pk", flat=True))
        made = follow_classes(school=school)
        archived = class_rubrics(school).filter(pk__in=before, archived_at__isnull=False)
        return {
            "made": [rubric.title for rubric in made],
            "archived": list(archived.order_by("title").values_list("title", flat=True)),
        }
