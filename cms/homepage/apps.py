from django.apps import AppConfig


class HomepageConfig(AppConfig):
    name = "cms.homepage"
    label = "homepage"
    verbose_name = "page d’accueil"

    def ready(self) -> None:
        from cms.homepage import receivers, warnings  # noqa: F401 - connects them, registers its hooks
