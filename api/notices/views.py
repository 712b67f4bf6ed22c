"""GET /api/v1/notices, and POST /api/v1/notices/read: one's own, and nobody else's."""

from typing import Any

from django.db.models import F
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.errors import Refused
from api.notices.serializers import NoticesOut, NoticesQuery, ReadIn, ReadOut
from api.pagination import Cursor, address_of, page_of
from api.serializers import refusals
from api.views import SchoolView
from cms.accounts.models import User
from cms.notifications.selectors import notices_of, unread_of
from cms.notifications.services import mark_read


class Told(SchoolView):
    def account(self) -> User:
        """Somebody of this school, or who runs the installation."""
        user = self.request.user
        if isinstance(user, User) and (self.person is not None or user.is_superuser):
            return user
        raise Refused(403, "not-allowed", "Connectez-vous pour lire vos notifications.")


class NoticesView(Told):
    @extend_schema(
        operation_id="notices",
        summary="Ses notifications",
        description="Les plus récentes d’abord, par pages. De toutes les écoles où la personne a un compte.",
        parameters=[NoticesQuery],
        responses={200: NoticesOut, **refusals(400, 403, 404)},
        tags=["notices"],
    )
    def get(self, request: Request) -> Response:
        account = self.account()
        query = NoticesQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        asked: dict[str, Any] = query.validated_data
        cursor = Cursor.decode(asked["cursor"]) if "cursor" in asked else None
        rows = unread_of(account) if "unread" in asked else notices_of(account)
        page = page_of(rows, cursor, since=F("created_at"), ref="about")
        found = {
            "unread": unread_of(account).count(),
            "next": address_of(request, page.next),
            "previous": address_of(request, page.previous),
            "results": page.items,
        }
        return Response(NoticesOut(found).data, headers={"Cache-Control": "private, no-store"})


class NoticesReadView(Told):
    @extend_schema(
        operation_id="notices_read",
        summary="Marquer des notifications comme lues",
        description="Celles qui parlent de ce qui est nommé, ou toutes. Sans effet sur celles des autres.",
        request=ReadIn,
        responses={200: ReadOut, **refusals(400, 403, 404)},
        tags=["notices"],
    )
    def post(self, request: Request) -> Response:
        account = self.account()
        sent = ReadIn(data=request.data)
        sent.is_valid(raise_exception=True)
        marked = mark_read(user=account, about=sent.validated_data.get("about"))
        return Response(ReadOut({"marked": marked, "unread": unread_of(account).count()}).data)
