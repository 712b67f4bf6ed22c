"""Keeping families out for a while (DIR-07)."""

from datetime import date
from typing import Any

from django.db import transaction

from cms.core import clock
from cms.core.exceptions import Conflict, Invalid
from cms.directory import rules
from cms.directory.rules import DirectoryRight
from cms.directory.services.shared import record, require
from cms.schools.models import School
from cms.schools.services import update_school


@transaction.atomic
def close_access(*, school: School, first: date, last: date, actor: Any) -> None:
    """Keep pupils and parents out from one day to another, both included. Staff and guests still enter."""
    require(actor, DirectoryRight.CLOSE_ACCESS, school)
    if last < first:
        raise Invalid("La fin vient avant le début : choisissez un jour plus tard.", code="closing-reversed")
    if last < clock.now().date():
        raise Invalid("Cette fermeture serait déjà finie : choisissez une fin à venir.", code="closing-past")
    if last > (latest := rules.latest_closing(first)):
        raise Invalid(
            f"L’accès se ferme pour un an au plus : choisissez une fin jusqu’au {latest:%d/%m/%Y}.",
            code="closing-too-long",
        )
    update_school(school=school, families_out_from=first, families_out_until=last)
    record("preau.access.closed", school, actor, first=first.isoformat(), until=last.isoformat())


@transaction.atomic
def open_access(*, school: School, actor: Any) -> None:
    """Let pupils and parents in at once, and forget the closing that was to come."""
    require(actor, DirectoryRight.CLOSE_ACCESS, school)
    if school.families_out_from is None and school.families_out_until is None:
        raise Conflict("L’accès des élèves et des parents est déjà ouvert.", code="already-open")
    update_school(school=school, families_out_from=None, families_out_until=None)
    record("preau.access.opened", school, actor)
