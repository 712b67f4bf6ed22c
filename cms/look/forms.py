"""The form of a school's look. It keeps no rule of its own: the service's refusals are shown at their fields."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms import BoundField
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.images.widgets import AdminImageChooser

from cms.core.keys import row_at
from cms.look.services import contrast_refusals
from cms.media.models import SchoolImage
from cms.media.selectors import choosable
from cms.schools.models import School, hexadecimal_colour

# The groups of the screen, in order: title, what it says of itself, fields.
GROUPS: Sequence[tuple[str | Promise, str | Promise, Sequence[str]]] = (
    (_("Identity"), "", ("name", "motto", "logo")),
    (_("Colours"), "", ("colour", "accent")),
    (_("Layout"), "", ("layout",)),
    (
        _("Contact"),
        _("At the foot of every page, in the legal notice and in the contact tile."),
        ("address", "postcode", "town", "phone", "email", "opening_hours"),
    ),
    (
        _("Legal notice"),
        _("The law asks who answers for the site and who keeps it."),
        ("publication_director", "host", "legal_notice"),
    ),
    (
        _("Accessibility statement"),
        _("The page “Accessibilité” is written from this, in the words of the RGAA; every page has a link to it."),
        ("accessibility_state", "accessibility_results", "accessibility_issues", "accessibility_contact"),
    ),
)


class LookForm(forms.ModelForm[School]):
    logo: Any = forms.ModelChoiceField(
        SchoolImage.objects.none(),
        label=_("logo"),
        required=False,
        widget=AdminImageChooser,
        help_text=_("PNG, JPEG or WebP; better without a margin. It stands on white beside the name."),
    )

    class Meta:
        model = School
        fields = tuple(name for _title, _lead, names in GROUPS for name in names if name != "logo")
        widgets = {
            "colour": forms.TextInput({"type": "color"}),
            "accent": forms.TextInput({"type": "color"}),
            "layout": forms.RadioSelect,
            "address": forms.Textarea({"rows": 2}),
            "opening_hours": forms.Textarea({"rows": 3}),
            "host": forms.Textarea({"rows": 2}),
            "legal_notice": forms.Textarea({"rows": 4}),
            "accessibility_state": forms.RadioSelect,
            "accessibility_results": forms.Textarea({"rows": 3}),
            "accessibility_issues": forms.Textarea({"rows": 4}),
        }

    def __init__(self, data: QueryDict | None, *, instance: School, user: Any) -> None:
        images = SchoolImage.objects.filter(collection=instance.collection_id)
        self.user, self.school = user, instance
        self.kept = images.filter(name=instance.logo_name).first() if instance.logo_name else None
        self.stray = bool(data) and not _is_among(images, str(data.get("logo") or ""))  # type: ignore[union-attr]
        if data and self.stray:  # shown again, the field would say the title of an image that is not theirs
            data = data.copy()
            data["logo"] = str(self.kept.pk if self.kept else "")
        super().__init__(data, instance=instance, initial={"logo": self.kept and self.kept.pk})
        self.fields["logo"].queryset = images  # type: ignore[attr-defined]

    def clean_logo(self) -> SchoolImage | None:
        """Any image of the school that the person may choose; the one that is there already stays."""
        logo: SchoolImage | None = self.cleaned_data["logo"]
        if self.stray:
            raise forms.ValidationError(_("This image is not one of the school’s."))
        if logo and logo != self.kept and not choosable(self.user, self.school, [(SchoolImage, logo.pk)]):
            raise forms.ValidationError(_("You may not use this image."))
        return logo

    def clean_colour(self) -> str:
        return str(self.cleaned_data["colour"]).lower()

    def clean_accent(self) -> str:
        return str(self.cleaned_data["accent"]).lower()

    def clean(self) -> dict[str, Any]:
        """Both colours are refused at once: the screen shows what to change in each."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "colour" in cleaned and "accent" in cleaned:
            for field, sentence in contrast_refusals(cleaned["colour"], cleaned["accent"]).items():
                self.add_error(field, sentence)
        return cleaned

    @property
    def groups(self) -> list[tuple[str | Promise, str | Promise, list[BoundField]]]:
        return [(title, lead, [self[name] for name in names]) for title, lead, names in GROUPS]

    @property
    def facts(self) -> dict[str, Any]:
        """What `change_look` takes."""
        facts = dict(self.cleaned_data)
        logo = facts.pop("logo")
        return {**facts, "logo_name": logo.name if logo else ""}


def _is_among(images: QuerySet[SchoolImage], key: str) -> bool:
    return not key or row_at(images, key) is not None


class PaletteForm(forms.Form):
    """Two colours, as they are being chosen."""

    colour = forms.CharField(max_length=7, validators=[hexadecimal_colour])
    accent = forms.CharField(max_length=7, validators=[hexadecimal_colour])
