from django.apps import AppConfig


class ClearanceConfig(AppConfig):
    name = "cms.clearance"
    label = "clearance"
    verbose_name = "contrôle avant publication"

    def ready(self) -> None:
        from cms.articles.panels import SIDE_PANELS
        from cms.clearance import receivers  # noqa: F401 - connects
        from cms.clearance.panels import CheckSidePanel
        from cms.clearance.services import require_accessible, require_agreed, require_decided, require_decided_within
        from cms.rubrics.online import BEFORE_ONLINE
        from cms.rubrics.services import BEFORE_PUBLIC

        BEFORE_ONLINE.extend([require_decided, require_accessible, require_agreed])
        SIDE_PANELS.append(CheckSidePanel)
        BEFORE_PUBLIC.append(require_decided_within)
