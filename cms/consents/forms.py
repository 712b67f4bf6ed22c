"""The form by which an agreement is recorded, and that by which it is withdrawn."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from cms.consents import rules
from cms.consents.models import Consent
from cms.consents.selectors import guardians_of, is_pupil, today
from cms.directory.models import Person

SELF, OTHER = "self", "other"


class ConsentForm(forms.ModelForm[Consent]):
    giver_choice = forms.ChoiceField(label=gettext_lazy("Given by"), widget=forms.RadioSelect)
    giver = forms.CharField(
        label=gettext_lazy("Name of the legal guardian"),
        required=False,
        max_length=160,
        help_text=gettext_lazy("Only when they are not in the list above."),
    )

    class Meta:
        model = Consent
        fields = ("image", "voice", "public_site", "family_space", "purpose", "starts_on", "ends_on", "note")
        widgets = {"starts_on": AdminDateInput(), "ends_on": AdminDateInput(), "note": forms.Textarea({"rows": 3})}
        help_texts = {
            "purpose": gettext_lazy("What was agreed to, as the signed form says: “photos of the cross-country race”."),
            "ends_on": gettext_lazy("An agreement for good is none: three years at most."),
            "note": gettext_lazy("Where the signed form is kept, for instance."),
        }

    field_order = ("giver_choice", "giver", *Meta.fields)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        initial = {"starts_on": today(), "ends_on": rules.end_of_school_year(today())}
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.person = person
        self.guardians = {str(one.pk): one for one in guardians_of(person)} if is_pupil(person) else {}
        field: Any = self.fields["giver_choice"]
        field.choices = list(self._choices())
        if len(field.choices) == 1:
            field.initial = field.choices[0][0]
        if not is_pupil(person):
            del self.fields["giver"]

    def _choices(self) -> Any:
        if not is_pupil(self.person):
            yield SELF, str(self.person)
            return
        for key, guardian in self.guardians.items():
            yield key, _("%s, legal guardian") % guardian
        yield OTHER, _("another legal guardian, named below")
        yield SELF, _("%s, who is of age") % self.person

    @property
    def facts(self) -> dict[str, Any]:
        """What `record_consent` takes."""
        cleaned = dict(self.cleaned_data)
        chosen, named = cleaned.pop("giver_choice"), cleaned.pop("giver", "")
        given_by = self.person if chosen == SELF else self.guardians.get(chosen)
        return {**cleaned, "given_by": given_by, "giver": "" if given_by else named}


class WithdrawalForm(forms.Form):
    day = forms.DateField(label=gettext_lazy("Withdrawn on"), widget=AdminDateInput())
