import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("platform", "0002_audit_trail")]

    operations = [
        migrations.CreateModel(
            name="Sharing",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("subject", models.UUIDField()),
                ("shared", models.BooleanField(help_text="Whether the agency is let in, or the sharing ends here.")),
                ("until_at", models.DateTimeField(null=True)),
                ("reason", models.TextField()),
                ("by_user", models.UUIDField(null=True)),
                ("recorded_at", models.DateTimeField()),
                ("agency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="platform.agency")),
                ("authority", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="platform.authority")),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["authority", "agency", "subject", "recorded_at"], name="sharing_authority_agency"
                    ),
                    models.Index(fields=["authority", "subject"], name="sharing_authority_subject"),
                ],
                "constraints": [models.UniqueConstraint(fields=("authority", "id"), name="sharing_authority_id")],
            },
        ),
    ]
