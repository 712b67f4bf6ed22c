from django.apps import AppConfig


class AudiencesConfig(AppConfig):
    name = "cms.audiences"
    label = "audiences"
    verbose_name = "publics concernés"

    def ready(self) -> None:
        from cms.audiences import receivers  # noqa: F401 - connects them
