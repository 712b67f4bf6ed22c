"""Rubrics as their readers see them."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from api.links import ReaderLinks
from api.serializers import RubricCard
from cms.articles.rendering import running_text
from cms.rubrics.reach import Place
from cms.rubrics.rules import STEP


class RubricOut(RubricCard):
    """Une rubrique dans l’arbre."""

    # The context also holds `counts`, `introductions` and `links`.

    depth = serializers.SerializerMethodField(help_text="1 au premier niveau.")
    parent = serializers.SerializerMethodField(  # type: ignore[assignment]  # the name is the contract’s
        help_text="Référence de la rubrique au-dessus."
    )
    introduction_html = serializers.SerializerMethodField()
    colour = serializers.CharField(help_text="« #1f4e79 », ou vide.")
    icon = serializers.CharField()
    article_count = serializers.SerializerMethodField(help_text="Articles lisibles directement dans cette rubrique.")

    def get_depth(self, place: Place) -> int:
        return (len(place.node.path) - len(self.context["reach"].school.root_page.path)) // STEP

    def get_parent(self, place: Place) -> UUID | None:
        above = self.context["reach"].places.get(place.node.path[:-STEP])
        return above.ref if above else None

    def get_introduction_html(self, place: Place) -> str:
        links: ReaderLinks = self.context["links"]
        return running_text(self.context["introductions"].get(place.node.pk, ""), links)

    def get_article_count(self, place: Place) -> int:
        counts: dict[str, int] = self.context["counts"]
        return counts.get(place.node.path, 0)


class RubricsOut(serializers.Serializer[dict[str, Any]]):
    """L’arbre entier, chaque rubrique après celle qui la contient."""

    results = RubricOut(many=True)
