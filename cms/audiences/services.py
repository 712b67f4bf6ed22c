"""Writes about audiences."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from cms.audiences.models import Audience, AudienceTerm
from cms.core.exceptions import Invalid
from cms.directory.models import Person
from cms.schools.models import School

NAMES = ("profile", "year_group", *AudienceTerm.NAMED)


@transaction.atomic
def make_audience(*, school: School, terms: Sequence[dict[str, Any]]) -> Audience:
    """An audience from its terms, each the keyword arguments of an `AudienceTerm`. Raises `Invalid`."""
    rows = checked_terms(school, terms)
    audience = Audience.objects.create(school=school)
    for row in rows:
        row.audience = audience
    AudienceTerm.objects.bulk_create(rows)
    return audience


def checked_terms(school: School, terms: Sequence[dict[str, Any]]) -> list[AudienceTerm]:
    """Terms that name something, and of this school alone. Raises `Invalid` with what to mend."""
    rows = [AudienceTerm(**term) for term in terms]
    if not any(not row.excluded for row in rows):
        raise Invalid(
            "Dites au moins qui est concerné : un profil, une classe, un groupe, une personne…", code="nobody"
        )
    for row in rows:
        if not any(getattr(row, name) for name in NAMES):
            raise Invalid(
                "Une ligne ne désigne personne. Choisissez-y quelque chose, ou retirez-la.", code="empty-term"
            )
        for part in (getattr(row, name) for name in AudienceTerm.NAMED):
            if part and part.school_id != school.pk:
                raise Invalid(f"« {part} » n’est pas de {school.name}.", code="other-school")
    return rows


@transaction.atomic
def forget(*, people: Sequence[Person]) -> None:
    """Delete the audiences that are these people and nobody else, before their records go: they would be empty."""
    others = AudienceTerm.objects.filter(excluded=False).exclude(person__in=people)
    theirs = Audience.objects.filter(terms__person__in=people, terms__excluded=False)
    Audience.objects.filter(pk__in=theirs.values("pk")).exclude(pk__in=others.values("audience")).delete()
