from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    name = "cms.releases"
    label = "releases"
    verbose_name = "publications"

    def ready(self) -> None:
        from cms.releases import receivers  # noqa: F401 - connects them
