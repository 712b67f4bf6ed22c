"""What every address of the API shares: the school of the host, who is asking, and how long an answer may be kept."""

import codecs
import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property
from drf_spectacular.utils import extend_schema
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import ParseError, PermissionDenied
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.errors import Refused
from api.serializers import IndexOut
from cms.consents.selectors import withheld_images
from cms.directory.models import Person
from cms.directory.selectors import person_in
from cms.rubrics.reach import Reach, reach_of
from cms.schools.models import School
from cms.schools.selectors import school_of_request

LARGEST_BODY = 64 * 1024


class BrowserSession(SessionAuthentication):
    """The session cookie. Every request that may write proves that it comes from our own pages, sign-in included."""

    def authenticate(self, request: Request) -> Any:
        self.enforce_csrf(request)
        return super().authenticate(request)

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except PermissionDenied:
            raise Refused(403, "csrf", "La page a été ouverte il y a trop longtemps. Rechargez-la.") from None


class OneFormat(BaseContentNegotiation):
    """An address answers in its own format, whatever is preferred: pictures are asked for as pictures."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        plain = request.content_type.split(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == plain), None)

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


class SmallJSON(JSONParser):
    """JSON of a bounded size: nothing that is sent here needs more."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        source = stream.read(LARGEST_BODY + 1)
        if len(source) > LARGEST_BODY:
            raise Refused(413, "too-large", "Cette requête est trop volumineuse.")
        try:
            return json.loads(codecs.decode(source, "utf-8"))
        except (ValueError, RecursionError):
            raise ParseError from None


class View(APIView):
    """An address. Answers depend on the cookie, and nothing that is kept is used again without asking."""

    authentication_classes: Any = (BrowserSession,)
    content_negotiation_class: Any = OneFormat
    parser_classes = (SmallJSON,)
    metadata_class = None

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(response, ["Cookie"])
        known = settings.SESSION_COOKIE_NAME in request.COOKIES
        response.headers.setdefault("Cache-Control", "private, no-cache" if known else "no-cache")
        return response


class SchoolView(View):
    """An address of one school: that of the host name. A person of another school is nobody here."""

    request: Request

    @cached_property
    def school(self) -> School:
        plain: HttpRequest = self.request._request
        school = school_of_request(plain)
        if school is None:
            raise Refused(404, "schools.unknown", "Aucune école ne répond à cette adresse.")
        return school

    @cached_property
    def person(self) -> Person | None:
        user = self.request.user
        return person_in(user, self.school) if user.is_authenticated else None

    @cached_property
    def withheld(self) -> frozenset[int]:
        """Images of people who did not agree to be on the public site: not for nobody in particular (ZONE-07)."""
        return withheld_images(self.school) if self.person is None else frozenset()

    @cached_property
    def reach(self) -> Reach:
        return reach_of(self.school, self.person)


class Index(View):
    """Where everything begins."""

    @extend_schema(
        operation_id="index",
        summary="Les adresses de l’API",
        description="Le point de départ d’un programme.",
        responses=IndexOut,
        tags=["index"],
    )
    def get(self, request: Request) -> Response:
        return Response(IndexOut({str(name): reverse(f"api:{name}") for name in IndexOut().fields}).data)


class Nothing(View):
    """Any other address."""

    authentication_classes = ()

    @extend_schema(exclude=True)
    def get(self, request: Request, **_rest: Any) -> Response:
        raise Refused(404, "not-found", "Cette adresse n’existe pas.")

    post = put = patch = delete = get
