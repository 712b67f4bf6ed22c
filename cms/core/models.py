"""Abstract bases only."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Referenced(models.Model):
    """Has a reference that outsiders see: primary keys never leave the database (they can be counted and guessed)."""

    ref = models.UUIDField(_("reference"), default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True
