"""Who looked at a child: the data guardian reads it all while the post is held, anybody else their own, and it is written down."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.http import QueryDict

from tests.browsing import browser, words
from tests.partnership import LONG_AGO, Partnership, acting, as_owner, invented_child
from wayhome.desk.web.audit import PAGE, understand
from wayhome.platform import wall
from wayhome.platform.models import Holding, Post
from wayhome.platform.operations import audit
from wayhome.platform.operations import partnership as setting_up
from wayhome.platform.queries import looking
from wayhome.platform.queries.looking import Asked
from wayhome.record.web.looked_at import in_words
from wayhome.ui.words import local

pytestmark = pytest.mark.django_db


@pytest.fixture
def guarded(north: Partnership) -> Partnership:
    """Let Northhaven's service manager be its data guardian."""
    with as_owner():
        if not Post.objects.filter(authority_id=north.authority, role="data-guardian").exists():
            post = setting_up.add_post(
                authority=north.authority, role="data-guardian", title="data-guardian",
                agency=north.agencies["social-care"],
            )  # fmt: skip
            setting_up.hold(authority=north.authority, post=post, users=[north.people["service"]], from_at=LONG_AGO)
    return north


def test_the_guardian_sees_everybody_who_looked(guarded: Partnership) -> None:
    child = invented_child(guarded)
    browser(guarded, "worker").get(f"/children/{child}")
    browser(guarded, "manager").get(f"/children/{child}")
    page = words(browser(guarded, "service").get(f"/children/{child}/access"))
    assert "Who looked at this child" in page
    assert "Who Worker For northhaven Children's Services Did read" in page
    assert "Who Manager For northhaven Children's Services Did read" in page


def test_anybody_else_sees_their_own_and_whom_to_ask(guarded: Partnership) -> None:
    child = invented_child(guarded)
    browser(guarded, "manager").get(f"/children/{child}")
    mine = browser(guarded, "worker")
    mine.get(f"/children/{child}")
    page = words(mine.get(f"/children/{child}/access"))
    assert "When you looked at this child" in page
    assert "To know who else has looked, ask Director." in page, "the guardian is away, and nobody covers"
    assert "Who Manager" not in page
    assert mine.get("/audit").status_code == 404


def test_the_search_is_narrowed_and_written_down(guarded: Partnership) -> None:
    child, other = invented_child(guarded), invented_child(guarded)
    browser(guarded, "worker").get(f"/children/{child}")
    browser(guarded, "manager").get(f"/children/{other}")
    guardian = browser(guarded, "service")
    today = f"{local(wall.now()):%Y-%m-%d}"
    page = words(guardian.get("/audit", {"record": str(child), "since": today, "until": today}))
    assert "Who Worker" in page
    assert "Who Manager" not in page
    page = words(guardian.get("/audit", {"person": "manager@northhaven.example", "record": str(other)}))
    assert "Who Manager" in page
    nobody = guardian.get("/audit", {"agency": str(guarded.agencies["police"]), "record": str(child)})
    assert "Nothing was done that fits." in words(nobody)
    with acting(guarded, "service"):
        told = [each.what for each in looking.search(Asked(subject=child, person=guarded.people["service"]))]
    assert f"audit trail: one record, since {today}, until {today}" in told


def test_what_is_not_understood_is_said_at_its_box(guarded: Partnership) -> None:
    asked = {"record": "nonsense", "person": "nobody", "since": "yesterday", "until": "2026-13-01"}
    page = browser(guarded, "service").get("/audit", asked)
    assert page.status_code == 422
    for said in ("Enter a reference of a record", "Enter the sign-in address", "Enter a day as"):
        assert said in words(page)
    with acting(guarded, "service"):
        _, typed = understand(QueryDict("since=2026-03-02&until=2026-03-01"), guarded.authority)
        day, _ = understand(QueryDict("since=29/3/2026&until=2026-03-29"), guarded.authority)
    assert [name for name, _ in typed.faults] == ["until"]
    assert day.since is not None
    assert day.until is not None
    assert day.until.timestamp() - day.since.timestamp() == timedelta(hours=23).total_seconds()


def test_the_trail_is_said_in_words() -> None:
    assert in_words("photograph 3ed9ec16-00cc-5fd9-a058-8e3cc5fe1e15") == "photograph 3ed9ec16"
    assert in_words("record: partnership.began") == "record: the arrangement began to run"
    assert in_words("record: street-name, told.nothing-such") == "record: street-name, told.nothing-such"


def test_a_long_trail_goes_on_where_the_page_ended(guarded: Partnership) -> None:
    child = invented_child(guarded)
    with acting(guarded, "worker") as actor:
        for number in range(PAGE + 20):
            audit.write(actor=actor, verb="read", what=f"page {number}.", subjects=[child])
    guardian = browser(guarded, "service")
    first = guardian.get("/audit", {"record": str(child)})
    assert "page 119." in words(first)
    assert "page 10." not in words(first)
    assert "Earlier entries" in words(first)
    link = first.content.decode().split("Earlier entries")[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    second = guardian.get("/audit", {k: v[0] for k, v in parse_qs(urlsplit(link).query).items()})
    assert "page 10." in words(second)
    assert "page 119." not in words(second)


def test_the_database_answers_only_who_audits_and_only_their_own_partnership(
    guarded: Partnership, south: Partnership
) -> None:
    child, theirs = invented_child(guarded), invented_child(south)
    with acting(guarded, "worker"):
        assert not looking.may_audit()
        assert looking.search(Asked()) == ()
        assert {each.user for each in looking.own(child)} == {guarded.people["worker"]}
    with acting(guarded, "service"):
        assert looking.may_audit()
        assert looking.search(Asked(subject=child))
        assert looking.search(Asked(subject=theirs)) == ()
    with as_owner():
        Holding.objects.filter(post__role="data-guardian", authority_id=guarded.authority).update(
            until_at=LONG_AGO + timedelta(days=1)
        )
    try:
        with acting(guarded, "service"), connection.cursor() as cursor:
            assert not looking.may_audit()
            cursor.execute("select count(*) from platform_auditentry where user_id <> %s", [guarded.people["service"]])
            assert cursor.fetchone()[0] == 0
    finally:
        with as_owner():
            Holding.objects.filter(post__role="data-guardian", authority_id=guarded.authority).update(until_at=None)


def test_a_guardian_kept_away_from_a_record_reads_nothing_of_who_looked_at_it(guarded: Partnership) -> None:
    child, other = invented_child(guarded), invented_child(guarded)
    browser(guarded, "worker").get(f"/children/{child}")
    with acting(guarded, "worker") as actor:
        audit.write(actor=actor, verb="read", what="two together", subjects=[other, child])
    with as_owner():
        setting_up.exclude(
            authority=guarded.authority, user=guarded.people["service"], subject=child, reason="A relation"
        )
    with acting(guarded, "service"):
        assert looking.search(Asked(subject=child)) == ()
        everything = looking.search(Asked(person=guarded.people["worker"]), most=500)
        assert everything
        assert not any(child in each.subjects for each in everything)
    guardian = browser(guarded, "service")
    assert "two together" not in words(guardian.get("/audit", {"record": str(other)}))
    assert "Who Worker" not in words(guardian.get(f"/children/{child}/access"))
