from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "cms.articles"
    label = "articles"
    verbose_name = "articles"

    def ready(self) -> None:
        from cms.articles import receivers  # noqa: F401 - connects them
