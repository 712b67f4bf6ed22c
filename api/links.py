"""Addresses inside a text, for who reads it: what they may not read has none."""

from collections.abc import Iterable
from urllib.parse import quote

from django.urls import reverse

from cms.agenda.models import Event
from cms.agenda.selectors import events_within
from cms.articles.models import Article
from cms.articles.selectors import refs_within
from cms.core.embeds import Embed
from cms.media.models import SchoolDocument, SchoolImage
from cms.rubrics.reach import Reach

SPACE = "/espace/#"  # the families' web client
BODY_WIDTH = 680


class ReaderLinks:
    """`cms.articles.rendering.Links` for the API. `pages` are the primary keys that the text names: one query."""

    def __init__(
        self,
        reach: Reach,
        pages: Iterable[int],
        article: Article | None = None,
        withheld: frozenset[int] = frozenset(),
    ) -> None:
        """`withheld`: images that this reader may not see."""
        wanted = set(pages)
        self.reach, self.article, self.withheld = reach, article, withheld
        self.pages = {
            place.node.pk: f"{SPACE}/rubriques/{place.ref}"
            for place in reach.places.values()
            if place.node.pk in wanted
        }
        self.pages |= {
            pk: f"{SPACE}/articles/{ref}" for pk, ref in refs_within(reach, wanted - set(self.pages)).items()
        }
        if missing := wanted - set(self.pages):
            events = events_within(reach).filter(pk__in=missing)
            self.pages |= {pk: f"{SPACE}/agenda/{ref}" for pk, ref in events.values_list("pk", "ref")}

    def page(self, pk: int) -> str | None:
        return self.pages.get(pk)

    def document(self, document: SchoolDocument) -> str | None:
        """Files are served beside the article that shows them; a rubric's introduction has no such place."""
        if self.article is None or document.collection_id != self.reach.school.collection_id:
            return None
        return reverse(f"api:{kind_of(self.article)}-file", args=[self.article.ref, document.name])

    def image(self, image: SchoolImage) -> str | None:
        if image.pk in self.withheld:
            return None
        if self.article is None or image.collection_id != self.reach.school.collection_id:
            return None
        return image_address(self.article, image)

    def frame(self, embed: Embed) -> str | None:
        """What the reader's client may load in a frame, once the reader asks for it."""
        return embed.frame if embed.is_allowed(self.reach.school.peertube_sites) else None


def kind_of(article: Article) -> str:
    """Files are asked for beside what shows them, by the rule for it."""
    return "event" if isinstance(article, Event) else "article"


def image_address(article: Article, image: SchoolImage, width: int = BODY_WIDTH, *, framed: bool = False) -> str:
    address = reverse(f"api:{kind_of(article)}-image", args=[article.ref, image.name]) + f"?width={quote(str(width))}"
    return f"{address}&frame=illustration" if framed else address
