from django.apps import AppConfig


class AddressesConfig(AppConfig):
    name = "cms.addresses"
    label = "addresses"
    verbose_name = "anciennes adresses"

    def ready(self) -> None:
        from cms.addresses import receivers  # noqa: F401 - connects them
