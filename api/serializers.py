"""Forms that several addresses share.

The docstring of a serializer is printed in the contract, hence in French, as are the `help_text`s.
"""

from drf_spectacular.utils import OpenApiResponse, extend_schema_field
from rest_framework import serializers

from api.errors import TITLES
from cms.rubrics.enums import Zone
from cms.rubrics.reach import Place

ZONE = {"type": "string", "enum": [str(zone) for zone in Zone]}


class IndexOut(serializers.Serializer[dict[str, str]]):
    """Les adresses d’où partir."""

    session = serializers.CharField()
    rubrics = serializers.CharField()
    articles = serializers.CharField()
    events = serializers.CharField()
    notices = serializers.CharField()
    schema = serializers.CharField()


class Problem(serializers.Serializer[dict[str, object]]):
    """Un refus, sous la forme de la RFC 9457."""

    type = serializers.CharField(help_text="« urn:preau: » suivi du code.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="Une phrase à montrer.")
    code = serializers.CharField(help_text="Stable : à comparer dans un programme.")
    errors = serializers.DictField(  # type: ignore[assignment]  # the name is the contract’s
        required=False, help_text="Par champ, ce qui ne convient pas."
    )


class RubricName(serializers.Serializer[Place]):
    """Une rubrique, nommée."""

    ref = serializers.UUIDField()
    title = serializers.CharField()


class RubricCard(RubricName):
    """Une rubrique, à côté d’un article."""

    # The context holds `reach`.

    path = serializers.CharField(source="address", help_text="« vie-du-college/sport ».")
    zone = serializers.SerializerMethodField(help_text="« public » seulement si chacun peut la lire.")

    @extend_schema_field(ZONE)
    def get_zone(self, place: Place) -> str:
        return str(self.context["reach"].zone(place))


def refusals(*statuses: int) -> dict[tuple[int, str], OpenApiResponse]:
    """For the contract: the refusals that an operation may give."""
    return {
        (status, "application/problem+json"): OpenApiResponse(Problem, description=TITLES[status])
        for status in statuses
    }
