from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.agenda import rules


class Repeat(models.TextChoices):
    """How often an event takes place again: `rules.Repeat`, with its words."""

    NONE = rules.Repeat.NONE.value, _("does not repeat")
    DAY = rules.Repeat.DAY.value, _("every day")
    WEEK = rules.Repeat.WEEK.value, _("every week")
    FORTNIGHT = rules.Repeat.FORTNIGHT.value, _("every two weeks")
    MONTH = rules.Repeat.MONTH.value, _("every month")


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")
