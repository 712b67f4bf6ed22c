"""What is said to whoever saves a homepage, without refusing anything."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from cms.homepage.models import Homepage
from cms.homepage.tiles import HEAVY
from cms.media.models import SchoolImage


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def warn_of_heavy_animations(request: HttpRequest, page: Page) -> None:
    """An animated picture of the top tile beyond 1 MB (HOME-02)."""
    if not isinstance(page, Homepage) or request.headers.get("Accept", "").startswith("application/json"):
        return  # a draft that saves itself says nothing
    for image in _of_top_tiles(page):
        size = image.file_size or 0
        if image.file.name.lower().endswith(".gif") and size > HEAVY:
            said = {"title": image.title, "size": f"{size / 1_000_000:.1f}".replace(".", ",")}
            messages.warning(
                request,
                _(
                    "The image “%(title)s” weighs %(size)s MB: beyond 1 MB, an animated image is slow to come on a "
                    "telephone. A shorter or smaller one is better."
                )
                % said,
            )


def _of_top_tiles(page: Homepage) -> list[SchoolImage]:
    version: Any = page.get_latest_revision_as_object()
    tops = (tile.value for tile in version.tiles if tile.block_type == "top")
    return [image for value in tops for image in (value["image"], *value["more"]) if image]
