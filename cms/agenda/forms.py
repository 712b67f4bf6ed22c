"""The form of an event: that of an article, with days of the week as boxes and dates as people type them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.agenda.enums import Weekday
from cms.articles.forms import ArticleForm


class EventForm(ArticleForm):
    weekdays = forms.TypedMultipleChoiceField(
        label=_("on these days"),
        choices=Weekday.choices,
        coerce=str,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For a repetition by weeks. None ticked: the first day’s own."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["weekdays"] = [one for one in str(self.initial.get("weekdays") or "").split(",") if one]

    def clean_weekdays(self) -> str:
        return ",".join(sorted(self.cleaned_data["weekdays"]))
