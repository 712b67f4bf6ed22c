"""Reads about what waits. Which schools, and from when: `waiting`."""

from cms.publishing.models import PublicationRequest
from cms.schools.models import School


def waiting_requests(school: School) -> list[PublicationRequest]:
    return list(PublicationRequest.objects.filter(school=school).select_related("actor"))
