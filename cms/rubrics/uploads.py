"""The forms by which images and documents come in: which rubric they count in, and whether it has room (FILE-02)."""

import re
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm
from wagtail.models import Page, UploadedFile
from wagtail.permissions import policy_registry

from cms.core.keys import RowField
from cms.directory.selectors import persons_of
from cms.media.forms import CheckedDocumentField, CheckedImageField, LicenceSelect
from cms.media.room import in_short, refusal_of
from cms.media.selectors import use_of
from cms.media.services import other_format
from cms.rubrics.models import Rubric
from cms.rubrics.permissions import schools_managed
from cms.rubrics.rules import STEP

STORED_UPLOAD = re.compile(r"uploaded-(?:image|document)-(\d{1,18})\Z")


class RubricField(RowField[Rubric]):
    """Rubrics where one writes, each with what it holds."""

    def __init__(self, rubrics: QuerySet[Rubric], **options: Any) -> None:
        super().__init__(rubrics, **options)
        self.uses = use_of(rubrics.values_list("pk", flat=True))
        self.top = min((len(rubric.path) for rubric in rubrics), default=0)

    def label_from_instance(self, rubric: Any) -> str:
        indent = "— " * ((len(rubric.path) - self.top) // STEP)
        return f"{indent}{rubric.title} ({in_short(self.uses[rubric.pk])})" if rubric.pk in self.uses else rubric.title


class Placed:
    """A form of Wagtail's for a file, with the rubric where it counts."""

    field_class: Any
    only: int | None = None  # the one rubric where they write
    add_prefix: Any
    errors: Any
    instance: Any
    fields: dict[str, Any]
    data: Any
    prefix: Any
    initial: Any

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)  # type: ignore[call-arg]  # Wagtail's form, beside us
        self.user = user
        stock = self.fields.get("file")
        if stock:
            self.fields["file"] = self.field_class(label=stock.label, required=stock.required, widget=stock.widget)
        if "licence" in self.fields:
            self.fields["licence"].widget = LicenceSelect(choices=self.fields["licence"].choices)
        if "credit" in self.fields:
            self._propose_credit()
        if user is not None:
            self.fields["rubric"] = self._rubric_field()

    def _propose_credit(self) -> None:
        """The school's own name, since most pictures are its own; whoever knows better says so."""
        self.fields["credit"].help_text = _(
            "Whom readers owe it to, as they will read it. Change it when the file is not the school’s own."
        )
        schools = {person.school for person in persons_of(self.user)} if self.user else set()
        if not self.instance.pk and len(schools) == 1:
            self.initial["credit"] = self.initial.get("credit") or schools.pop().name

    def _rubric_field(self) -> RubricField:
        pages = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(self.user, {"add"})
        allowed = Rubric.objects.filter(pk__in=pages.values("pk"))
        if self.instance.place_id:
            allowed |= Rubric.objects.filter(pk=self.instance.place_id)
        rubrics = allowed.order_by("path")
        keys = list(rubrics.values_list("pk", flat=True)[:2])
        free = bool(self.instance.pk) or not keys or bool(schools_managed(self.user))
        self.only = keys[0] if len(keys) == 1 and not free else None
        return RubricField(
            rubrics,
            required=not free and self.only is None,
            initial=self.instance.place_id or self.initial.get("rubric") or self.only,
            empty_label=_("The whole school (counts in no rubric)") if free else _("Choose a rubric"),
            label=_("Rubric where it counts"),
            help_text=_("Each rubric has room for a number of files and a size in all."),
            error_messages={
                "required": _("Choose the rubric where this file counts."),
                "invalid_choice": _("You may not add files to this rubric. Choose another."),
            },
        )

    def clean(self) -> Any:
        cleaned: Any = super().clean()  # type: ignore[misc]
        if "credit" in self.fields and not self._was_sent("credit"):
            cleaned["credit"] = self.initial.get("credit", "")
        rubric = cleaned.get("rubric")
        if rubric is None and self.only and "rubric" not in self.errors:
            rubric = cleaned["rubric"] = Rubric.objects.get(pk=self.only)
        size = self._size(cleaned.get("file"))
        if rubric is not None:
            Page.objects.select_for_update(of=("self",)).get(
                pk=rubric.pk
            )  # two files at once count one after the other
            refusal = refusal_of(rubric, size, already=self.instance)
            if refusal:
                self.add_error("rubric" if cleaned.get("file") is None else "file", refusal)  # type: ignore[attr-defined]
        return cleaned

    def _was_sent(self, name: str) -> bool:
        """Files that are dropped by several are first sent alone; their forms follow."""
        return self.add_prefix(name) in self.data

    def _size(self, file: Any) -> int:
        """Of the file sent now, of the one that waits for its title, or of the one that is kept."""
        if file is not None and hasattr(file, "size") and file:
            return int(file.size)
        waiting = STORED_UPLOAD.match(str(self.prefix or ""))
        if waiting:
            upload = UploadedFile.objects.filter(pk=int(waiting[1]), uploaded_by_user=self.user).first()
            return upload.file.size if upload else 0
        return int(self.instance.file_size or 0)

    def save(self, commit: bool = True) -> Any:
        if "rubric" in self.fields and (self._was_sent("rubric") or not self.instance.pk):
            self.instance.place = self.cleaned_data["rubric"]  # type: ignore[attr-defined]
        return super().save(commit=commit)  # type: ignore[misc]


class ImageForm(Placed, BaseImageForm):
    field_class = CheckedImageField


class DocumentForm(Placed, BaseDocumentForm):
    field_class = CheckedDocumentField

    def clean(self) -> Any:
        cleaned = super().clean()
        sent = cleaned.get("file") if "file" in self.changed_data else None
        refusal = other_format(self.instance, sent.name) if sent and self.instance.pk else ""
        if refusal:
            self.add_error("file", refusal)
        return cleaned
