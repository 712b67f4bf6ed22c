from django.apps import AppConfig


class SchoolsConfig(AppConfig):
    name = "cms.schools"
    label = "schools"
    verbose_name = "établissements"
