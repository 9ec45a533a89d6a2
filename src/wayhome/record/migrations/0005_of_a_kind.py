from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("record", "0004_links")]

    operations = [
        migrations.AddIndex(
            model_name="fact",
            index=models.Index(
                condition=models.Q(("child__isnull", False)),
                fields=["authority", "kind", "child"],
                name="fact_authority_kind",
            ),
        ),
    ]
