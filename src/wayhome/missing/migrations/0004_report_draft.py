import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("missing", "0003_behind")]

    operations = [
        migrations.CreateModel(
            name="ReportDraft",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("by_user", models.UUIDField()),
                ("boxes", models.JSONField(default=dict)),
                ("edition", models.IntegerField(default=1)),
                ("saved_at", models.DateTimeField()),
                ("authority", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="platform.authority")),
                ("child", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="record.child")),
            ],
            options={
                "indexes": [models.Index(fields=["authority", "by_user", "child"], name="report_draft_authority_user")],
                "constraints": [models.UniqueConstraint(fields=("authority", "id"), name="report_draft_authority_id")],
            },
        ),
    ]
