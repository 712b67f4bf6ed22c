"""The lists of pages and files: whom and what their filters offer.

Wagtail's offer every author, site and tag of the installation.
"""

import re
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.filters import MultipleUserFilter
from wagtail.admin.views.home import LockedPagesPanel
from wagtail.admin.views.pages.listing import EditedByFilter, GenericPageFilterSet, SiteFilter
from wagtail.documents.views.chooser import viewset as document_chooser
from wagtail.documents.views.documents import DocumentsFilterSet
from wagtail.documents.views.documents import IndexView as DocumentsIndex
from wagtail.images.views.chooser import viewset as image_chooser
from wagtail.images.views.images import ImagesFilterSet
from wagtail.images.views.images import IndexView as ImagesIndex
from wagtail.models import Page, PageLogEntry, Site
from wagtail.permissions import policy_registry

from cms.rubrics.models import Rubric
from cms.rubrics.views.life import EveryPage

TAGS_SHOWN = 10


def owners(request: HttpRequest) -> QuerySet[Any]:
    return _accounts().filter(pk__in=_explored(request).values("owner"))


def editors(request: HttpRequest) -> QuerySet[Any]:
    edits = PageLogEntry.objects.filter(action="wagtail.edit", page__in=_explored(request).values("pk"))
    return _accounts().filter(pk__in=edits.order_by().values("user"))


def sites(request: HttpRequest) -> QuerySet[Site]:
    return Site.objects.filter(root_page__in=_explored(request).values("pk"))


def _explored(request: HttpRequest) -> QuerySet[Page]:
    pages: QuerySet[Page] = policy_registry.get_by_type(Page).explorable_instances(request.user)
    return pages.order_by()


def _accounts() -> QuerySet[Any]:
    return get_user_model()._default_manager.all()


class SchoolPagesFilterSet(GenericPageFilterSet):
    owner = MultipleUserFilter(label=_("Owner"), queryset=owners, widget=CheckboxSelectMultiple)
    edited_by = EditedByFilter(label=_("Edited by"), queryset=editors, widget=CheckboxSelectMultiple)
    site = SiteFilter(label=_("Site"), queryset=sites, widget=CheckboxSelectMultiple)


class SchoolPagesViewSet(EveryPage):
    filterset_class = SchoolPagesFilterSet


class OfOwnFiles:
    """A filter of files whose tags are those of the files that the person may choose, the most used first."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)  # type: ignore[call-arg]
        filters: dict[str, Any] = self.filters  # type: ignore[attr-defined]  # django-filter, beside us
        if "tag" in filters:
            model = self._meta.model  # type: ignore[attr-defined]
            files = policy_registry.get_by_type(model).instances_user_has_any_permission_for(request.user, ["choose"])
            tags = model.tags.most_common(extra_filters={f"{model._meta.model_name}__in": files.values("pk")})
            names = list(tags.values_list("name", flat=True)[:TAGS_SHOWN])
            filters["tag"].extra["choices"] = [(name, name) for name in names]


class OwnImagesFilterSet(OfOwnFiles, ImagesFilterSet):
    """Wagtail's, with one's own tags."""


class OwnDocumentsFilterSet(OfOwnFiles, DocumentsFilterSet):
    """Wagtail's, with one's own tags."""


class WithoutPopularTags(image_chooser.choose_view_class):
    """The search of the chooser finds tags too; those that it proposed were everybody's."""

    def get_creation_form_kwargs(self) -> dict[str, Any]:
        return with_rubric_of_page(self.request, super().get_creation_form_kwargs())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "popular_tags": []}


class DocumentChoice(document_chooser.choose_view_class):
    """Wagtail's, whose form of a new document knows for which page it is."""

    def get_creation_form_kwargs(self) -> dict[str, Any]:
        return with_rubric_of_page(self.request, super().get_creation_form_kwargs())


FORM_OF_PAGE = re.compile(r"/pages/(?:add/\w+/\w+/(\d{1,18})|(\d{1,18})/edit)/")


def with_rubric_of_page(request: HttpRequest, options: dict[str, Any]) -> dict[str, Any]:
    """A file added from the form of a page counts in its rubric, unless another is chosen."""
    place = FORM_OF_PAGE.search(urlsplit(request.headers.get("Referer", "")).path)
    if place is None:
        return options
    page = Page.objects.filter(pk=int(place[1] or place[2])).first()
    above = page if page is None or place[1] or page.specific_class is Rubric else page.get_parent()
    return {**options, "initial": {"rubric": above.pk}} if above else options


class LocksOfKnownPages(LockedPagesPanel):
    """The pages that one locked, while one may know of them."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        known = _explored(context["request"]).values("pk")
        return {**context, "locked_pages": context["locked_pages"].filter(pk__in=known)}


def _searched(view: PagesAdminAPIViewSet) -> QuerySet[Page]:
    """What one explores, asked apart: a search does not read conditions such as those of our policy."""
    return Page.objects.filter(pk__in=_explored(view.request).values("pk"))


def take_wagtails_place() -> None:
    """Wagtail builds these views itself, and reads these attributes when it does."""
    PagesAdminAPIViewSet.get_base_queryset = _searched
    # It publishes past `Article.publish`, and so past the gate; no screen uses it.
    PagesAdminAPIViewSet.actions = {
        name: action for name, action in PagesAdminAPIViewSet.actions.items() if name != "publish"
    }
    ImagesIndex.filterset_class = OwnImagesFilterSet
    DocumentsIndex.filterset_class = OwnDocumentsFilterSet
    image_chooser.choose_view_class = WithoutPopularTags
    document_chooser.choose_view_class = DocumentChoice
