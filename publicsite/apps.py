from django.apps import AppConfig


class PublicSiteConfig(AppConfig):
    """Commands, and the previews of homepages; the static side has no model."""

    name = "publicsite"
    label = "publicsite"

    def ready(self) -> None:
        from cms.homepage import previews
        from publicsite.previewing import build_preview

        previews.build = build_preview
