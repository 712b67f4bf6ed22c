"""What the managers of a school are told of its publications: that they fail, once, and only when it lasts."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from cms.core import clock
from cms.notifications.enums import Kind
from cms.notifications.selectors import is_told
from cms.notifications.services import forget, tell
from cms.publishing.waiting import failing
from cms.rubrics.actors import accounts_managing
from cms.schools.models import School

LASTING = timedelta(hours=1)


def tell_what_fails(school: School) -> None:
    """Called after each attempt; the first that goes into service takes back what was told."""
    fault = failing(school.pk)
    if fault is None:
        forget(about=school.ref, kind=Kind.PUBLICATION)
        return
    text = _(
        "Publications of the public site have been failing for more than an hour. Visitors keep the one before, and "
        "nothing is lost; the screen “Publications” says why."
    )
    if clock.now() - fault.since < LASTING or is_told(about=school.ref, kind=Kind.PUBLICATION, text=text):
        return
    address = f"{reverse('publications')}?school={school.slug}"
    recipients = accounts_managing(school.root_page)
    tell(recipients=recipients, kind=Kind.PUBLICATION, about=school.ref, text=text, address=address, actor=None)
