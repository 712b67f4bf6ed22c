"""Wagtail makes a site and a welcome page of its own; a school opens its own instead."""

from django.db import migrations


def remove(apps, schema_editor):
    Site = apps.get_model("wagtailcore", "Site")
    Page = apps.get_model("wagtailcore", "Page")
    Site.objects.filter(hostname="localhost", root_page__slug="home", root_page__depth=2).delete()
    Page.objects.filter(slug="home", depth=2).delete()
    Page.objects.filter(depth=1).update(numchild=Page.objects.filter(depth=2).count())


class Migration(migrations.Migration):
    dependencies = [("schools", "0001_school"), ("wagtailcore", "0098_apitoken")]
    operations = [migrations.RunPython(remove, migrations.RunPython.noop)]
