"""The day of each occurrence on a SERAF: which look-back period it falls in is worked out, not guessed (reading S9)."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from tests import browsing
from tests.partnership import Partnership, acting, invented_child
from wayhome.assessment.days import days_words, read_days, typed_days
from wayhome.assessment.operations import drafts
from wayhome.assessment.operations.drafts import Start
from wayhome.assessment.queries import drafts as queries
from wayhome.ui.when import Misread

TYPED = "27 3 2026\nfrom 1 Jan 2026 to 5 2 2026\nsince 1 3 2026"


def test_days_are_read_as_people_write_them_and_typed_again() -> None:
    days = read_days(TYPED)
    assert days == ["2026-03-27", {"from": "2026-01-01", "until": "2026-02-05"}, {"from": "2026-03-01", "until": "now"}]
    assert read_days(typed_days(days)) == days
    assert days_words(days) == "27 March 2026, 1 January 2026 to 5 February 2026, since 1 March 2026"
    assert read_days(" \n ; ") == []
    for wrong in ("in spring", "31 2 2026", "5 13 2026", "27 3 26", "\n".join(["1 3 2026"] * 61), "😀", "ليلى"):
        with pytest.raises(Misread):
            read_days(wrong)


def test_the_days_decide_the_periods_of_a_seraf(south: Partnership) -> None:
    """4LSCB App 2: five points in the six months up to the referral, one in the six before, six where both."""
    child = invented_child(south)
    with acting(south, "worker") as actor:
        start = Start("child", child, "4lscb-2013", "seraf", date(2013, 12, 16), born_on=date(1999, 5, 4))
        draft = drafts.begin(actor=actor, start=start)
    client = browsing.browser(south, "worker")
    where = reverse("draft-section", args=[draft, "significant"])

    def points(days: str, reason: str = "Two nights away") -> int:
        page = client.get(where)
        sent = {"items": ["missing"], "missing.when": days, "missing.reason": reason, "missing.current": "no",
                "edition": browsing.hidden(page, "edition"), "go": "stay"}  # fmt: skip
        assert client.post(where, sent).status_code == 302
        with acting(south, "worker"):
            view = queries.draft(draft)
            assert view
            return queries.filled(view).result().at_least.points or 0

    assert points("16 6 2013") == 5, "six months to the day is within the first period, whatever was ticked"
    assert points("15 6 2013") == 1
    assert points("15 6 2013\n1 12 2013") == 6
    assert points("15 12 2012") == 0, "longer ago than the form looks"
    assert points("15 6 2013\n1 12 2013") == 6
    shown = browsing.words(client.get(where))
    assert "From these days: on the date of referral or in the 6 months before it: yes" in shown
    check = browsing.words(client.get(reverse("draft-check", args=[draft])))
    assert "On these days: 15 June 2013, 1 December 2013" in check

    assert points("17 12 2013") == 0, "after the day of the referral: said, and not counted"
    assert "is after the reference date" in browsing.words(client.get(where))
    assert points("some time in spring") == 0
    assert "is no day" in browsing.words(client.get(where)) and "some time in spring" in browsing.words(
        client.get(where)
    )
