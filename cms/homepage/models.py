"""Homepages are prepared side by side; one is online. Streams are what other sites said when they were last read."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.models import Page

from cms.core.models import Referenced
from cms.core.streamfield import QuietStreamField
from cms.homepage import previews
from cms.homepage.forms import HomepageForm
from cms.homepage.panels import GridPanel
from cms.homepage.tiles import TilesBlock
from cms.rubrics.models import SchoolTreePage
from cms.rubrics.permissions import can_modify
from cms.schools.models import School
from cms.schools.selectors import school_of_page

# What the log of a page says: together, the history of what was in service.
IN_SERVICE = "homepage.in_service"
OUT_OF_SERVICE = "homepage.out_of_service"


class Homepage(SchoolTreePage, Page):
    """Its address does not matter: the one that is `in_service` is the site's front page."""

    tiles = QuietStreamField(TilesBlock(), verbose_name=_("tiles"), blank=True)
    in_service = models.BooleanField(_("in service"), default=False, editable=False)

    parent_page_types: ClassVar[list[str]] = ["rubrics.SchoolPage"]
    subpage_types: ClassVar[list[str]] = []
    own_state = ("in_service",)
    shown_to_all = models.Q(in_service=True)
    exclude_fields_in_copy: ClassVar[list[str]] = ["in_service"]
    content_panels: ClassVar[list[Any]] = [
        TitleFieldPanel("title", help_text=_("To know it among the others: visitors do not see it.")),
        GridPanel(),
        FieldPanel(
            "tiles",
            help_text=_(
                "What visitors see, from top to bottom. “Arrange” shows the tiles on their grid, to move them."
            ),
        ),
    ]
    promote_panels: ClassVar[list[Any]] = [FieldPanel("slug")]
    settings_panels: ClassVar[list[Any]] = []
    base_form_class = HomepageForm
    preview_sizes: ClassVar[list[dict[str, Any]]] = [
        {"name": "mobile", "icon": "mobile-alt", "device_width": 390, "label": _("Telephone")},
        {"name": "tablet", "icon": "tablet-alt", "device_width": 768, "label": _("Tablet")},
        {"name": "desktop", "icon": "desktop", "device_width": 1280, "label": _("Computer")},
    ]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The public site's own front page, with what is on the form."""
        school = school_of_page(self)
        if school is None or not can_modify(request.user, school.root_page):
            raise PermissionDenied
        try:
            return redirect(previews.make_preview(school, self))
        except previews.PreviewFailed as error:
            return render(request, "homepage/no_preview.html", {"reason": error.message})

    class Meta:
        verbose_name = _("homepage")
        verbose_name_plural = _("homepages")

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        parts = super().get_url_parts(request)
        return (parts[0], parts[1], "/") if parts and self.in_service else None


class Stream(Referenced):
    """The last good content of a stream that a school's homepages name, and how asking for it goes."""

    school = models.ForeignKey(School, models.CASCADE, related_name="streams", verbose_name=_("school"))
    address = models.URLField(_("address of the stream"), max_length=500)
    site = models.CharField(_("address for readers"), max_length=1000, blank=True)
    entries = models.JSONField(_("entries"), default=list)
    read_at = models.DateTimeField(_("read"), null=True, help_text=_("When it last answered well."))
    try_after = models.DateTimeField(_("not before"), null=True)
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0)
    fault = models.CharField(_("fault"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("stream of another site")
        verbose_name_plural = _("streams of other sites")
        constraints = [
            models.UniqueConstraint(fields=["school", "address"], name="one_stream_of_an_address_per_school")
        ]

    def __str__(self) -> str:
        return self.address
