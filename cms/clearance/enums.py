from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """What became of what was found."""

    ASKED = "asked", _("shown to whoever puts online")
    CONFIRMED = "confirmed", _("confirmed")
    CORRECTED = "corrected", _("corrected")
    MOVED = "moved", _("sent to the authenticated zone")
    WITHDRAWN = "withdrawn", _("taken offline")


class Ground(models.TextChoices):
    """Why what was found may be read by anyone."""

    CONSENT = "consent", _("It is needed, and the people agree: for minors, their parents.")
    OFFICIAL = "official", _("It is professional or official, made to be public.")
    MISTAKEN = "mistaken", _("It is about nobody: a false alarm.")


class Beyond(models.TextChoices):
    """Finds that no rule makes on a text; the others are `cms.privacy.enums.Kind`."""

    UNREAD = "unread", _("document that nobody has looked into")
    PERSON = "person", _("person shown")
