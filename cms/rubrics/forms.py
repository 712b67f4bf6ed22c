"""Forms about roles: who is meant, line by line, and which role they get."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.audiences.models import PLURALS, AudienceTerm
from cms.audiences.selectors import signature
from cms.audiences.services import checked_terms
from cms.core.exceptions import DomainError
from cms.directory.enums import Profile
from cms.directory.models import Function, Group, Person, Subject
from cms.directory.rules import folded
from cms.directory.selectors import classes_this_year, current_people, with_places
from cms.rubrics import words
from cms.rubrics.enums import Role
from cms.schools.models import School

LINE = re.compile(r"line-(\d{1,3})-")
MOST_LINES = 30
MOST_FOUND = 12
REFERENCE = re.compile(r"\s+n° (\d{1,12})\Z")


# --- People, by their name ---


def find_people(school: School, text: str) -> list[Person]:
    """People in force with each of these words in their name, whatever the accents: no database of ours does it."""
    asked = folded(REFERENCE.sub("", text).split(" (")[0]).split()
    if not asked:
        return []
    people = current_people(school.pk)
    named = [
        (f" {folded(f'{first} {last}')}", pk) for pk, first, last in people.values_list("pk", "first_name", "last_name")
    ]
    found = [(name, pk) for name, pk in named if all(word in name for word in asked)]
    # Names that begin with what is typed come first.
    found.sort(key=lambda one: not all(f" {word}" in one[0] for word in asked))
    keys = [pk for _name, pk in found[: 4 * MOST_FOUND]]
    rows = with_places(people.filter(pk__in=keys)).select_related("school", "user")
    return sorted(rows, key=lambda one: keys.index(one.pk))


def labels(people: Iterable[Person]) -> dict[str, Person]:
    """What each is called where one is chosen; a number tells apart those who are called the same."""
    found: dict[str, Person] = {}
    people = list(people)
    said = [words.label(person) for person in people]
    for person, text in zip(people, said, strict=True):
        found[f"{text} n° {person.pk}" if said.count(text) > 1 else text] = person
    return found


# --- Who is meant ---


@dataclass(frozen=True)
class Choices:
    """What a line may name in a school, read once for all its lines; keys are what the form sends."""

    named: Mapping[str, Mapping[str, Any]]
    options: Mapping[str, Sequence[tuple[str, str]]]
    school: School
    finds_people: bool

    @classmethod
    def of(cls, school: School, *, finds_people: bool) -> "Choices":
        classes = classes_this_year(school)
        rows: dict[str, Iterable[Any]] = {
            "function": Function.objects.filter(school=school),
            "subject": Subject.objects.filter(school=school),
            "school_class": classes,
            "group": Group.objects.filter(school=school),
        }
        named: dict[str, Mapping[str, Any]] = {
            name: {str(one.pk): one for one in found} for name, found in rows.items()
        }
        named["profile"] = {profile.value: profile.value for profile in Profile}
        named["year_group"] = {one.year_group: one.year_group for one in classes}
        options = {
            name: [("", EMPTY[name]), *((key, str(one)) for key, one in found.items())] for name, found in named.items()
        }
        options["profile"] = [("", EMPTY["profile"]), *((p.value, capfirst(str(PLURALS[p]))) for p in Profile)]
        return cls(named, options, school, finds_people)


EMPTY: Mapping[str, Any] = {
    "profile": gettext_lazy("Any profile"),
    "function": gettext_lazy("Any function"),
    "subject": gettext_lazy("Any subject"),
    "year_group": gettext_lazy("Any year group"),
    "school_class": gettext_lazy("Any class"),
    "group": gettext_lazy("Any group"),
}
NOT_HERE = gettext_lazy("This choice is not of this school, or is no longer there. Choose another.")


class TermForm(forms.Form):
    """One line of who is meant: all that it names at once. Sends what an `AudienceTerm` takes, in `term`."""

    profile = forms.ChoiceField(label=gettext_lazy("Profile"), required=False)
    school_class = forms.ChoiceField(label=gettext_lazy("Class"), required=False)
    year_group = forms.ChoiceField(label=gettext_lazy("Year group"), required=False)
    group = forms.ChoiceField(label=gettext_lazy("Group"), required=False)
    function = forms.ChoiceField(label=gettext_lazy("Function"), required=False)
    subject = forms.ChoiceField(label=gettext_lazy("Subject taught"), required=False)
    person = forms.CharField(label=gettext_lazy("Person, by their name"), required=False, max_length=300)
    picked = forms.CharField(required=False, max_length=300)
    excluded = forms.BooleanField(label=gettext_lazy("Leave these people out"), required=False)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = choices
        self.candidates: list[str] = []  # when several people are called what was typed
        self.term: dict[str, Any] = {}
        for name, options in choices.options.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
            field.choices = options
            field.error_messages["invalid_choice"] = NOT_HERE
        self.fields["person"].widget.attrs |= {"autocomplete": "off", "data-people": "", "spellcheck": "false"}

    @property
    def names_one_person(self) -> bool:
        """Whether the line is shown as a name alone: what it was sent with has no other field of who is meant."""
        return self.is_bound and {self.add_prefix(name) for name in self.known.options}.isdisjoint(self.data)

    @property
    def is_blank(self) -> bool:
        return not any(self.data.get(self.add_prefix(name)) for name in (*self.known.options, "person"))

    @property
    def number(self) -> str:
        return str(self.prefix).removeprefix("line-")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        person = self._person(cleaned)
        if self.errors:
            return cleaned
        named = {name: found[cleaned[name]] for name, found in self.known.named.items() if cleaned.get(name)}
        if person:
            named["person"] = person
        if not named:
            self.add_error(None, _("This line names nobody. Choose something in it, or remove it."))
        self.term = {**named, "excluded": bool(cleaned.get("excluded"))}
        return cleaned

    def _person(self, cleaned: Mapping[str, Any]) -> Person | None:
        typed = str(cleaned.get("person", "")).strip()
        if not typed:
            return None
        if not self.known.finds_people:
            self.add_error("person", _("You may not name people. Choose a profile, a class or a group."))
            return None
        found = labels(find_people(self.known.school, typed))
        for wanted in (typed, str(cleaned.get("picked", ""))):
            if wanted in found:
                return self._keep(wanted, found[wanted])
        if len(found) == 1:
            return self._keep(*next(iter(found.items())))
        if found:
            self.candidates = list(found)[:MOST_FOUND]
            self.add_error("person", _("Several people are called that. Choose which, or write more of the name."))
        else:
            self.add_error("person", _("Nobody of %s is called that. Check the name.") % self.known.school.name)
        return None

    def _keep(self, text: str, person: Person) -> Person:
        """What is shown again is the whole name: nobody wonders who was found."""
        self.data = {**self.data, self.add_prefix("person"): text, self.add_prefix("picked"): ""}
        return person


class Lines:
    """The lines of a form as they were sent, with the school's own choices."""

    def __init__(self, data: Mapping[str, Any] | None, choices: Choices) -> None:
        self.choices = choices
        numbers = sorted({int(found[1]) for key in data or () if (found := LINE.match(key))})[:MOST_LINES]
        self.bound = bool(numbers)
        plain = dict(data.items()) if data else {}
        self.forms = [self._form(number, plain) for number in numbers] or [self._form(0, None)]
        self.model = self._form(0, None)
        self.refusal = ""

    def _form(self, number: int, data: Mapping[str, Any] | None) -> TermForm:
        return TermForm(data, prefix=f"line-{number}", choices=self.choices)

    def remove(self, number: str) -> None:
        self.forms = [form for form in self.forms if form.number != number] or [self._form(0, None)]

    def add(self, *, person: bool = False) -> None:
        """One more line; for a person by name, in place of those where nothing was chosen."""
        if len(self.forms) >= MOST_LINES:
            return
        number = max(int(form.number) for form in self.forms) + 1
        if person:
            self.forms = [form for form in self.forms if not form.is_blank]
        self.forms.append(self._form(number, {f"line-{number}-person": ""} if person else None))

    def is_valid(self) -> bool:
        valid = [form.is_valid() for form in self.forms]  # each, so that each says what it lacks
        if not self.bound or not all(valid):
            return False
        try:
            checked_terms(self.choices.school, self.terms)
        except DomainError as error:
            self.refusal = error.message
        return not self.refusal

    @property
    def terms(self) -> list[dict[str, Any]]:
        return [form.term for form in self.forms]

    def rows(self) -> list[AudienceTerm]:
        return [AudienceTerm(**term) for term in self.terms]

    def seal(self) -> str:
        """Stands for these very people: what was shown is what is given."""
        said = sorted(repr(row) for row in signature(self.rows()))
        return sha256("|".join(said).encode()).hexdigest()[:16]


class RoleForm(forms.Form):
    role = forms.TypedChoiceField(
        label=gettext_lazy("Role"),
        choices=words.role_choices,
        coerce=lambda value: Role(int(value)),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a role."), "invalid_choice": gettext_lazy("Choose a role.")},
    )
