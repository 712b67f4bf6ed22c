"""Reads about what waits and what was published."""

from cms.publishing.enums import Outcome
from cms.publishing.models import PublicationRequest, Release
from cms.schools.models import School


def waiting_schools() -> list[School]:
    """Schools with something in the outbox, the one that has waited longest first."""
    ids = PublicationRequest.objects.order_by("pk").values_list("school_id", flat=True)
    order = list(dict.fromkeys(ids))
    found = School.objects.select_related("site__root_page", "collection").in_bulk(order)
    return [found[pk] for pk in order]


def waiting_requests(school: School) -> list[PublicationRequest]:
    return list(PublicationRequest.objects.filter(school=school).select_related("actor"))


def last_in_service(school: School) -> int:
    """The key of the last publication that visitors were given, 0 before the first."""
    found = Release.objects.filter(school=school, outcome=Outcome.IN_SERVICE).values_list("pk", flat=True).first()
    return found or 0


def failures_since_service(school: School) -> int:
    """How many attempts failed since the last one that went into service."""
    outcomes = Release.objects.filter(school=school).values_list("outcome", flat=True)[:20]
    failures = 0
    for outcome in outcomes:
        if outcome != "failed":
            break
        failures += 1
    return failures


def people_behind(school: School) -> dict[int, list[str]]:
    """Whose changes each release brought, by its number."""
    rows = Release.objects.filter(school=school, number__isnull=False).values_list("number", "changes")
    found: dict[int, dict[str, None]] = {}
    for number, changes in rows:
        found.setdefault(number or 0, {}).update({change["by"]: None for change in changes if change["by"]})
    return {number: list(names) for number, names in found.items()}
