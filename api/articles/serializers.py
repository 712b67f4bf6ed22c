"""Articles as their readers see them, and what may be asked of their list."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.links import BODY_WIDTH, ReaderLinks, image_address
from api.serializers import RubricCard, RubricName
from cms.articles.models import Article
from cms.articles.permissions import abilities
from cms.articles.rendering import body_html
from cms.media.pictures import WIDTHS, framed_size
from cms.rubrics.reach import Reach
from cms.rubrics.rules import STEP


class ListQuery(serializers.Serializer[dict[str, Any]]):
    rubric = serializers.UUIDField(required=False, help_text="Référence d’une rubrique.")
    include = serializers.ChoiceField(
        ["descendants"], required=False, help_text="Avec les articles des rubriques au-dessous."
    )
    tag = serializers.CharField(required=False, max_length=100, help_text="Nom court d’un mot-clé.")
    cursor = serializers.CharField(required=False, max_length=200, help_text="Suite d’une liste, tirée de « next ».")


class WidthQuery(serializers.Serializer[dict[str, Any]]):
    width = serializers.ChoiceField(WIDTHS, default=WIDTHS[-1], help_text="Largeur au plus, en pixels.")
    frame = serializers.ChoiceField(
        ["illustration"], required=False, help_text="Recadrée autour de son point focal, comme illustration."
    )


class Illustration(serializers.Serializer[dict[str, Any]]):
    """L’image qui annonce l’article."""

    src = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    alt = serializers.CharField()


class ArticleCard(serializers.Serializer[Article]):
    """Un article dans une liste."""

    # The context holds `reach` and `withheld`; what is computed here needs no query.

    ref = serializers.UUIDField()
    title = serializers.CharField()
    summary = serializers.CharField()
    published_at = serializers.DateTimeField(source="first_published_at", allow_null=True)
    updated_at = serializers.SerializerMethodField(
        help_text="Dernier changement, sans compter les corrections mineures ; l’ordre des listes en vient."
    )
    author = serializers.CharField(source="signature")
    tags = serializers.SerializerMethodField(help_text="Mots-clés, tels qu’on les lit.")
    rubric = serializers.SerializerMethodField()
    illustration = serializers.SerializerMethodField()
    public_url = serializers.SerializerMethodField(help_text="Adresse sur le site public, si chacun peut le lire.")

    @property
    def reach(self) -> Reach:
        reach: Reach = self.context["reach"]
        return reach

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_updated_at(self, article: Article) -> Any:
        return serializers.DateTimeField().to_representation(article.resurfaced_at or article.first_published_at)

    def get_tags(self, article: Article) -> list[str]:
        return sorted(item.tag.name for item in article.tagged_items.all())

    @extend_schema_field(RubricCard)
    def get_rubric(self, article: Article) -> Any:
        return RubricCard(self.reach.places[article.path[:-STEP]], context=self.context).data

    @extend_schema_field(Illustration(allow_null=True))
    def get_illustration(self, article: Article) -> Any:
        image = article.illustration
        if image is None or image.collection_id != self.reach.school.collection_id:
            return None
        if image.pk in self.context["withheld"]:
            return None
        width, height = framed_size(image, BODY_WIDTH)
        source = image_address(article, image, framed=True)
        return Illustration({"src": source, "width": width, "height": height, "alt": image.description}).data

    def get_public_url(self, article: Article) -> str | None:
        if article.path[:-STEP] not in self.reach.public:
            return None
        root: str = self.reach.school.root_page.url_path
        return f"/{article.url_path[len(root) :]}"


class Abilities(serializers.Serializer[dict[str, bool]]):
    """Ce que la personne connectée peut faire de cet article, dans l’administration."""

    edit = serializers.BooleanField()
    publish = serializers.BooleanField()
    unpublish = serializers.BooleanField()
    validate = serializers.BooleanField(help_text="Décider de ce qu’une autre personne a soumis.")  # type: ignore[assignment]  # the name is the contract’s
    delete = serializers.BooleanField()
    move = serializers.BooleanField()
    submit = serializers.BooleanField(help_text="Demander qu’il soit mis en ligne.")
    withdraw = serializers.BooleanField(help_text="Retirer cette demande.")
    archive = serializers.BooleanField()
    restore = serializers.BooleanField(help_text="Le sortir des archives.")


class ArticleOut(ArticleCard):
    """Un article à lire."""

    # The context also holds `links` and `user`.

    body_html = serializers.SerializerMethodField(help_text="Sûr à montrer ; liens résolus pour ce lecteur.")
    breadcrumb = serializers.SerializerMethodField(help_text="Du premier niveau à la rubrique de l’article.")

    abilities = serializers.SerializerMethodField()

    @extend_schema_field(Abilities)
    def get_abilities(self, article: Article) -> dict[str, bool]:
        return abilities(self.context["user"], article)

    def get_body_html(self, article: Article) -> str:
        links: ReaderLinks = self.context["links"]
        return body_html(article.body, links)

    @extend_schema_field(RubricName(many=True))
    def get_breadcrumb(self, article: Article) -> Any:
        line: Any = self.reach.line(article.path[:-STEP])
        return RubricName(line, many=True).data


class ArticlesOut(serializers.Serializer[dict[str, Any]]):
    """Une page de la liste, les plus récents d’abord."""

    next = serializers.CharField(allow_null=True, help_text="Adresse de la suite, plus ancienne.")
    previous = serializers.CharField(allow_null=True, help_text="Adresse de ce qui précède, plus récent.")
    results = ArticleCard(many=True)
