from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "cms.core"
    label = "core"
    verbose_name = "socle"

    def ready(self) -> None:
        from cms.core import checks, receivers  # noqa: F401 - registers them
