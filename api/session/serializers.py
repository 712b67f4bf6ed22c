"""What is sent to sign in, and what is told of who is signed in."""

from rest_framework import serializers


class Credentials(serializers.Serializer[dict[str, str]]):
    """Ce que l’on saisit pour se connecter."""

    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=1024, trim_whitespace=False, style={"input_type": "password"})


class PersonOut(serializers.Serializer[dict[str, object]]):
    """La personne connectée."""

    ref = serializers.UUIDField()
    display_name = serializers.CharField()
    profile = serializers.CharField(help_text="pupil, parent, teacher, staff, authority, guest ou operator.")
    profile_label = serializers.CharField()
    classes = serializers.ListField(
        child=serializers.CharField(), help_text="Ses classes ; pour un parent, celles de ses enfants."
    )
    can_write = serializers.BooleanField(help_text="A un rôle de rédacteur ou plus, quelque part dans cette école.")


class SchoolOut(serializers.Serializer[dict[str, str]]):
    """L’école de cette adresse."""

    name = serializers.CharField()
    slug = serializers.CharField()


class SessionOut(serializers.Serializer[dict[str, object]]):
    """Qui est connecté."""

    signed_in = serializers.BooleanField()
    csrf_token = serializers.CharField(help_text="À renvoyer dans l’en-tête X-CSRFToken de ce qui n’est pas un GET.")
    person = PersonOut(required=False, help_text="Absent quand personne n’est connecté.")
    school = SchoolOut()
