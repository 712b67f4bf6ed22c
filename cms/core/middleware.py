"""A change and the outbox row that announces it are committed together, or not at all."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
# Signing in takes the time of hashing a password: not while holding the database's write lock. On the first day of
# term a whole school would queue behind it, and so would those who write.
SIGN_IN = frozenset({"/api/v1/session", "/admin/login/"})


class AtomicWrites:
    """One transaction around each request that may write.

    Not `ATOMIC_REQUESTS`: on SQLite a transaction takes the write lock when it begins, and readers need none.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in SAFE_METHODS or request.path in SIGN_IN:
            return self.get_response(request)
        with transaction.atomic():
            response = self.get_response(request)
            if response.status_code >= 500:  # Django has already turned the exception into a page
                transaction.set_rollback(True)
        return response
