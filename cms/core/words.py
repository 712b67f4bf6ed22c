"""What every app says in the same words."""

from datetime import datetime

from django.utils import formats, timezone
from django.utils.translation import gettext as _


def moment(when: datetime) -> str:
    """ "3 mars 2027 à 10:02"."""
    local = timezone.localtime(when)
    return _("%(day)s at %(hour)s") % {
        "day": formats.date_format(local, "DATE_FORMAT"),
        "hour": formats.time_format(local, "TIME_FORMAT"),
    }
