from django.apps import AppConfig


class NewYearConfig(AppConfig):
    name = "cms.newyear"
    label = "newyear"
    verbose_name = "rentrée"
