"""Writes about agendas that nobody asks for: a day that ends changes what is to come."""

from cms.publishing.enums import Outcome, Reason
from cms.publishing.models import Release
from cms.publishing.selectors import waiting_requests
from cms.publishing.services import request_publication
from cms.rubrics.models import Rubric
from cms.rubrics.selectors import public_paths
from cms.schools.models import School
from cms.schools.selectors import all_schools, day_at


def follow_the_day() -> None:
    """Ask that each school with a public agenda be published once a day, on its own clock.

    Pages tell what is to come from the day on which they are made. Nothing is asked while something waits, nor of a
    school that was never published.
    """
    for school in all_schools():
        last = Release.objects.filter(school=school, outcome=Outcome.IN_SERVICE).first()
        if last is None or waiting_requests(school):
            continue
        if day_at(school, last.ended_at) < day_at(school) and _has_agenda(school):
            request_publication(school=school, reason=Reason.DAY, subject=school.name)


def _has_agenda(school: School) -> bool:
    """Whether some agenda is on the public site: its pages show the dates of articles too."""
    return Rubric.objects.filter(path__in=public_paths(school), agenda=True).exists()
