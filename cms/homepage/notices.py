"""What the managers of a school are told of its homepage: what it cannot show any more, and streams that do not answer.

No title is told: what became private may not be theirs to read.
"""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from cms.homepage.models import Homepage, Stream
from cms.homepage.named import Named
from cms.homepage.selectors import TILES, hidden_among, named_by_tiles, public_homepage
from cms.media.models import SchoolImage
from cms.notifications.enums import Kind
from cms.notifications.selectors import is_told
from cms.notifications.services import forget, tell
from cms.rubrics.actors import accounts_managing
from cms.schools.models import School


def tell_what_is_hidden(school: School) -> None:
    """One notice for all the tiles of the homepage in service; told again only when what it says changes."""
    homepage = public_homepage(school)
    hidden = hidden_among(named_by_tiles(homepage.tiles), school) if homepage else []
    if homepage is None or not hidden:
        forget(about=school.ref, kind=Kind.HOMEPAGE)
        return
    text = _(
        "The homepage “%(title)s” does not show everything any more: %(tiles)s. This is not public now, or is no "
        "more: choose something else, or take it away."
    ) % {
        "title": homepage.title,
        "tiles": "; ".join(_told(homepage, number, hidden) for number in sorted({one.tile for one in hidden})),
    }
    if not is_told(about=school.ref, kind=Kind.HOMEPAGE, text=text):
        _tell(school, school.ref, text, homepage)


def _told(homepage: Homepage, number: int, hidden: Sequence[Named]) -> str:
    """ "tile 2 (Actualités): one page, one image"."""
    tile = homepage.tiles.raw_data[number]
    label = tile["value"].get("title") or TILES.stream_block.child_blocks[tile["type"]].label
    keys = {(one.model, one.key) for one in hidden if one.tile == number}
    pages, images = (sum(model is kind for model, _key in keys) for kind in (Page, SchoolImage))
    documents = len(keys) - pages - images
    said = [
        ngettext("%(count)d page", "%(count)d pages", pages) % {"count": pages} if pages else "",
        ngettext("%(count)d image", "%(count)d images", images) % {"count": images} if images else "",
        ngettext("%(count)d document", "%(count)d documents", documents) % {"count": documents} if documents else "",
    ]
    what = get_text_list(list(filter(None, said)), _("and"))
    return _("tile %(number)d (%(label)s), %(what)s") % {"number": number + 1, "label": label, "what": what}


def tell_of_stream(stream: Stream) -> None:
    text = _("The stream %(address)s cannot be read: %(why)s The homepage keeps what it last said.") % {
        "address": stream.address,
        "why": stream.fault,
    }
    homepage = public_homepage(stream.school)
    _tell(stream.school, stream.ref, text, homepage)


def forget_stream(stream: Stream) -> None:
    forget(about=stream.ref, kind=Kind.HOMEPAGE)


def _tell(school: School, about: Any, text: str, homepage: Homepage | None) -> None:
    accounts = accounts_managing(school.root_page)
    address = reverse("wagtailadmin_pages:edit", args=[homepage.pk]) if homepage else ""
    tell(recipients=accounts, kind=Kind.HOMEPAGE, about=about, text=text, address=address, actor=None)
