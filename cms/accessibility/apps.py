from django.apps import AppConfig


class AccessibilityConfig(AppConfig):
    name = "cms.accessibility"
    label = "accessibility"
    verbose_name = "accessibilité"
