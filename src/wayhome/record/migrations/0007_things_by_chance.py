"""A thing's id was made from its number, which could be tried out against an address: draw each anew, links and all."""

from typing import Any

from django.db import migrations

_DRAW = """
set constraints all immediate;
set constraints all deferred;
create temporary table drawn on commit drop as select id as old, gen_random_uuid() as new from record_thing;
alter table record_link disable trigger user;
alter table record_thing disable trigger user;
update record_thing t set id = d.new from drawn d where d.old = t.id;
update record_link l set from_thing_id = d.new from drawn d where d.old = l.from_thing_id;
update record_link l set to_thing_id = d.new from drawn d where d.old = l.to_thing_id;
set constraints all immediate;
alter table record_link enable trigger user;
alter table record_thing enable trigger user;
"""
_LOST = """
select (select count(*) from drawn where not exists (select from record_thing t where t.id = drawn.new))
  + (select count(*) from record_thing t where not exists (select from drawn where drawn.new = t.id))
"""


def draw(apps: Any, schema_editor: Any) -> None:
    """Give every thing a new id, and say so if one were lost on the way."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("select count(*) from record_thing")
        if not cursor.fetchone()[0]:
            return
        cursor.execute(_DRAW)
        cursor.execute(_LOST)
        lost = cursor.fetchone()[0]
    if lost:
        raise RuntimeError(f"{lost} things did not get their new id: nothing was changed")


class Migration(migrations.Migration):
    dependencies = [("record", "0006_names_in_order_of_bytes")]

    operations = [migrations.RunPython(draw, migrations.RunPython.noop)]
