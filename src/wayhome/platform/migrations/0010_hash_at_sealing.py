"""An entry's leaf is hashed as it is sealed; its place counts on from a sequence, and no trigger stands before an insert."""

from django.db import migrations, models

# What seals was a row's trigger and a table asked at every entry (access/audit.sql). A partition has a default of its own.
FORWARD = """
drop trigger if exists leaf on platform_auditentry;
drop function if exists wayhome_audit_leaf();
alter table platform_auditentry alter column leaf drop not null;
create sequence platform_auditera_base minvalue 0 start 0;
select setval('platform_auditera_base', coalesce(max(base), 0)) from platform_auditera;
"""
STATE = [migrations.AlterField("auditentry", "leaf", models.BinaryField(null=True))]


class Migration(migrations.Migration):
    dependencies = [("platform", "0009_invitation")]
    operations = [migrations.RunSQL(FORWARD, state_operations=STATE)]
