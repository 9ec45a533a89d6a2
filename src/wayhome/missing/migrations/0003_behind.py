from django.db import migrations, models
import django.db.models.deletion
import uuid

# The id of the fact behind each column, for the episodes there are: as the projector works it out.
FILL = """
with told as (
  select f.episode_id, f.id, f.kind, coalesce(f.happened_from, f.told_at) as at, f.happened_from, f.recorded_at
  from record_fact f join record_child c on c.id = f.child_id
  where f.episode_id is not null and (c.restricted or not f.restricted)
    and not exists (select from record_supersession s where s.old_id = f.id)),
named as (
  select distinct on (episode_id, name) episode_id, name, id from told join (values
    ('missing.from', 'missing_from'), ('missing.risk-graded', 'police_risk'), ('missing.local-risk', 'local_risk'),
    ('missing.began', 'category'), ('missing.category-changed', 'category')) n(kind, name) using (kind)
  order by episode_id, name, at desc, recorded_at desc, id::text desc),
first as (
  select distinct on (episode_id, name) episode_id, name, id from told join (values
    ('missing.reported', 'reported'), ('missing.located', 'ended'), ('missing.returned', 'ended'),
    ('missing.closed', 'closed')) n(kind, name) using (kind)
  order by episode_id, name, happened_from is null, at, recorded_at, id::text),
behind as (
  select episode_id, jsonb_object_agg(name, id) as ids from (select * from named union all select * from first) x group by 1)
update missing_episode e set behind = b.ids from behind b where b.episode_id = e.id
"""


class Migration(migrations.Migration):
    dependencies = [("missing", "0002_initial"), ("platform", "0002_audit_trail"), ("record", "0004_links")]

    operations = [
        migrations.AddField(
            model_name="episode",
            name="behind",
            field=models.JSONField(
                default=dict, help_text="The id of the fact behind each column that is not the beginning's."
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="HeldReport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("restricted", models.BooleanField(default=False)),
                ("by_user", models.UUIDField(null=True)),
                ("told_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("told", models.JSONField()),
                ("audience", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="platform.audience")),
                ("authority", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="platform.authority")),
                ("by_agency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="platform.agency")),
                ("child", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="record.child")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["authority", "child", "recorded_at"], name="held_report_authority_child")
                ],
                "constraints": [models.UniqueConstraint(fields=("authority", "id"), name="held_report_authority_id")],
            },
        ),
    ]
