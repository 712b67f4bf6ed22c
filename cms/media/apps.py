from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "cms.media"
    label = "media"
    verbose_name = "images et documents"

    def ready(self) -> None:
        from cms.media import receivers  # noqa: F401 - connects them
