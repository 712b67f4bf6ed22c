import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Rubrics and homepages are looked at as articles are: what is kept is about a page, whatever its kind."""

    dependencies = [
        ("clearance", "0001_decisions_and_looks"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RenameModel("ArticleLook", "PageLook"),
        migrations.AlterModelOptions(
            name="pagelook", options={"verbose_name": "look at a page", "verbose_name_plural": "looks at pages"}
        ),
        migrations.RenameField("pagelook", "article", "page"),
        migrations.AlterField(
            model_name="pagelook",
            name="page",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="look",
                to="wagtailcore.page",
                verbose_name="page",
            ),
        ),
        migrations.RemoveIndex("decision", "decisions_of_an_article"),
        migrations.RenameField("decision", "article", "page"),
        migrations.AlterField(
            model_name="decision",
            name="page",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="decisions",
                to="wagtailcore.page",
                verbose_name="page",
            ),
        ),
        migrations.AddIndex("decision", models.Index(fields=["page", "outcome"], name="decisions_of_a_page")),
    ]
