"""The form of any page of a school's tree. Knows no model of ours, so that page models can name it."""

from functools import partial
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.fields import RichTextField

from cms.core.sanitising import RUNNING_TEXT, TooComplex, measure
from cms.media.naming import Key, as_stored, file_fields, named_by, rewritten
from cms.media.selectors import choosable
from cms.schools.selectors import school_of_page

LONGEST_NEW = 180  # letters of an address that nobody chose; the model's own limit leaves room for what is added to it


class SchoolPageForm(WagtailAdminPageForm):
    """Refuses an image or a document that the person may not choose; one that the page had already stays.

    A draft is kept from the first word on, before it has a title. Until a page was online its address is nobody's
    business: one that is missing is made of the title, and one that is taken is given a number.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self._is_new:
            self.fields["slug"].required = False
            if self.instance.title == untitled():
                self.initial["title"] = ""  # it is asked for again, before readers see it

    @property
    def _is_new(self) -> bool:
        page = self.instance
        return page.pk is None or not (page.live or page.first_published_at)

    def defer_required_fields(self) -> None:
        super().defer_required_fields()
        if self._is_new:
            self.fields["title"].required = False

    def restore_required_fields(self) -> None:
        super().restore_required_fields()
        self.fields["title"].required = True

    def clean_title(self) -> str:
        return str(self.cleaned_data["title"]) or untitled()

    def clean_slug(self) -> str:
        asked = str(self.cleaned_data["slug"])
        if not self._is_new or self.parent_page is None:
            return asked
        wanted = slugify(asked or self.cleaned_data.get("title", "")).replace("_", "-")[:LONGEST_NEW].strip("-")
        wanted = wanted or slugify(untitled())
        others = self.parent_page.get_children().exclude(pk=self.instance.pk).filter(slug__startswith=wanted)
        taken = set(others.values_list("slug", flat=True))  # those that begin alike: a rubric may hold thousands
        names = (wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3)))
        return next(name for name in names if name not in taken)

    def clean(self) -> Any:
        cleaned = super().clean()
        fields = [field for field in file_fields(self._meta.model) if field.name in self.fields]
        kept = {key for field in fields for key in named_by(field, self._kept(field))}
        typed = {field: self._typed(field) for field in fields}
        named = {key for field, stored in typed.items() for key in named_by(field, stored)}
        acceptable = kept | self._choosable(named - kept)
        for field, stored in typed.items():
            if named_by(field, stored) - acceptable:
                self._refuse(field, rewritten(field, stored, acceptable.__contains__))
        self._measure(cleaned)
        return cleaned

    def _measure(self, cleaned: Any) -> None:
        """Say at its field that a running text is too long or too complex to be shown."""
        for field in self._meta.model._meta.get_fields():
            if isinstance(field, RichTextField) and field.name in cleaned:
                try:
                    measure(cleaned[field.name], RUNNING_TEXT)
                except TooComplex as error:
                    self.add_error(field.name, error.message)

    def _kept(self, field: Any) -> Any:
        return as_stored(field, field.value_from_object(self.instance))

    def _typed(self, field: Any) -> Any:
        """As it was sent: what is invalid for another reason is shown again too."""
        widget = self.fields[field.name].widget
        return as_stored(field, widget.value_from_datadict(self.data, self.files, self.add_prefix(field.name)))

    def _choosable(self, keys: set[Key]) -> set[Key]:
        """Those of the page's own school that the person may choose."""
        school = school_of_page(self.parent_page or self.instance) if keys else None
        if school is None:
            return set()
        return choosable(self.for_user or AnonymousUser(), school, keys)

    def _refuse(self, field: Any, without: Any) -> None:
        """Say so, and show again what was typed without the file: its title and name are not theirs to read either."""
        self.add_error(
            field.name,
            _(
                "An image or document chosen here is not yours to use in this school, and was taken out of the form. "
                "Choose another, or add your own."
            ),
        )
        shown = field.to_python(without) if hasattr(field, "stream_block") else without
        setattr(self.fields[field.name], "bound_data", partial(_always, shown))  # noqa: B010


def untitled() -> str:
    return _("Untitled")


def _always(shown: Any, data: Any, initial: Any) -> Any:
    return shown
