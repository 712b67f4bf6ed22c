"""Reads about what one school publishes: what waits, what is in service, whose work it is. Which schools: `waiting`."""

from cms.publishing.enums import Outcome
from cms.publishing.models import PublicationRequest, Release
from cms.schools.models import School


def waiting_requests(school: School) -> list[PublicationRequest]:
    return list(PublicationRequest.objects.filter(school=school).select_related("actor"))


def last_in_service(school: School) -> int:
    """The key of the last publication that visitors were given, 0 before the first."""
    found = Release.objects.filter(school=school, outcome=Outcome.IN_SERVICE).values_list("pk", flat=True).first()
    return found or 0


def people_behind(school: School) -> dict[int, list[str]]:
    """Whose changes each release brought, by its number."""
    rows = Release.objects.filter(school=school, number__isnull=False).values_list("number", "changes")
    found: dict[int, dict[str, None]] = {}
    for number, changes in rows:
        found.setdefault(number or 0, {}).update({change["by"]: None for change in changes if change["by"]})
    return {number: list(names) for number, names in found.items()}
