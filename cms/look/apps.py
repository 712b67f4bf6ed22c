from django.apps import AppConfig


class LookConfig(AppConfig):
    name = "cms.look"
    label = "look"
    verbose_name = "apparence du site"
