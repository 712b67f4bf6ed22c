from django.apps import AppConfig


class HomepageConfig(AppConfig):
    name = "cms.homepage"
    label = "homepage"
    verbose_name = "page d’accueil"
