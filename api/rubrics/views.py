"""GET /api/v1/rubrics."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.links import ReaderLinks
from api.rubrics.serializers import RubricsOut
from api.serializers import refusals
from api.views import SchoolView
from cms.articles.selectors import counts_within, pages_in_text
from cms.rubrics.reach import introductions_of


class RubricsView(SchoolView):
    @extend_schema(
        operation_id="rubrics",
        summary="Les rubriques que l’on peut lire",
        description="Toutes à la fois, dans l’ordre de l’arbre. Sans session : celles de la zone publique.",
        responses={200: RubricsOut, **refusals(404)},
        tags=["rubriques"],
    )
    def get(self, request: Request) -> Response:
        introductions = introductions_of(self.reach)
        pages = {pk for text in introductions.values() for pk in pages_in_text(text)}
        context = {
            "reach": self.reach,
            "introductions": introductions,
            "counts": counts_within(self.reach),
            "links": ReaderLinks(self.reach, pages),
        }
        return Response(RubricsOut({"results": list(self.reach.places.values())}, context=context).data)
