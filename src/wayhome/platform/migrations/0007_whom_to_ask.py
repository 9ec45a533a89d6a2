from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("platform", "0006_signing_in")]

    operations = [
        migrations.AddField(
            model_name="authority",
            name="whom_to_ask",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                help_text="Whom somebody is told to ask who looks for a child held here and may not see the record. "
                "Empty: nobody is told that there is a record.",
            ),
        ),
    ]
