"""What needs days of the past: more records than is one's own usual. And a home that the record knows only as a link."""

import re

from django.db import connection
from django.urls import reverse

from tests import browsing
from tests.partnership import acting, as_owner, invented_child, northhaven, said
from tests.record.test_odd_looks import NEVER, found, look, rows, watching
from wayhome.record.operations import facts, links, odd_looks
from wayhome.record.operations.links import LinkDraft
from wayhome.record.subjects import Subject
from wayhome.record.things import identity


def test_more_than_ones_own_usual_and_a_home_that_stands_only_in_a_link(committed_db: None) -> None:
    north = watching(northhaven())
    usual = [invented_child(north) for _ in range(2)]
    with as_owner(), connection.cursor() as cursor:  # days of the past, which only the loader may write
        cursor.execute(
            "insert into platform_auditentry (at, authority_id, user_id, agency_id, verb, what, through, subjects) "
            "select now() - make_interval(days => d), %s, u, null, 'read', 'child', 'test', jsonb_build_array(c::text) "
            "from generate_series(1, 6) d, unnest(%s::uuid[]) u, unnest(%s::uuid[]) c where u <> %s or d < 3",
            [north.authority, [north.people[n] for n in ("worker", "met")], usual, north.people["met"]],
        )
    today = [invented_child(north) for _ in range(8)]
    with acting(north, "worker") as actor:
        home = identity("address", "3 Quay Street, Seaport, SE9 4ZZ")
        links.link(actor=actor, draft=LinkDraft("lives-at", Subject.child(today[0]), home, "Told", "likely"))
        for child in usual:
            facts.record(actor=actor, child=child, drafts=[said("child.school", text="x")])
    with acting(north, "manager") as actor:
        odd_looks.keep_home(actor=actor, user=north.people["inspector"], postcode="SE9 4ZZ")
    look(north, "worker", *today)
    look(north, "met", *today)
    look(north, "hub-one", *today)
    look(north, "inspector", today[0], today[1])
    found(out_of_hours=NEVER, more_than_usual={"least": 8, "times": 4, "days": 5, "weeks": 6})
    kept = {r for r in rows(north) if r[0] in ("more-than-usual", "own-postcode")}
    assert kept == {("more-than-usual", "worker", None, 8), ("own-postcode", "inspector", today[0], 1)}, kept
    found(out_of_hours=NEVER, more_than_usual={"least": 8, "times": 5, "days": 5, "weeks": 6})
    counted = browsing.browser(north, "service").get(reverse("odd-looks"))
    said_ = browsing.words(counted)
    assert re.search(r"(\d+) looks to ask about", said_)[1] == re.search(r"Access checks\s+(\d+)", said_)[1], said_[
        :400
    ]  # type: ignore[index]
