"""Images and documents of our own classes, so that credit and licence travel with the file.

A file belongs to its school's collection and has a name that is unique there: its name in `content/<school>/images`
and the beginning of its address on the public site.
"""

from pathlib import PurePosixPath
from typing import Any

from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as StockDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as StockImage
from wagtail.models import Page

from cms.core.models import Referenced
from cms.media import rules
from cms.media.enums import Licence


class Credited(Referenced):
    """Who made it, how to name them, what may be done with it (ZONE-06)."""

    name = models.CharField(_("file name"), max_length=120, editable=False)
    author = models.CharField(_("author"), max_length=120, blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    licence = models.CharField(
        _("licence"),
        max_length=30,
        choices=Licence,
        blank=True,
        default=Licence.UNKNOWN,
    )
    place: "models.ForeignKey[Page | None, Page | None]" = models.ForeignKey(
        Page,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("rubric"),
        help_text=_("Where it was added, and counts; none for the files of the whole school."),
    )
    place.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]  # it is no use that the file makes of it

    collection_id: int
    file: Any

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.name:
            self.name = free_name(type(self), self.collection_id, self.file.name)
        super().save(*args, **kwargs)


class PlaceQuota(models.Model):
    """What one rubric may hold, where it is not what all may (FILE-02)."""

    page = models.OneToOneField(Page, models.CASCADE, related_name="+", verbose_name=_("rubric"))
    files = models.PositiveIntegerField(_("greatest number of files"), default=rules.Quota.files)
    size = models.PositiveBigIntegerField(_("greatest size in all"), default=rules.Quota.size)

    class Meta:
        verbose_name = _("room of a rubric")
        verbose_name_plural = _("room of rubrics")

    def __str__(self) -> str:
        return f"{self.page} : {self.files} fichiers, {rules.megabytes(self.size)}"


def free_name(model: type[models.Model], collection_id: int, wanted: str) -> str:
    """`wanted` as a plain file name that nothing else in the collection has: "photo.jpg", "photo-2.jpg"…"""
    path = PurePosixPath(wanted)
    stem, suffix = slugify(path.stem)[:80] or "fichier", path.suffix.lower()
    taken = set(
        model._default_manager.filter(collection_id=collection_id, name__startswith=stem).values_list("name", flat=True)
    )
    candidates = (f"{stem}{number}{suffix}" for number in ("", *(f"-{count}" for count in range(2, len(taken) + 3))))
    return next(name for name in candidates if name not in taken)


class SchoolImage(Credited, AbstractImage):
    """`description` is the default text alternative."""

    admin_form_fields = (*StockImage.admin_form_fields, "author", "credit", "licence")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        constraints = [models.UniqueConstraint(fields=["collection", "name"], name="one_image_of_a_name_per_school")]
        permissions = [("choose_schoolimage", "Can choose image")]


class Rendition(AbstractRendition):
    image: "models.ForeignKey[SchoolImage, SchoolImage]" = models.ForeignKey(
        SchoolImage, models.CASCADE, related_name="renditions"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"],
                name="one_rendition_per_filter",
            )
        ]


class SchoolDocument(Credited, AbstractDocument):
    admin_form_fields = (
        *StockDocument.admin_form_fields,
        "author",
        "credit",
        "licence",
    )

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [models.UniqueConstraint(fields=["collection", "name"], name="one_document_of_a_name_per_school")]
        permissions = [("choose_schooldocument", "Can choose document")]
