"""Seals over the audit trail: the place of each entry, its leaf over every column, and the seals themselves."""

from django.db import migrations, models

# Entries from before get a place by their number, and a leaf made as the trigger makes it (access/audit.sql).
CREATE = r"""
drop trigger if exists append_only on platform_auditentry;
drop trigger if exists append_only_truncate on platform_auditentry;
alter table platform_auditentry add column position bigint;
update platform_auditentry set position = 0;
update platform_auditentry set leaf = sha256('\x00'::bytea || convert_to(jsonb_build_array(
  id, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), authority_id, user_id, agency_id,
  verb, what, through, subjects, salt, position)::text, 'UTF8'));
alter table platform_auditentry alter column position set not null;
create index platform_auditentry_place on platform_auditentry (position, id);
create index platform_auditentry_subjects on platform_auditentry using gin (subjects jsonb_path_ops);
create table platform_auditera (base bigint primary key, began_at timestamptz not null default now());
create table platform_auditseal (
  number bigint primary key,
  size bigint not null unique,
  last_position bigint not null,
  last_id bigint not null,
  leaves bytea not null,
  edge bytea not null,
  root bytea not null,
  at timestamptz not null,
  key bytea not null,
  signature bytea not null
);
"""
DROP = """
drop table platform_auditseal;
drop table platform_auditera;
drop index platform_auditentry_subjects;
alter table platform_auditentry drop column position;
"""

STATE = [
    migrations.AddField("auditentry", "position", models.BigIntegerField()),
    migrations.CreateModel(
        name="AuditSeal",
        fields=[
            ("number", models.BigIntegerField(primary_key=True, serialize=False)),
            ("size", models.BigIntegerField(unique=True)),
            ("last_position", models.BigIntegerField()),
            ("last_id", models.BigIntegerField()),
            ("leaves", models.BinaryField()),
            ("edge", models.BinaryField()),
            ("root", models.BinaryField()),
            ("at", models.DateTimeField()),
            ("key", models.BinaryField()),
            ("signature", models.BinaryField()),
        ],
        options={"db_table": "platform_auditseal", "managed": False},
    ),
]


class Migration(migrations.Migration):
    dependencies = [("platform", "0004_naming")]
    operations = [
        migrations.RunSQL(CREATE, DROP, state_operations=STATE),
    ]
