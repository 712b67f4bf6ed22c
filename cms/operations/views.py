"""What the administration's own scripts ask."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie


@never_cache
@ensure_csrf_cookie
def still_here(request: HttpRequest) -> HttpResponse:
    """Answers whoever is signed in; Wagtail refuses the others before."""
    return HttpResponse(status=204)
