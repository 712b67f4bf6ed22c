"""GET /api/v1/articles, one article, and its files."""

import hashlib
from collections.abc import Callable
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.files.base import File
from django.http import FileResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from api.articles.serializers import ArticleOut, ArticlesOut, ListQuery, WidthQuery
from api.errors import Refused
from api.links import ReaderLinks
from api.pagination import Cursor, address_of, page_of
from api.ranges import file_answer
from api.serializers import refusals
from api.views import SchoolView
from cms.articles.models import Article
from cms.articles.selectors import article_within, articles_within, documents_shown, images_shown, pages_named
from cms.media.models import Rendition, SchoolImage
from cms.media.pictures import framed, picture
from cms.rubrics.reach import Place
from cms.rubrics.rules import STEP


class ArticlesView(SchoolView):
    @extend_schema(
        operation_id="articles",
        summary="Les articles que l’on peut lire",
        description="Les plus récents d’abord, par pages. Sans session : ceux de la zone publique.",
        parameters=[ListQuery],
        responses={200: ArticlesOut, **refusals(400, 404)},
        tags=["articles"],
    )
    def get(self, request: Request) -> Response:
        query = ListQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        asked: dict[str, Any] = query.validated_data
        cursor = Cursor.decode(asked["cursor"]) if "cursor" in asked else None
        page = page_of(self._articles(asked), cursor)
        found = {
            "next": address_of(request, page.next),
            "previous": address_of(request, page.previous),
            "results": page.items,
        }
        return Response(ArticlesOut(found, context={"reach": self.reach, "withheld": self.withheld}).data)

    def _articles(self, asked: dict[str, Any]) -> Any:
        place = self._place(asked["rubric"]) if "rubric" in asked else None
        articles = articles_within(self.reach, place, beneath="include" in asked, tag=asked.get("tag", ""))
        return articles.defer("body", "extra_headers")

    def _place(self, ref: UUID) -> Place:
        place = self.reach.find(ref)
        if place is None:
            raise Refused(404, "rubrics.unknown", "Cette rubrique n’existe pas, ou vous n’y avez pas accès.")
        return place


class OneArticle(SchoolView):
    """An address under an article: nothing is computed before the right to read it is known."""

    def article(self, ref: UUID) -> Article:
        article = article_within(self.reach, ref)
        if article is None:
            raise Refused(404, "articles.unknown", "Cet article n’existe pas, ou vous n’y avez pas accès.")
        return article


class ArticleView(OneArticle):
    answer: type[ArticleOut] = ArticleOut

    @extend_schema(
        operation_id="article",
        summary="Un article",
        description="Se relit avec If-None-Match : 304 tant que rien n’a changé pour ce lecteur.",
        responses={200: ArticleOut, **refusals(404)},
        tags=["articles"],
    )
    def get(self, request: Request, ref: UUID) -> Any:
        article = self.article(ref)
        links = ReaderLinks(self.reach, pages_named(article), article, self.withheld)
        context = {"reach": self.reach, "withheld": self.withheld, "links": links, "user": request.user}
        context["zone"] = ZoneInfo(self.school.timezone)
        found = self.answer(article, context=context).data
        etag = f'"{hashlib.sha256(JSONRenderer().render(found)).hexdigest()[:32]}"'
        changed = article.last_published_at or article.first_published_at
        response = Response(found, headers={"ETag": etag})
        seconds = int(changed.timestamp()) if changed else None
        if seconds is not None:
            response.headers["Last-Modified"] = http_date(seconds)
        return get_conditional_response(request._request, etag=etag, last_modified=seconds, response=response)


class ArticleFile(OneArticle):
    """A file that an article shows, to those who read the article."""

    def send(self, article: Article, file: "File[bytes]", name: str, *, attached: bool) -> FileResponse:
        try:
            opened = file.open("rb")
            # What changed meanwhile is sent whole: no validator of ours could say that it did not.
            asked = "" if "If-Range" in self.request.headers else self.request.headers.get("Range", "")
            response = file_answer(opened, asked, as_attachment=attached, filename=name)
        except OSError:
            raise _no_file() from None
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        if article.path[:-STEP] not in self.reach.public:
            response.headers["Cache-Control"] = "private, no-store"
        return response


class ImageView(ArticleFile):
    @extend_schema(
        operation_id="article_image",
        summary="Une image d’un article",
        description="À la largeur demandée, jamais agrandie, sans ce que l’appareil y avait écrit.",
        parameters=[WidthQuery],
        responses={(200, "image/*"): OpenApiTypes.BINARY, **refusals(400, 404)},
        tags=["articles"],
    )
    def get(self, request: Request, ref: UUID, name: str) -> FileResponse:
        query = WidthQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        article = self.article(ref)
        shown = [image for image in images_shown(article, self.school) if image.pk not in self.withheld]
        image = _named(shown, name)
        draw = framed if "frame" in query.validated_data else picture
        return self.send(article, _drawn(draw, image, query.validated_data["width"]), name, attached=False)


class DocumentView(ArticleFile):
    @extend_schema(
        operation_id="article_file",
        summary="Un document d’un article",
        description="Joint à l’article, ou lié depuis son texte.",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY, **refusals(404)},
        tags=["articles"],
    )
    def get(self, request: Request, ref: UUID, name: str) -> FileResponse:
        article = self.article(ref)
        document = _named(documents_shown(article, self.school), name)
        return self.send(article, document.file, name, attached=True)


def _named(files: list[Any], name: str) -> Any:
    """By its name, compared here: what was typed in an address never reaches the database."""
    for file in files:
        if file.name == name:
            return file
    raise _no_file()


def _drawn(draw: Callable[[SchoolImage, int], Rendition], image: SchoolImage, width: int) -> "File[bytes]":
    try:
        drawn: File[bytes] = draw(image, width).file
    except OSError:  # the original is missing or damaged
        raise _no_file() from None
    return drawn


def _no_file() -> Refused:
    return Refused(404, "files.unknown", "Ce fichier n’existe pas, ou vous n’y avez pas accès.")
