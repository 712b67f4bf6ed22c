"""Homepages are prepared side by side; one is online."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.models import Page

from cms.core.streamfield import QuietStreamField
from cms.homepage.tiles import TilesBlock
from cms.rubrics.models import SchoolTreePage


class Homepage(SchoolTreePage, Page):
    """Its address does not matter: the one that is `in_service` is the site's front page."""

    tiles = QuietStreamField(TilesBlock(), verbose_name=_("tiles"), blank=True)
    in_service = models.BooleanField(_("in service"), default=False, editable=False)

    parent_page_types: ClassVar[list[str]] = ["rubrics.SchoolPage"]
    subpage_types: ClassVar[list[str]] = []
    own_state = ("in_service",)
    shown_to_all = models.Q(in_service=True)
    exclude_fields_in_copy: ClassVar[list[str]] = ["in_service"]
    content_panels: ClassVar[list[Any]] = [TitleFieldPanel("title"), FieldPanel("tiles")]
    promote_panels: ClassVar[list[Any]] = [FieldPanel("slug")]
    settings_panels: ClassVar[list[Any]] = []
    template = "homepage/preview.html"

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return render(request, self.template, {"page": self})

    class Meta:
        verbose_name = _("homepage")
        verbose_name_plural = _("homepages")

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        parts = super().get_url_parts(request)
        return (parts[0], parts[1], "/") if parts and self.in_service else None
