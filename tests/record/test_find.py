"""Looking for a child by the beginning of a name goes by index, and finds what a person would expect."""

import re
from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.partnership import Partnership, acting, invented_child, said
from wayhome.record.operations import facts
from wayhome.record.queries import children


def test_a_name_is_found_by_either_end_and_whatever_its_case(north: Partnership) -> None:
    child = invented_child(north)
    with acting(north, "worker") as actor:
        facts.record(actor=actor, child=child, drafts=[said("child.name", text="Zoë Ötzi-Ńowak")])
        found = lambda words: {each.id for each in children.find(actor.authority, words=words)}  # noqa: E731
        for words in ("zoe", "ZOË Ö", "otzi", "Ötzi-ńowak zoë"):
            assert found(words) == {child}, words
        for words in ("zof", "oe", "zoeÿ", "\U0010ffff"):
            assert child not in found(words), words


def test_no_part_of_the_look_up_waits_for_the_row_policy(north: Partnership) -> None:
    """A comparison that is not leakproof would go after the policy: every child would be read for each search."""
    with acting(north, "worker") as actor:
        with CaptureQueriesContext(connection) as captured:
            children.find(actor.authority, words="coral co", born_on=date(2012, 2, 29))
        asked = captured.captured_queries[-1]["sql"].partition("WHERE")[2].partition("ORDER BY")[0]
        used = set(re.findall(r"\" (\S+)", asked))
        with connection.cursor() as cursor:
            cursor.execute(
                "select o.oprname from pg_operator o join pg_proc p on p.oid = o.oprcode and p.proleakproof "
                "where o.oprleft = o.oprright and o.oprleft = any(array['text', 'uuid', 'date']::regtype[])"
            )
            early = {row[0] for row in cursor.fetchall()}
    assert {"=", ">=", "<"} == used
    assert used <= early, f"{used - early} would be asked after the row policy, of every row"
