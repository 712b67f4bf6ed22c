"""The parts of the forms of images and documents: files that are checked, the licence with what it allows."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.account import AvatarPreferencesForm
from wagtail.documents.fields import WagtailDocumentField
from wagtail.images.fields import WagtailImageField

from cms.media import licences, rules
from cms.media.checking import Refused, check_upload


class _Checked:
    """A field of files: what it gives has passed `checking`, and so has the upload itself wherever it is kept."""

    image: bool

    def to_python(self, data: Any) -> Any:
        upload = forms.FileField.to_python(self, data)  # type: ignore[arg-type]  # a field, beside us
        if upload is None:
            return None
        try:
            check_upload(upload, image=self.image)
        except Refused as error:
            raise ValidationError(error.message, code=error.code) from None
        return upload


class CheckedImageField(_Checked, WagtailImageField):
    image = True

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.validators: list[Any] = []
        self.help_text = _("JPEG, PNG, GIF or WebP, 5 MB at most. The place and the camera are taken out of it.")


class CheckedDocumentField(_Checked, WagtailDocumentField):
    image = False

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.help_text = _(
            "%(formats)s; 50 MB at most, 100 MB for a film. The names of authors are taken out of it."
        ) % {"formats": ", ".join(rules.DOCUMENTS)}


class LicenceSelect(forms.Select):
    """With the table of what each licence allows at hand."""

    template_name = "media/licence_select.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        duty = _("to be done,not needed")
        return context | {"licences": licences.table(), "yes_no": _("yes,no"), "duty": duty}


class CheckedAvatarForm(AvatarPreferencesForm):
    """One's own portrait passes the same checks."""

    avatar = CheckedImageField(label=gettext_lazy("Upload a profile picture"), required=False)
