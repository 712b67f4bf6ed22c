from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "cms.directory"
    label = "directory"
    verbose_name = "annuaire"

    def ready(self) -> None:
        from cms.directory import receivers  # noqa: F401 - connects them
