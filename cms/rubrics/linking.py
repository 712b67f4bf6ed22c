"""What the editor of running text says of the pages that a text links to."""

from typing import Any

from django.urls import reverse
from wagtail.admin.rich_text.converters.html_to_contentstate import LinkElementHandler
from wagtail.models import Page

from cms.core.keys import row_at
from cms.rubrics.models import Rubric
from cms.rubrics.rules import STEP
from cms.rubrics.selectors import is_public


class PageLink(LinkElementHandler):
    """The address of a page says its title, nearly, and a text may name any page by its key: the editor shows the one
    that the public knows, or else the one of the administration, which asks who comes."""

    def get_attribute_data(self, attrs: dict[str, Any]) -> dict[str, Any]:
        page = row_at(Page.objects.all(), attrs["id"])
        if page is None:  # shown as a broken link, and kept
            return {"id": int(attrs["id"]), "url": None, "parentId": None}
        above = page.get_parent()
        return {"id": page.pk, "url": self._address(page), "parentId": above.pk if above else None}

    def _address(self, page: Page) -> str:
        place = page.path if page.specific_class is Rubric else page.path[:-STEP]
        known = page.specific_deferred.url if page.live and is_public(place) else None
        return known or reverse("wagtailadmin_pages:edit", args=[page.pk])
