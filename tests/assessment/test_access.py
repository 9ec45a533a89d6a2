"""Who may read and write a form is decided by the database: tried with statements of one's own, past every operation."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from tests.partnership import Partnership, acting, invented_child
from tests.typing_forms import boxes_of
from wayhome.assessment.models import Draft
from wayhome.assessment.operations import drafts, sheets
from wayhome.assessment.operations.drafts import Start
from wayhome.packs.instruments import load_instrument

LEWISHAM, PLAIN = "lewisham-2017", "harmful-sexual-behaviour"


def one(sql: str, *values: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


def begun(place: Partnership, child: UUID) -> UUID:
    with acting(place, "worker") as actor:
        start = Start("child", child, LEWISHAM, PLAIN, date(2026, 3, 6), born_on=date(2012, 2, 29))
        return drafts.begin(actor=actor, start=start)


def sent(place: Partnership, child: UUID) -> UUID:
    draft = begun(place, child)
    with acting(place, "worker") as actor:
        boxes = {item.id: boxes_of(item) for item in load_instrument(LEWISHAM, PLAIN).items()}
        drafts.save(actor=actor, draft=draft, edition=1, sent=boxes)
        return sheets.send(actor=actor, draft=draft)


@pytest.mark.parametrize(
    ("who", "rows"), [("worker", 1), ("manager", 0), ("director", 0), ("inspector", 0), ("nurse", 0)]
)
def test_a_draft_is_read_by_its_holder_alone(south: Partnership, who: str, rows: int) -> None:
    draft = begun(south, invented_child(south))
    with acting(south, who):
        assert one("select 1 from assessment_draft where id = %s", draft) == rows
        assert one("update assessment_draft set title = 'Mine' where id = %s", draft) == rows


@pytest.mark.parametrize(("who", "rows"), [("worker", 1), ("manager", 1), ("farshire", 0), ("nurse", 0)])
def test_a_version_is_read_by_those_who_read_its_handling_class(south: Partnership, who: str, rows: int) -> None:
    sheet = sent(south, invented_child(south))
    with acting(south, who):
        assert one("select 1 from assessment_sheet where id = %s", sheet) == rows
        assert one("select 1 from assessment_decision where sheet_id = %s", sheet) == rows


@pytest.mark.parametrize("table", ["assessment_sheet", "assessment_decision"])
@pytest.mark.parametrize("verb", ["update {} set restricted = true", "delete from {}"])
def test_a_version_is_never_changed_or_taken_away(south: Partnership, table: str, verb: str) -> None:
    sent(south, invented_child(south))
    with acting(south, "worker"), pytest.raises(DatabaseError), transaction.atomic():
        one(verb.format(table))


def test_nobody_begins_a_draft_in_anothers_name(south: Partnership) -> None:
    draft = begun(south, invented_child(south))
    with acting(south, "worker"):
        made = Draft.objects.get(id=draft)
        made.id, made.author, made.holder = uuid4(), south.people["manager"], south.people["manager"]
        with pytest.raises(DatabaseError), transaction.atomic():
            made.save(force_insert=True)
