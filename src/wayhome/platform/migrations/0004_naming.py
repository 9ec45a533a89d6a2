import uuid

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Now

_ENDED = (
    ("by_user", models.UUIDField(null=True)),
    ("recorded_at", models.DateTimeField(db_default=Now())),
    ("ended_at", models.DateTimeField(null=True)),
    ("ended_by", models.UUIDField(null=True)),
    ("ended_why", models.TextField(blank=True, default="")),
)
_ONE = models.Q(("team__isnull", False), ("user__isnull", True)) | models.Q(
    ("team__isnull", True), ("user__isnull", False)
)


class Migration(migrations.Migration):
    dependencies = [("platform", "0003_sharing")]

    operations = [
        migrations.CreateModel(
            name="Sealing",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("subject", models.UUIDField()),
                (
                    "sealed",
                    models.BooleanField(help_text="Whether the record is sealed from here on, or opened again."),
                ),
                ("reason", models.TextField()),
                ("by_user", models.UUIDField(null=True)),
                ("recorded_at", models.DateTimeField()),
                ("authority", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="platform.authority")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["authority", "subject", "recorded_at"], name="sealing_authority_subject")
                ],
                "constraints": [models.UniqueConstraint(fields=("authority", "id"), name="sealing_authority_id")],
            },
        ),
        *(
            migrations.AddField(model_name=model, name=name, field=field)
            for model in ("grant", "exclusion")
            for name, field in _ENDED
        ),
        migrations.AddField(
            model_name="grant",
            name="team",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="platform.team"),
        ),
        migrations.AlterField(
            model_name="grant",
            name="user",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="platform.user"),
        ),
        migrations.AddIndex(
            model_name="grant", index=models.Index(fields=["authority", "subject"], name="grant_authority_subject")
        ),
        migrations.AddConstraint(
            model_name="grant", constraint=models.CheckConstraint(condition=_ONE, name="grant_to_one")
        ),
        migrations.RemoveConstraint(model_name="exclusion", name="exclusion_once"),
        migrations.AddConstraint(
            model_name="exclusion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("authority", "user", "subject"),
                name="exclusion_once",
            ),
        ),
    ]
