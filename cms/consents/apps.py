from django.apps import AppConfig


class ConsentsConfig(AppConfig):
    name = "cms.consents"
    label = "consents"
    verbose_name = "droit à l’image"

    def ready(self) -> None:
        from cms.consents import receivers  # noqa: F401 - connects them
