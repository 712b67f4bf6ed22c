"""Whether the web server and its database answer, for whoever watches from outside (ADM-02)."""

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

HEALTH = "/api/healthz"  # under what web servers in front pass on already


class Healthz:
    """Says yes or no and nothing else: the rest is `preau health`, on the machine.

    Before all others: what watches may ask by an address of the machine, without a host name of ours nor HTTPS.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return _answer() if request.path == HEALTH else self.get_response(request)


def _answer() -> HttpResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        text, status = "indisponible\n", 503
    else:
        text, status = "ok\n", 200
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8", headers=headers)
