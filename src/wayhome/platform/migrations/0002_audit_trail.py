"""The audit trail, partitioned by month from its first day: at national size it is the largest table by far."""

from django.db import migrations

CREATE = """
create sequence platform_auditentry_id_seq;
create table platform_auditentry (
  id bigint not null default nextval('platform_auditentry_id_seq'),
  at timestamptz not null,
  authority_id uuid not null,
  user_id uuid,
  agency_id uuid,
  verb text not null,
  what text not null,
  through text not null,
  subjects jsonb not null,
  salt uuid not null,
  leaf bytea not null,
  primary key (at, id)
) partition by range (at);
create table platform_auditentry_other partition of platform_auditentry default;
create index platform_auditentry_reader on platform_auditentry (authority_id, user_id, at);
"""


class Migration(migrations.Migration):
    dependencies = [("platform", "0001_initial")]
    operations = [
        migrations.RunSQL(CREATE, "drop table platform_auditentry; drop sequence platform_auditentry_id_seq;"),
    ]
