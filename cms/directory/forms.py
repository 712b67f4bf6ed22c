"""Forms of the people screens. What they refuse by themselves is what is missing; services refuse the rest."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cms.directory.enums import Ending, Profile, Source, State
from cms.directory.models import Function, Group, SchoolClass, Subject
from cms.directory.selectors import Criteria, classes_this_year, year_groups
from cms.schools.models import School

NAME = 80  # characters of each name


def _any(choices: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    return [("", "—"), *((value, capfirst(str(label))) for value, label in choices)]


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))


class SearchForm(forms.Form):
    """Simple, advanced, and for those with the right technical (DIR-03). `school` when there are several."""

    ADVANCED = ("school", "profile", "function", "subject", "year_group", "school_class", "group")
    TECHNICAL = ("username", "source_key", "source", "state", "ending")

    name = forms.CharField(
        label=_("Name"), required=False, max_length=2 * NAME, widget=forms.TextInput(attrs={"type": "search"})
    )
    school = forms.ModelChoiceField(School.objects.none(), label=_("school"), to_field_name="slug", empty_label=None)
    profile = forms.ChoiceField(label=_("profile"), required=False, choices=_any(Profile.choices))
    function = forms.ModelChoiceField(
        Function.objects.none(), label=_("function"), required=False, to_field_name="ref", empty_label="—"
    )
    subject = forms.ModelChoiceField(
        Subject.objects.none(), label=_("subject taught"), required=False, to_field_name="ref", empty_label="—"
    )
    year_group = forms.ChoiceField(label=_("year group"), required=False)
    school_class = forms.ModelChoiceField(
        SchoolClass.objects.none(), label=_("class"), required=False, to_field_name="ref", empty_label="—"
    )
    group = forms.ModelChoiceField(
        Group.objects.none(), label=_("group"), required=False, to_field_name="ref", empty_label="—"
    )
    username = forms.CharField(label=_("Username"), required=False, max_length=150)
    source_key = forms.CharField(label=_("identifier at the source"), required=False, max_length=80)
    source = forms.ChoiceField(label=_("source of the account"), required=False, choices=_any(Source.choices))
    state = forms.ChoiceField(label=_("state of the account"), required=False, choices=_any(State.choices))
    ending = forms.ChoiceField(label=_("end of access"), required=False, choices=_any(Ending.choices))

    def __init__(self, data: Any, *, school: School, schools: list[School], technical: bool) -> None:
        super().__init__(data)
        here: dict[str, Any] = {
            "function": school.functions.all(),
            "subject": school.subjects.all(),
            "school_class": SchoolClass.objects.filter(pk__in=[one.pk for one in classes_this_year(school)]),
            "group": school.groups.all(),
            "school": School.objects.filter(pk__in=[one.pk for one in schools]),
        }
        for name, rows in here.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        self.fields["year_group"].choices = _any([(one, one) for one in year_groups(school)])  # type: ignore[attr-defined]
        if len(schools) < 2:
            del self.fields["school"]
        else:
            self.fields["school"].initial = school
            self.fields["school"].required = False
        if not technical:
            for name in self.TECHNICAL:
                del self.fields[name]

    @property
    def criteria(self) -> Criteria:
        return Criteria(**{name: value for name, value in self.cleaned_data.items() if name != "school" and value})

    def advanced(self) -> list[forms.BoundField]:
        return [self[name] for name in self.ADVANCED if name in self.fields]

    def technical(self) -> list[forms.BoundField]:
        return [self[name] for name in self.TECHNICAL if name in self.fields]

    @property
    def asks_advanced(self) -> bool:
        return self._asks(self.ADVANCED)

    @property
    def asks_technical(self) -> bool:
        return self._asks(self.TECHNICAL)

    def _asks(self, names: tuple[str, ...]) -> bool:
        return any(self.data.get(name) for name in names if name in self.fields and name != "school")


class NameForm(forms.Form):
    name = forms.CharField(label=_("Name of the group"), max_length=NAME)


class GuestForm(forms.Form):
    first_name = forms.CharField(label=_("first name"), max_length=NAME)
    last_name = forms.CharField(label=_("last name"), max_length=NAME)
    email = forms.EmailField(label=_("e-mail address"))
    ends_on = _day(_("last day of access"))


class EndForm(forms.Form):
    ends_on = _day(_("last day of access"))


class ClosingForm(forms.Form):
    first = _day(_("closed from"))
    last = _day(_("closed until (this day included)"))
