"""What is answered when Django cannot read a request at all."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Says what to do: the browser still has what was typed."""
    if isinstance(exception, TOO_MUCH):
        title = _("This is too much at once")
        what_to_do = _(
            "What was sent is larger than what can be received, and nothing of it was kept. Go back with your browser: "
            "what you typed is still there. Make it shorter, or send it in several parts."
        )
        status = 413
    else:
        title = _("This request cannot be understood")
        what_to_do = _("Go back with your browser and try again. If it happens again, tell whoever runs this portal.")
        status = 400
    return render(None, "core/bad_request.html", {"title": title, "what_to_do": what_to_do}, status=status)
