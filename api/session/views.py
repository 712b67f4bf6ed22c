"""GET, POST and DELETE of /api/v1/session."""

from django.contrib.auth import authenticate, login, logout
from django.middleware.csrf import get_token
from django.utils.formats import date_format
from django.utils.text import capfirst
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response

from api.errors import Refused
from api.serializers import refusals
from api.session.serializers import Credentials, SessionOut
from api.views import SchoolView
from cms.accounts.models import User
from cms.accounts.tries import Tries
from cms.core import clock
from cms.directory.models import Person
from cms.directory.selectors import class_names, is_current, kept_out_of, person_in
from cms.rubrics.reach import writes_somewhere
from cms.schools.models import School

# One sentence for an unknown account, a wrong password and an account of another school: none is confirmed to exist.
UNKNOWN = "Identifiant ou mot de passe incorrect pour cette école."


class SessionView(SchoolView):
    @extend_schema(
        operation_id="session_read",
        summary="Qui est connecté",
        description="Donne aussi le jeton que demande tout ce qui n’est pas un GET.",
        responses={200: SessionOut, **refusals(404)},
        tags=["session"],
    )
    def get(self, request: Request) -> Response:
        user = request.user
        return self._answer(user if isinstance(user, User) else None, self.person)

    @extend_schema(
        operation_id="session_open",
        summary="Se connecter",
        description="Le refus est le même pour un compte inconnu, un mot de passe faux et un compte d’une autre école.",
        request=Credentials,
        responses={200: SessionOut, **refusals(400, 403, 429)},
        tags=["session"],
    )
    def post(self, request: Request) -> Response:
        credentials = Credentials(data=request.data)
        credentials.is_valid(raise_exception=True)
        tries = Tries(request._request, credentials.validated_data["username"])
        if seconds := tries.wait():
            raise Throttled(wait=seconds)
        try:
            user, person = identify(request, self.school, **credentials.validated_data)
        except Refused:
            tries.failed()
            raise
        login(request._request, user)  # gives the session a new key
        return self._answer(user, person)

    @extend_schema(
        operation_id="session_close",
        summary="Se déconnecter",
        description="Sans effet quand personne n’est connecté.",
        responses={204: OpenApiResponse(description="Plus personne n’est connecté."), **refusals(403)},
        tags=["session"],
    )
    def delete(self, request: Request) -> Response:
        logout(request._request)
        return Response(status=204)

    def _answer(self, user: User | None, person: Person | None) -> Response:
        token = get_token(self.request._request)
        session: dict[str, object] = {"signed_in": False, "csrf_token": token, "school": self.school}
        if user is not None and (person or user.is_superuser):
            known = _of_person(user, person) if person else _of_operator(user)
            session |= {"signed_in": True, "person": known}
        return Response(SessionOut(session).data, headers={"Cache-Control": "private, no-store"})


def identify(request: Request, school: School, *, username: str, password: str) -> tuple[User, Person | None]:
    """The account, when the password is right and it is someone in this school. The same work for each refusal:
    Django hashes a password for unknown accounts too."""
    user = authenticate(request._request, username=username, password=password)
    person = person_in(user, school) if isinstance(user, User) else None
    if isinstance(user, User) and (person or user.is_superuser):
        return user, person
    if isinstance(user, User) and (known := kept_out_of(user, school)):
        raise Refused(403, "session.closed", _why(known))
    raise Refused(403, "session.unknown", UNKNOWN)


def _why(person: Person) -> str:
    """Told to who gave the right password, and to nobody else (DIR-07)."""
    if is_current(person):
        until = date_format(person.school.families_out_until or clock.now(), "j F Y")
        return f"L’accès des élèves et des parents est fermé jusqu’au {until} inclus."
    return "Votre accès à cet établissement a pris fin. Adressez-vous à son secrétariat."


def _of_person(user: User, person: Person) -> dict[str, object]:
    return {
        "ref": person.ref,
        "display_name": str(person),
        "profile": person.profile,
        "profile_label": capfirst(person.get_profile_display()),
        "classes": class_names(person),
        "can_write": user.is_superuser or writes_somewhere(person),
    }


def _of_operator(user: User) -> dict[str, object]:
    """Who runs the installation and is nobody in the school: reads what anyone reads."""
    return {
        "ref": user.ref,
        "display_name": user.get_full_name() or user.username,
        "profile": "operator",
        "profile_label": "Exploitant",
        "classes": [],
        "can_write": True,
    }
