"""`preau rollback [école] [--to NUMÉRO]`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import CommandError

from cms.core.commands import PreauCommand
from cms.core.exceptions import Invalid
from cms.schools.models import School
from cms.schools.selectors import all_schools, school_by_slug
from publicsite.publisher import WouldReappear, roll_back
from publicsite.releases import AlreadyPublishing, NoSuchRelease


class Command(PreauCommand):
    help = "Remet en service une publication précédente : la dernière avant celle-ci, ou celle que l’on nomme."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("school", nargs="?", metavar="école", help="nom court ; inutile s’il n’y a qu’une école")
        parser.add_argument(
            "--even-withdrawn", action="store_true", help="même si cela montre de nouveau ce qui a été retiré depuis"
        )
        parser.add_argument("--to", type=int, metavar="NUMÉRO", help="numéro de la publication à remettre")

    def run(self, school: str | None, to: int | None, even_withdrawn: bool, json: bool, **options: Any) -> None:
        chosen = only_school(school)
        try:
            number = roll_back(chosen, to, even_withdrawn=even_withdrawn)
        except (NoSuchRelease, AlreadyPublishing, WouldReappear) as error:
            raise CommandError(str(error)) from None
        if json:
            self.answer({"school": chosen.slug, "number": number})
        else:
            self.say(
                f"{chosen} : publication {number} de nouveau en service. "
                "La prochaine modification publiera le contenu d’aujourd’hui."
            )


def only_school(slug: str | None) -> School:
    """The school named, or the only one there is. Raises `Invalid` when a name is needed."""
    if slug:
        return school_by_slug(slug)
    schools = all_schools()
    if len(schools) != 1:
        names = ", ".join(school.slug for school in schools) or "aucune"
        raise Invalid(f"Dites de quelle école il s’agit. Écoles connues : {names}.")
    return schools[0]
