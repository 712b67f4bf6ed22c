"""Adults who accompany a pupil (DIR-05)."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from cms.core.exceptions import Conflict, Invalid
from cms.directory.enums import ACCOMPANISTS, GuardianKind
from cms.directory.models import Guardianship, Person
from cms.directory.rules import DirectoryRight
from cms.directory.services.bulk import Guard, entrust
from cms.directory.services.shared import record, refuse_gone, refuse_nobody, require


@transaction.atomic
def link_adults(*, pupil: Person, adults: Sequence[Person], actor: Any) -> None:
    """Adults who accompany a pupil and see their lessons. The link gives nothing on rubrics."""
    require(actor, DirectoryRight.LINK_ADULTS, pupil.school)
    refuse_nobody(adults)
    for adult in adults:
        _refuse_unless_accompanist(adult)
        refuse_gone(adult)
        if Guardianship.objects.filter(guardian=adult, pupil=pupil).exists():
            raise Conflict(f"{adult} est déjà rattaché à {pupil}.", code="already-linked")
    entrust(guards=[Guard(adult, pupil, GuardianKind.ACCOMPANYING) for adult in adults])
    record("preau.adult.linked", pupil, actor, people=adults)


@transaction.atomic
def unlink_adult(*, pupil: Person, adult: Person, actor: Any) -> None:
    """Raises `Conflict` for a parent or a person in charge: the académie says who they are."""
    require(actor, DirectoryRight.LINK_ADULTS, pupil.school)
    link = Guardianship.objects.filter(guardian=adult, pupil=pupil).first()
    if link is None:
        raise Conflict(f"{adult} n’est plus rattaché à {pupil}.", code="not-linked")
    if link.kind != GuardianKind.ACCOMPANYING:
        raise Conflict(
            f"Le lien entre {adult} et {pupil} vient de l’annuaire de l’académie et ne se change pas ici.",
            code="record-read-only",
        )
    link.delete()
    record("preau.adult.unlinked", pupil, actor, people=[adult])


def _refuse_unless_accompanist(adult: Person) -> None:
    if adult.profile not in ACCOMPANISTS:
        raise Invalid(
            f"{adult} est {adult.get_profile_display()} : accompagnent un élève les personnels, les agents de la "
            "collectivité et les invités.",
            code="not-an-accompanist",
        )
