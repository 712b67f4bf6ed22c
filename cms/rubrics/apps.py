from django.apps import AppConfig


class RubricsConfig(AppConfig):
    name = "cms.rubrics"
    label = "rubrics"
    verbose_name = "rubriques"

    def ready(self) -> None:
        """Our policies take the place of Wagtail's in its own registry: every door of the admin asks there."""
        from wagtail.models import AbstractPage
        from wagtail.permissions import register_permission_policy

        from cms.media.models import SchoolDocument, SchoolImage
        from cms.rubrics import receivers  # noqa: F401 - connects them
        from cms.rubrics.files import SchoolFilePolicy
        from cms.rubrics.permissions import RubricPagePolicy

        register_permission_policy(AbstractPage, RubricPagePolicy())
        for model in (SchoolImage, SchoolDocument):
            register_permission_policy(model, SchoolFilePolicy(model, owner_field_name="uploaded_by_user"))
