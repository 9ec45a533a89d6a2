import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    dependencies = [("platform", "0008_tally")]

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "digest",
                    models.TextField(help_text="The SHA-256 of the secret in the link, in hexadecimal.", unique=True),
                ),
                ("by_user", models.UUIDField(null=True)),
                ("recorded_at", models.DateTimeField(db_default=Now())),
                ("until_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "ended_at",
                    models.DateTimeField(help_text="When a newer link, or closing the account, ended it.", null=True),
                ),
                (
                    "authority",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="platform.authority"),
                ),
                (
                    "user",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={"indexes": [models.Index(fields=["authority", "user"], name="invitation_user")]},
        ),
    ]
