"""Comments on an article of a private rubric, for those who read it."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.articles.views import OneArticle
from api.errors import Refused
from api.serializers import refusals
from cms.articles.models import Article
from cms.comments.enums import CommentState
from cms.comments.models import LONGEST, Comment
from cms.comments.selectors import comments_for, decides, takes_comments
from cms.comments.services import decide_comment, withdraw_comment, write_comment
from cms.directory.models import Person

DECISIONS = [CommentState.SHOWN.value, CommentState.REFUSED.value]


class CommentIn(serializers.Serializer[dict[str, str]]):
    """Un commentaire à envoyer."""

    text = serializers.CharField(max_length=LONGEST)


class CommentDecision(serializers.Serializer[dict[str, str]]):
    """Ce qu’un modérateur en décide."""

    state = serializers.ChoiceField(DECISIONS)


class CommentOut(serializers.Serializer[Comment]):
    """Un commentaire."""

    # The context holds `person`.

    ref = serializers.UUIDField()
    author = serializers.CharField(source="person")
    text = serializers.CharField(help_text="Texte simple.")
    created_at = serializers.DateTimeField()
    state = serializers.ChoiceField(CommentState.values, help_text="« shown » pour tous ; le reste pour son auteur.")
    mine = serializers.SerializerMethodField(help_text="Écrit par la personne connectée, qui peut le retirer.")

    def get_mine(self, comment: Comment) -> bool:
        return bool(comment.person_id == self.context["person"].pk)


class CommentsOut(serializers.Serializer[dict[str, Any]]):
    """Les commentaires d’un article, du plus ancien au plus récent."""

    open = serializers.BooleanField(help_text="Si la personne connectée peut commenter.")
    decides = serializers.BooleanField(help_text="Si elle décide de ceux des autres.")
    results = CommentOut(many=True)


class Commented(OneArticle):
    def member(self) -> Person:
        if self.person is None:
            raise Refused(403, "not-allowed", "Connectez-vous pour lire et écrire des commentaires.")
        return self.person

    def told(self, comment: Comment) -> Any:
        return CommentOut(comment, context={"person": self.member()}).data

    def comment(self, article: Article, ref: UUID) -> Comment:
        found = comments_for(article, self.member()).filter(ref=ref).first()
        if found is None:
            raise Refused(404, "comments.unknown", "Ce commentaire n’existe pas, ou vous n’y avez pas accès.")
        return found


class CommentsView(Commented):
    @extend_schema(
        operation_id="comments",
        summary="Les commentaires d’un article",
        description="Pour une personne connectée qui lit l’article, dans une rubrique privée qui en reçoit.",
        responses={200: CommentsOut, **refusals(403, 404)},
        tags=["comments"],
    )
    def get(self, request: Request, ref: UUID) -> Response:
        article, person = self.article(ref), self.member()
        is_open = takes_comments(article, self.school)
        found = list(comments_for(article, person)) if is_open else []
        told = {"open": is_open, "decides": decides(request.user, article), "results": found}
        return Response(CommentsOut(told, context={"person": person}).data)

    @extend_schema(
        operation_id="comment_write",
        summary="Commenter",
        description="Le commentaire attend d’être lu par un modérateur.",
        request=CommentIn,
        responses={201: CommentOut, **refusals(400, 403, 404, 422)},
        tags=["comments"],
    )
    def post(self, request: Request, ref: UUID) -> Response:
        article, person = self.article(ref), self.member()
        sent = CommentIn(data=request.data)
        sent.is_valid(raise_exception=True)
        comment = write_comment(article=article, person=person, text=sent.validated_data["text"])
        return Response(self.told(comment), status=201)


class CommentView(Commented):
    @extend_schema(
        operation_id="comment_decide",
        summary="Montrer ou refuser un commentaire",
        description="Pour les modérateurs et les gestionnaires de la rubrique.",
        request=CommentDecision,
        responses={200: CommentOut, **refusals(400, 403, 404)},
        tags=["comments"],
    )
    def patch(self, request: Request, ref: UUID, comment_ref: UUID) -> Response:
        comment = self.comment(self.article(ref), comment_ref)
        sent = CommentDecision(data=request.data)
        sent.is_valid(raise_exception=True)
        shown = sent.validated_data["state"] == CommentState.SHOWN
        decide_comment(comment=comment, shown=shown, actor=request.user)
        return Response(self.told(comment))

    @extend_schema(
        operation_id="comment_withdraw",
        summary="Retirer son commentaire",
        description="Par son auteur, à tout moment.",
        responses={204: None, **refusals(403, 404)},
        tags=["comments"],
    )
    def delete(self, request: Request, ref: UUID, comment_ref: UUID) -> Response:
        withdraw_comment(comment=self.comment(self.article(ref), comment_ref), person=self.member())
        return Response(status=204)
