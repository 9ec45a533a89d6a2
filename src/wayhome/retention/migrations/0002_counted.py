import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("retention", "0001_keeping"), ("platform", "0009_invitation")]

    operations = [
        migrations.CreateModel(
            name="Counted",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("year", models.IntegerField(help_text="Of London.")),
                ("measure", models.TextField(help_text="records, episodes, or duty/<clock>/<kept, late or breached>.")),
                ("number", models.IntegerField()),
                (
                    "authority",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="platform.authority"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("authority", "year", "measure"), name="retention_counted_once_a_year"
                    )
                ]
            },
        ),
    ]
