"""Every refusal in one form: RFC 9457 (`application/problem+json`), with a sentence in French for people."""

import logging
import math
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from rest_framework import exceptions

from cms.core.exceptions import Conflict, DomainError, Invalid, NotAllowed, NotFound

log = logging.getLogger(__name__)

TITLES = {
    400: "Requête incorrecte",
    403: "Accès refusé",
    404: "Introuvable",
    405: "Méthode non permise",
    406: "Format indisponible",
    409: "Conflit",
    413: "Requête trop volumineuse",
    415: "Format non pris en charge",
    422: "Demande refusée",
    429: "Trop d’essais",
    500: "Panne du service",
}
SENTENCES = {
    400: "Cette requête n’a pas pu être lue.",
    403: "Vous n’avez pas le droit de faire cela.",
    404: "Rien n’est visible pour vous à cette adresse.",
    405: "Cette adresse n’accepte pas cette méthode.",
    406: "Cette adresse n’existe pas dans le format demandé.",
    413: "Cette requête est trop volumineuse.",
    415: "Ce format n’est pas accepté : envoyez du JSON.",
    500: "Une erreur est survenue de notre côté. Elle est enregistrée ; réessayez dans quelques minutes.",
}
CODES = {400: "bad-request", 403: "not-allowed", 404: "not-found", 405: "method", 406: "format", 413: "too-large"}
CODES |= {415: "media-type", 429: "throttled", 500: "failure"}
FAMILIES: tuple[tuple[type[DomainError], int], ...] = (
    (NotAllowed, 403),
    (NotFound, 404),
    (Conflict, 409),
    (Invalid, 422),
    (DomainError, 400),
)
# What Django and the parsers raise by themselves.
STATUSES: tuple[tuple[type[Exception], int], ...] = (
    (Http404, 404),
    (PermissionDenied, 403),
    (RequestDataTooBig, 413),
    (SuspiciousOperation, 400),
    (BadRequest, 400),
    (UnreadablePostError, 400),
)


class Refused(exceptions.APIException):
    """A refusal of the API itself, with its own code and sentence."""

    def __init__(self, status: int, code: str, sentence: str) -> None:
        super().__init__(sentence, code)
        self.status_code, self.code = status, code


def problem(status: int, code: str = "", detail: str = "", **more: Any) -> JsonResponse:
    """A refusal; `more` are members of its own, such as `errors`."""
    code = code or CODES.get(status, "refused")
    body = {
        "type": f"urn:preau:{code}",
        "title": TITLES.get(status, "Demande refusée"),
        "status": status,
        "detail": detail or SENTENCES.get(status, ""),
        "code": code,
        **more,
    }
    form = {"ensure_ascii": False}
    return JsonResponse(body, status=status, content_type="application/problem+json", json_dumps_params=form)


def problem_json(error: Exception, context: dict[str, Any]) -> HttpResponse:
    """What DRF calls for any exception in a view (`EXCEPTION_HANDLER`)."""
    if isinstance(error, DomainError):
        status = next(status for family, status in FAMILIES if isinstance(error, family))
        return problem(status, error.code, error.message)
    if isinstance(error, exceptions.APIException):
        return _of_the_framework(error)
    for kind, status in STATUSES:
        if isinstance(error, kind):
            return problem(status)
    return _failure(error, context)


def _of_the_framework(error: exceptions.APIException) -> HttpResponse:
    if isinstance(error, Refused):
        return problem(error.status_code, error.code, str(error.detail))
    if isinstance(error, exceptions.ValidationError):
        sentence = "Certaines valeurs ne conviennent pas : voyez le détail de chacune."
        return problem(400, "invalid", sentence, errors=_typographic(error.detail))
    if isinstance(error, exceptions.Throttled):
        return _throttled(error)
    response = problem(error.status_code)
    header = getattr(error, "auth_header", None)
    if header:
        response.headers["WWW-Authenticate"] = header
    return response


def _throttled(error: exceptions.Throttled) -> HttpResponse:
    seconds = max(1, math.ceil(getattr(error, "wait", None) or 60))
    plural = "s" if seconds > 1 else ""
    response = problem(429, detail=f"Trop d’essais : attendez {seconds} seconde{plural} avant de recommencer.")
    response.headers["Retry-After"] = str(seconds)
    return response


def _failure(error: Exception, context: dict[str, Any]) -> HttpResponse:
    """A fault of ours: recorded, and told without its details."""
    request = context.get("request")
    got_request_exception.send(sender=None, request=getattr(request, "_request", None))
    log.error("%s", type(context.get("view")).__name__, exc_info=error)
    return problem(500)


def _typographic(detail: Any) -> Any:
    """DRF's own sentences, with the apostrophe of printed French."""
    if isinstance(detail, dict):
        return {str(key): _typographic(value) for key, value in detail.items()}
    if isinstance(detail, list):
        return [_typographic(value) for value in detail]
    return str(detail).replace("'", "’")
