from django.apps import AppConfig


class PublicSiteConfig(AppConfig):
    """Only commands: the static side has no model."""

    name = "publicsite"
    label = "publicsite"
