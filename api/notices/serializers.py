"""What is told of notices."""

from typing import Any

from rest_framework import serializers

from cms.notifications.enums import Kind
from cms.notifications.models import Notice

MOST = 100  # things that are marked at once


class NoticesQuery(serializers.Serializer[dict[str, Any]]):
    """Ce que l’on demande de la liste."""

    unread = serializers.ChoiceField(["1"], required=False, help_text="« 1 » : seulement celles qui ne sont pas lues.")
    cursor = serializers.CharField(required=False, max_length=200, help_text="Repris de « next » ou de « previous ».")


class NoticeOut(serializers.Serializer[Notice]):
    """Une notification."""

    kind = serializers.ChoiceField(Kind.values)
    about = serializers.UUIDField(help_text="La référence de ce dont elle parle : un article, une école.")
    text = serializers.CharField(help_text="Texte simple.")
    address = serializers.CharField(help_text="Où agir, à partir de « / » ; vide s’il n’y a rien à faire.")
    created_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)


class NoticesOut(serializers.Serializer[dict[str, Any]]):
    """Une page de notifications."""

    unread = serializers.IntegerField(help_text="Combien ne sont pas lues, en tout.")
    next = serializers.CharField(allow_null=True, help_text="L’adresse de la page suivante.")
    previous = serializers.CharField(allow_null=True)
    results = NoticeOut(many=True)


class ReadIn(serializers.Serializer[dict[str, Any]]):
    """Ce qui a été lu."""

    about = serializers.ListField(
        child=serializers.UUIDField(),
        required=False,
        min_length=1,
        max_length=MOST,
        help_text="Ce dont parlent les notifications lues ; sans lui, toutes.",
    )


class ReadOut(serializers.Serializer[dict[str, int]]):
    """Ce qui est maintenant lu."""

    marked = serializers.IntegerField()
    unread = serializers.IntegerField()
