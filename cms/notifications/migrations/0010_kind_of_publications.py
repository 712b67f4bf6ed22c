from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0002_kind_of_homepages'),
    ]

    operations = [
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('proposed', 'article to validate'), ('accepted', 'article put online'), ('refused', 'article refused'), ('archived', 'article archived'), ('held-back', 'article not put online'), ('homepage', 'homepage to mend'), ('publication', 'publications that fail')], max_length=20, verbose_name='kind'),
        ),
    ]
