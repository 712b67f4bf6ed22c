"""How an article looks to the person who writes it: the same HTML as readers get, with the admin's own addresses."""

from django.urls import reverse
from wagtail.models import Page

from cms.core.embeds import Embed
from cms.media.models import SchoolDocument, SchoolImage


class AdminLinks:
    """`rendering.Links` for signed-in writers."""

    def page(self, pk: int) -> str | None:
        return reverse("wagtailadmin_pages:edit", args=[pk]) if Page.objects.filter(pk=pk).exists() else None

    def document(self, document: SchoolDocument) -> str | None:
        return str(document.url)

    def image(self, image: SchoolImage) -> str | None:
        return str(image.get_rendition("max-1360x1360").url)

    def frame(self, embed: Embed) -> str | None:
        """Nothing of another site is loaded in the administration: its link is enough."""
        return None
