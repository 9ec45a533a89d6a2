"""Notices are found by what they are of."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("worklists", "0004_gestures")]

    operations = [
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["authority", "reading_key"], name="notice_authority_reading"),
        ),
    ]
