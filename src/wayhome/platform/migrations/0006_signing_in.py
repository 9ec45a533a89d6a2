"""Sign-ins that can be seen and ended, typed text that is given back, and vetting by the police."""

import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.conf import settings
from django.db import migrations, models

# Who is there already reads, once vetted, what people added from now on will.
DORMANT = """
insert into platform_reader (user_id, audience_id, vetted)
select u.id, a.id, true from platform_user u
  join platform_agency mine on mine.id = u.agency_id and mine.kind = 'social-care'
  join platform_audience a on a.authority_id = u.authority_id and a.handling = 'intelligence'
  join platform_agency theirs on theirs.id = a.agency_id and theirs.kind = 'police'
where u.is_active on conflict do nothing;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("platform", "0005_openings"),
    ]

    operations = [
        migrations.AddField(
            model_name="reader",
            name="vetted",
            field=models.BooleanField(
                db_default=False, help_text="Whether it is read only while the police have vetted them."
            ),
        ),
        migrations.CreateModel(
            name="Kept",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("page", models.TextField(help_text="The address of the page that holds the form.")),
                ("action", models.TextField(help_text="The address the form was sent to.")),
                ("said", models.JSONField(help_text="Each box and what was in it, as pairs, in the form's order.")),
                ("kept_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "authority",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="platform.authority"),
                ),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [models.Index(fields=["user"], name="kept_user")],
            },
        ),
        migrations.CreateModel(
            name="SignIn",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "browser",
                    models.TextField(help_text="The browser and system in words, such as: Firefox on Windows."),
                ),
                ("began_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("last_seen_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.UUIDField(null=True)),
                ("ended_why", models.TextField(blank=True, default="")),
                (
                    "authority",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="platform.authority"),
                ),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [models.Index(fields=["user", "ended_at"], name="signin_user")],
            },
        ),
        migrations.CreateModel(
            name="Vetting",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("level", models.TextField(help_text="The level as the force names it, such as: NPPV2.")),
                ("from_on", models.DateField(help_text="The first day, in London.")),
                ("until_on", models.DateField(help_text="The last day, in London.")),
                ("confirmed_by", models.TextField(help_text="Who in the force confirmed it, or its reference.")),
                ("by_user", models.UUIDField(null=True)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.UUIDField(null=True)),
                ("ended_why", models.TextField(blank=True, default="")),
                ("authority", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="platform.authority")),
                ("post", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="platform.post")),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [models.Index(fields=["authority", "user"], name="vetting_user")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gte", models.F("from_on"))), name="vetting_ends_after_start"
                    )
                ],
            },
        ),
        migrations.RunSQL(DORMANT, migrations.RunSQL.noop),
    ]
