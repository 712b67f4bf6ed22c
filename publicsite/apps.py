from django.apps import AppConfig


class PublicSiteConfig(AppConfig):
    """Commands, and what the administration asks of the static side: previews, and the releases. It has no model."""

    name = "publicsite"
    label = "publicsite"

    def ready(self) -> None:
        from cms.homepage import previews
        from cms.publishing import shelf
        from publicsite import shelf as ours
        from publicsite.previewing import build_preview

        previews.build = build_preview
        shelf.kept, shelf.reappearing, shelf.put_back, shelf.shows = (
            ours.kept,
            ours.reappearing,
            ours.put_back,
            ours.shows,
        )
