from django.db import models
from django.utils.translation import gettext_lazy as _


class CommentState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SHOWN = "shown", _("shown")
    REFUSED = "refused", _("refused")
