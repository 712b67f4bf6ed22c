"""GET /api/v1/events: what takes place in a period, one event, and its files."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.articles.serializers import ArticleCard, ArticleOut, WidthQuery
from api.articles.views import ArticleView, DocumentView, ImageView, OneArticle
from api.errors import Refused
from api.serializers import refusals
from api.views import SchoolView
from cms.agenda import rules
from cms.agenda.models import Event, public_address
from cms.agenda.selectors import event_within, events_within
from cms.articles.models import Article
from cms.core import clock

LONGEST = timedelta(days=370)
USUAL = timedelta(days=60)
MOST = 1000
OLDEST = timedelta(days=3 * 366)  # what began before this has ended: two school years, and an event of a year


class PeriodQuery(serializers.Serializer[dict[str, Any]]):
    rubric = serializers.UUIDField(required=False, help_text="Référence d’une rubrique.")
    include = serializers.ChoiceField(
        ["descendants"], required=False, help_text="Avec les agendas des rubriques au-dessous."
    )

    def get_fields(self) -> dict[str, Any]:
        """ "from" is a word of Python’s."""
        fields: dict[str, Any] = super().get_fields()
        fields["from"] = serializers.DateField(required=False, help_text="Premier jour ; aujourd’hui par défaut.")
        fields["to"] = serializers.DateField(
            required=False, help_text=f"Dernier jour, {LONGEST.days} jours après au plus ; {USUAL.days} par défaut."
        )
        return fields


class Times(serializers.Serializer[rules.Occurrence]):
    """Une fois où l’événement a lieu, à l’heure de l’établissement."""

    # The context holds `zone`.

    starts = serializers.SerializerMethodField(help_text="Un jour, ou un instant avec son décalage.")
    ends = serializers.SerializerMethodField(help_text="Dernier jour compris, ou instant de la fin, si on le connaît.")
    whole_days = serializers.BooleanField()

    def get_starts(self, one: rules.Occurrence) -> str:
        return self._written(one.first)

    def get_ends(self, one: rules.Occurrence) -> str | None:
        return None if one.last is None else self._written(one.last)

    def _written(self, value: date | datetime) -> str:
        zone: ZoneInfo = self.context["zone"]
        return value.replace(tzinfo=zone).isoformat() if isinstance(value, datetime) else value.isoformat()


class EventFacts(serializers.Serializer[Event]):
    """Ce qu’un événement dit de plus qu’un article."""

    place = serializers.CharField()
    cancelled = serializers.BooleanField()
    repeat = serializers.ChoiceField([one.value for one in rules.Repeat], help_text="Vide : une seule fois.")
    public_url = serializers.SerializerMethodField(help_text="Adresse sur le site public, si chacun peut le lire.")

    def get_public_url(self, event: Article) -> str | None:
        address: str | None = ArticleCard.get_public_url(self, event)  # type: ignore[arg-type]  # beside it, always
        return public_address(address) if address else None


class EventCard(EventFacts, ArticleCard):
    """Un événement dans une liste."""


class EventOut(EventFacts, ArticleOut):
    """Un événement à lire."""

    occurrences = serializers.SerializerMethodField(help_text="Toutes les fois où il a lieu.")

    @extend_schema_field(Times(many=True))
    def get_occurrences(self, event: Event) -> Any:
        times: Any = event.occurrences
        return Times(times, many=True, context=self.context).data


class Meeting(serializers.Serializer[dict[str, Any]]):
    """Un événement, une des fois où il a lieu."""

    event = EventCard()
    time = Times()


class EventsOut(serializers.Serializer[dict[str, Any]]):
    """Ce qui a lieu dans la période, dans l’ordre."""

    truncated = serializers.BooleanField(help_text="Vrai s’il y en a davantage : demandez une période plus courte.")
    results = Meeting(many=True)


class EventsView(SchoolView):
    @extend_schema(
        operation_id="events",
        summary="L’agenda que l’on peut lire",
        description="Un événement qui se répète y est à chaque fois. Sans session : ce qui est public.",
        parameters=[PeriodQuery],
        responses={200: EventsOut, **refusals(400, 404)},
        tags=["events"],
    )
    def get(self, request: Request) -> Response:
        query = PeriodQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        asked: dict[str, Any] = query.validated_data
        zone = ZoneInfo(self.school.timezone)
        first, last = _period(asked, clock.now().astimezone(zone).date())
        found = sorted(_meetings(self._events(asked), first, last), key=_order)
        told = {
            "truncated": len(found) > MOST,
            "results": [{"event": event, "time": one} for event, one in found[:MOST]],
        }
        context = {"reach": self.reach, "withheld": self.withheld, "zone": zone}
        return Response(EventsOut(told, context=context).data)

    def _events(self, asked: dict[str, Any]) -> QuerySet[Event]:
        if "rubric" not in asked:
            return events_within(self.reach)
        place = self.reach.find(asked["rubric"])
        if place is None:
            raise Refused(404, "rubrics.unknown", "Cette rubrique n’existe pas, ou vous n’y avez pas accès.")
        return events_within(self.reach, self.reach.beneath(place) if "include" in asked else [place.node.path])


class OneEvent(OneArticle):
    """The same addresses as under an article, of what is in an agenda."""

    def article(self, ref: UUID) -> Article:
        event = event_within(self.reach, ref)
        if event is None:
            raise Refused(404, "events.unknown", "Cet événement n’existe pas, ou vous n’y avez pas accès.")
        return event


class EventView(OneEvent, ArticleView):
    answer = EventOut

    @extend_schema(
        operation_id="event",
        summary="Un événement",
        description="Se relit avec If-None-Match : 304 tant que rien n’a changé pour ce lecteur.",
        responses={200: EventOut, **refusals(404)},
        tags=["events"],
    )
    def get(self, request: Request, ref: UUID) -> Any:
        return super().get(request, ref)


class EventImageView(OneEvent, ImageView):
    @extend_schema(
        operation_id="event_image",
        summary="Une image d’un événement",
        parameters=[WidthQuery],
        responses={(200, "image/*"): OpenApiTypes.BINARY, **refusals(400, 404)},
        tags=["events"],
    )
    def get(self, request: Request, ref: UUID, name: str) -> FileResponse:
        return super().get(request, ref, name)


class EventDocumentView(OneEvent, DocumentView):
    @extend_schema(
        operation_id="event_file",
        summary="Un document d’un événement",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY, **refusals(404)},
        tags=["events"],
    )
    def get(self, request: Request, ref: UUID, name: str) -> FileResponse:
        return super().get(request, ref, name)


def _period(asked: dict[str, Any], today: date) -> tuple[date, date]:
    first = asked.get("from") or (min(today, asked["to"]) if "to" in asked else today)
    if not rules.FIRST_YEAR < first.year < rules.LAST_YEAR:
        raise Refused(400, "period", "Cette période est trop lointaine.")
    last = asked.get("to") or first + USUAL
    if last < first:
        raise Refused(400, "period", "La période finit avant de commencer : corrigez « from » ou « to ».")
    if last - first > LONGEST:
        raise Refused(400, "period", f"Une période a {LONGEST.days} jours au plus : demandez-en plusieurs.")
    return first, last


def _meetings(events: QuerySet[Event], first: date, last: date) -> Iterator[tuple[Event, rules.Occurrence]]:
    for event in events.filter(day__lte=last, day__gte=first - OLDEST).defer("body", "extra_headers"):
        for one in rules.within(event.occurrences, first, last):
            yield event, one


def _order(pair: tuple[Event, rules.Occurrence]) -> tuple[str, str, str]:
    event, one = pair
    return one.first.isoformat(), event.title, str(event.ref)
