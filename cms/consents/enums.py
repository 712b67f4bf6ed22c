from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """What a consent is today."""

    IN_FORCE = "in-force", _("in force")
    TO_COME = "to-come", _("not begun yet")
    ENDED = "ended", _("over")
    WITHDRAWN = "withdrawn", _("withdrawn")
