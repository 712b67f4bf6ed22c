from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "cms.publishing"
    label = "publishing"
    verbose_name = "publication"

    def ready(self) -> None:
        from cms.publishing import receivers  # noqa: F401 - connects them
