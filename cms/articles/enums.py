from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where an article is in its life (ART-02), as the people who write say it."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    REFUSED = "refused", _("refused")
    SCHEDULED = "scheduled", _("scheduled")
    ONLINE = "online", _("online")
    OFFLINE = "offline", _("taken offline")
    ARCHIVED = "archived", _("archived")
    MODEL = "model", _("model")  # to begin others from (ART-06): on no way to readers


class Proposal(models.TextChoices):
    """What became of the latest request to put an article online; empty when nothing is asked."""

    NONE = "", _("nothing asked")
    WAITING = "waiting", _("waiting for a decision")
    REFUSED = "refused", _("refused")


class Outcome(models.TextChoices):
    """How a submission ended; empty as long as it waits."""

    WAITING = "", _("waiting for a decision")
    ACCEPTED = "accepted", _("put online")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")
