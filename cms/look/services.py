"""The one write: what a school shows of itself."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from cms.core import colours
from cms.core.exceptions import Invalid, NotAllowed
from cms.rubrics.permissions import schools_managed
from cms.schools.enums import AccessibilityState
from cms.schools.models import School
from cms.schools.services import update_school

GROUNDS = {"paper": "sur le fond des pages", "shade": "sur les surfaces teintées"}
NAMES = {"colour": "couleur principale", "accent": "couleur d’accent"}


@transaction.atomic
def change_look(*, school: School, actor: Any, **facts: Any) -> list[str]:
    """Write `facts`, fields of `School`, where they differ, and say which did.

    The publisher hears of it from the school itself (`publishing.receivers`). Raises `NotAllowed`, and `Invalid` for a
    palette that cannot be read ("contrast-colour", "contrast-accent") or a conformity that no audit supports ("audit").
    """
    if school not in schools_managed(actor):
        raise NotAllowed(f"Vous ne gérez pas « {school.name} ».")
    kept = School.objects.select_for_update(of=("self",)).get(pk=school.pk)
    changed = {name: value for name, value in facts.items() if getattr(kept, name) != value}
    after = {field.attname: getattr(kept, field.attname) for field in School._meta.concrete_fields} | changed
    require_contrast(after["colour"], after["accent"])
    _require_audit(after)
    if changed:
        before = {name: str(getattr(kept, name)) for name in changed}
        update_school(school=kept, **changed)
        log(instance=kept, action="preau.look", user=actor, data={"school": school.pk, "before": before})
    return sorted(changed)


def require_contrast(colour: str, accent: str) -> None:
    refusals = contrast_refusals(colour, accent)
    for field, sentence in refusals.items():
        raise Invalid(sentence, code=f"contrast-{field}")


def contrast_refusals(colour: str, accent: str) -> Mapping[str, str]:
    """By field, the worst of its pairs and the nearest colour that passes."""
    nearest = dict(zip(("colour", "accent"), colours.corrected(colour, accent), strict=True))
    found: dict[str, str] = {}
    for reading in sorted(colours.faults(colour, accent), key=lambda reading: reading.ratio):
        field = reading.pair.field
        found.setdefault(
            field,
            f"Un texte en {NAMES[field]} {GROUNDS[reading.pair.ground]} aurait un contraste de {ratio(reading.ratio)}, "
            f"or il faut au moins {ratio(colours.AA)} pour être lu. La couleur la plus proche qui convient : "
            f"{nearest[field]}.",
        )
    return found


def ratio(value: float) -> str:
    """Rounded down, as a checker does: 4.496 is not 4.5."""
    return f"{int(value * 100) / 100:.2f}".rstrip("0").rstrip(".").replace(".", ",") + ":1"


def _require_audit(facts: Mapping[str, Any]) -> None:
    if facts["accessibility_state"] != AccessibilityState.NONE and not facts["accessibility_results"].strip():
        raise Invalid(
            "Un site n’est dit conforme qu’après un audit : écrivez qui l’a mené, quand, et ce qu’il a trouvé.",
            code="audit",
        )
