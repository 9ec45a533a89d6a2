"""The missing board and the episode page: who sees what, in how many statements, and what each duty says of itself."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.urls import reverse

from tests import browsing
from tests.partnership import (
    Partnership,
    acting,
    ago,
    as_owner,
    at,
    invented_child,
    northhaven,
    reported,
    said,
    southhaven,
)
from wayhome.clocks.queries import duties
from wayhome.desk.web import board as board_view
from wayhome.missing.operations import episodes as operations
from wayhome.platform import wall
from wayhome.platform.operations import partnership as setting_up
from wayhome.platform.roles import as_clock, enter
from wayhome.record.operations import facts
from wayhome.worklists.operations import worker

pytestmark = pytest.mark.django_db
BOARD = "/missing/board"


@pytest.fixture
def north(db: None) -> Partnership:
    return northhaven()


@pytest.fixture
def south(db: None) -> Partnership:
    return southhaven()


def missing(place: Partnership, hours_ago: float = 30, **told: object) -> UUID:
    return reported(place, invented_child(place), hours_ago=hours_ago, **told)


def come_back(place: Partnership, episode: UUID, hours_ago: float) -> None:
    with acting(place, "worker") as actor:
        told = operations.CameBack(located=None, returned=at(ago(hours_ago)))
        operations.came_back(actor=actor, episode=episode, told=told, told_at=wall.now())


def close(place: Partnership, episode: UUID, hours_ago: float) -> None:
    with acting(place, "worker") as actor:
        operations.close(
            actor=actor, episode=episode, outcome="Learned", at=at(ago(hours_ago)), told_at=wall.now(),
            why_no_conversation="Moved away; her new worker will ask",
        )  # fmt: skip


def sections(page: str) -> list[int]:
    """Return where each section of the board begins in its words."""
    return [page.index(s) for s in ("Missing now:", "Returned, conversation due:", "Closed in the last 7 days:")]


def test_three_sections_say_who_since_when_and_what_is_next(north: Partnership) -> None:
    now_missing, returned, closed = missing(north, 30, police_risk="high"), missing(north, 20), missing(north, 10)
    come_back(north, returned, 2)
    come_back(north, closed, 3)
    close(north, closed, 1)
    answer = browsing.browser(north, "worker").get(BOARD)
    html, said_ = answer.content.decode(), browsing.words(answer)
    first, second, third = (html.index(f'id="section-{s}"') for s in ("missing", "returned", "closed"))
    rows = [html.index(f'id="episode-{e}"') for e in (now_missing, returned, closed)]
    assert first < rows[0] < second < rows[1] < third < rows[2]
    assert sections(said_) == sorted(sections(said_))
    for words in ("Missing now: 1 child", "Invented Child, C-", "30 hours", "High", "Overdue", "Strategy discussion"):
        assert words in said_
    assert "Missing board - Wayhome" in browsing.title(answer)
    assert answer["Cache-Control"] == "no-store"


def test_the_most_overdue_comes_first(north: Partnership) -> None:
    later, sooner = missing(north, 30), missing(north, 60)
    html = browsing.browser(north, "worker").get(BOARD).content.decode()
    assert html.index(f'id="episode-{sooner}"') < html.index(f'id="episode-{later}"')


def test_overdue_is_worked_out_when_it_is_read(north: Partnership) -> None:
    """No sweep has run since the duty fell due, and still it is shown as overdue."""
    episode = missing(north, 1)
    enter(north.people["worker"])
    duty = next(d for d in duties.of_episode(episode) if d.state in ("running", "due-soon") and d.due_at)
    assert duty.due_at
    with as_clock(), connection.cursor() as cursor:
        past = wall.now() - timedelta(seconds=2)
        cursor.execute("update clocks_reading set due_at = %s where key = %s", [past, duty.key])
        cursor.execute(
            "update clocks_standing set next_key = %s, next_due_at = %s where episode_id = %s",
            [duty.key, past, episode],
        )
    assert "Overdue" in browsing.words(browsing.browser(north, "worker").get(BOARD))


def test_other_agencies_and_other_partnerships_see_nobody(north: Partnership, south: Partnership) -> None:
    episode = missing(north)
    for place, name in [(north, "farshire"), (south, "worker")]:
        client = browsing.browser(place, name)
        assert "Missing now: 0 children" in browsing.words(client.get(BOARD))
        assert client.get(reverse("episode", args=[episode])).status_code == 404
    assert "Missing now: 1 child" in browsing.words(browsing.browser(north, "inspector").get(BOARD))


def test_somebody_related_to_the_child_sees_neither_row_nor_page(north: Partnership) -> None:
    child = invented_child(north)
    episode = reported(north, child, hours_ago=5)
    client = browsing.browser(north, "met")
    assert str(episode) in client.get(BOARD).content.decode()
    with as_owner():
        setting_up.exclude(authority=north.authority, user=north.people["met"], subject=child, reason="an aunt")
    assert str(episode) not in client.get(BOARD).content.decode()
    assert client.get(reverse("episode", args=[episode])).status_code == 404


def many(place: Partnership, number: int) -> None:
    """Put more children on the board than anybody could report by hand, as the clock's own rows."""
    enter(place.people["worker"])
    with as_clock(), connection.cursor() as cursor:
        cursor.execute(
            """
            with source as (select * from missing_episode limit 1),
            standing as (select * from clocks_standing limit 1),
            made as (select gen_random_uuid() as id, n from generate_series(1, %s) n),
            episode as (
              insert into missing_episode (id, authority_id, child_id, audience_id, restricted, section, first_category,
                category, missing_from, since_from, since_until, since_precision, police_risk, local_risk,
                ended_from, ended_until, ended_precision, updated_at, behind)
              select m.id, s.authority_id, s.child_id, s.audience_id, false, 'returned', 'missing', 'missing', 'home',
                s.since_from, s.since_until, s.since_precision, '', '', s.since_until, s.since_until, 'exact', s.updated_at, '{}'
              from made m, source s returning id)
            insert into clocks_standing (episode_id, authority_id, child_id, audience_id, restricted, section, next_key,
              next_due_at, open_count, cannot_tell_count)
            select m.id, s.authority_id, s.child_id, s.audience_id, false, 'returned', s.next_key,
              s.next_due_at + m.n * interval '1 minute', 3, 0 from made m, standing s
            """,
            [number],
        )


def test_eight_statements_at_ten_and_at_ten_thousand(north: Partnership) -> None:
    missing(north)
    client = browsing.browser(north, "worker")
    client.get(BOARD)  # what a process asks once, such as the partnership's name
    counts = []
    for number in (10, 9_990):
        many(north, number)
        with browsing.counted() as said_:
            answer = client.get(BOARD)
        assert answer.status_code == 200
        counts.append([s.split()[0].lower() for s in said_])
    assert counts[0] == counts[1]
    # Under a test the transaction is a savepoint: begin and commit are its two lines.
    assert len(counts[0]) <= 8, counts[0]
    page = browsing.words(answer)
    assert "Returned, conversation due: 10,000 episodes" in page
    assert "Showing the 50 most urgent of 10,000" in page


def test_the_second_page_goes_on_where_the_first_ended(north: Partnership) -> None:
    missing(north)
    many(north, 120)
    client = browsing.browser(north, "worker")
    seen: list[str] = []
    for page in (1, 2, 3):
        answer = client.get(f"{BOARD}?section=returned&page={page}")
        assert "Missing now" not in browsing.words(answer)
        seen += re.findall(r'id="episode-([0-9a-f-]{36})"', answer.content.decode())
    assert len(seen) == len(set(seen)) == 120
    assert "Showing 101 to 120 of 120" in browsing.words(answer)


@pytest.mark.parametrize("query", ["?page=0", "?section=nowhere&page=-3", "?section=closed&page=999999999", "?page=x"])
def test_an_odd_address_still_answers(north: Partnership, query: str) -> None:
    assert browsing.browser(north, "worker").get(BOARD + query).status_code == 200


def test_the_fragment_is_the_live_part_alone_and_writes_nothing_but_the_audit(north: Partnership) -> None:
    missing(north)
    client = browsing.browser(north, "worker")
    with browsing.counted() as said_:
        answer = client.get(f"{BOARD}?fragment=1", headers={"X-Wayhome-Background": "live"})
    assert "<html" not in answer.content.decode()
    assert answer["X-Wayhome-Next-Change"]
    written = [s for s in said_ if s.lstrip().lower().startswith(("insert", "update", "delete"))]
    assert len(written) == 1
    assert "platform_auditentry" in written[0]
    assert "sessionid" not in answer.cookies


def test_every_reading_is_written_down_with_its_children(north: Partnership) -> None:
    episode = missing(north)
    client = browsing.browser(north, "worker")
    client.get(BOARD)
    client.get(reverse("episode", args=[episode]))
    enter(north.people["worker"])
    with connection.cursor() as cursor:
        cursor.execute("select what, subjects from platform_auditentry where verb = 'read' order by id")
        written = cursor.fetchall()
    assert [what for what, _ in written][-2:] == ["missing board", "missing episode"]
    assert all(subjects not in ("[]", []) for _, subjects in written[-2:])


def test_the_board_says_when_the_clocks_went_unchecked(north: Partnership) -> None:
    client = browsing.browser(north, "worker")
    worker.stamp(wall.now() - timedelta(seconds=90))
    assert "The clocks were last checked 1 minute ago" in browsing.words(client.get(BOARD))
    worker.stamp(wall.now())
    assert "The clocks were last checked" not in browsing.words(client.get(BOARD))


def test_the_handover_sheet_says_who_printed_it_and_when(north: Partnership) -> None:
    page = browsing.words(browsing.browser(north, "worker").get(BOARD))
    assert "OFFICIAL-SENSITIVE" in page
    assert "Printed by Worker" in page


def test_every_duty_says_why_and_what_to_press(north: Partnership) -> None:
    episode = missing(north, police_risk="high", instructions="Ring the carer on the house number")
    answer = browsing.browser(north, "worker").get(reverse("episode", args=[episode]))
    page = browsing.words(answer)
    enter(north.people["worker"])
    standing = duties.of_episode(episode)
    assert len(standing) > 5
    for duty in standing:
        assert duty.title in page
        assert duty.rule
        assert duty.rule.why in page
    for words in (
        "MISSING since", "Ring the carer on the house number", "It is due 24 hours later", "Pathway",
        "Tell us: whether the child is believed to be at immediate risk of harm", "Asked: ", "Who was told",
        "nobody holds this post", "Recorded", "Record that the child was found or came back",
    ):  # fmt: skip
        assert words in page, words
    assert "Invented Child" not in browsing.title(answer)


def test_a_fact_the_reader_may_not_see_is_named_by_whom_to_ask(north: Partnership) -> None:
    """A strategy discussion is social care's own: a nurse sees that the duty is done, and not the fact."""
    episode = missing(north)
    with acting(north, "worker") as actor:
        operations.add(
            actor=actor,
            episode=episode,
            drafts=[said("strategy-discussion.held", 28, code="to-locate", text="At the harbour")],
        )
    told, untold = (
        browsing.words(browsing.browser(north, name).get(reverse("episode", args=[episode])))
        for name in ("worker", "nurse")
    )
    assert "At the harbour" in told
    assert "A fact you may not see" not in told
    assert "At the harbour" not in untold
    assert "A fact you may not see: ask" in untold


def test_a_notice_is_shown_with_whether_it_was_seen(north: Partnership) -> None:
    page = browsing.words(browsing.browser(north, "worker").get(reverse("episode", args=[missing(north)])))
    assert "Not yet. Asked to: by" in page
    assert "Nobody to tell: the next post was told at once" in page


def test_an_episode_recorded_in_error_owes_nothing(north: Partnership) -> None:
    episode = missing(north)
    with acting(north, "worker") as actor:
        operations.recorded_in_error(actor=actor, episode=episode, why="Twins mixed up", told_at=wall.now())
    page = browsing.words(browsing.browser(north, "worker").get(reverse("episode", args=[episode])))
    assert "Recorded in error" in page
    assert "Nothing is waiting for anybody" in page
    assert "Twins mixed up" in page


def test_a_withdrawn_fact_stays_in_the_log_struck_through(north: Partnership) -> None:
    episode = missing(north, police_risk="high")
    with acting(north, "worker") as actor:
        view = operations.seen(episode)
        (fact,) = facts.record(
            actor=actor, child=view.child_id, episode=episode, drafts=[said("missing.update", 2, text="Seen in town")]
        )
        facts.withdraw(actor=actor, fact=fact, reason="It was somebody else")
    html = browsing.browser(north, "worker").get(reverse("episode", args=[episode])).content.decode()
    assert "<s>Seen in town</s>" in html
    assert "It was somebody else" in html


def test_a_page_holds_as_many_as_it_says() -> None:
    assert board_view.SIZE == 50


def test_the_duties_of_an_episode_keep_themselves_true(north: Partnership) -> None:
    where = reverse("episode", args=[missing(north)])
    client = browsing.browser(north, "worker")
    whole = client.get(where).content.decode()
    assert f'data-fragment-url="{where}?fragment=1"' in whole
    part = client.get(f"{where}?fragment=1")
    assert "<html" not in part.content.decode()
    assert "Strategy discussion" in browsing.words(part)
    assert part["X-Wayhome-Next-Change"]


def test_people_told_in_the_same_way_are_one_row(north: Partnership) -> None:
    html = browsing.browser(north, "worker").get(reverse("episode", args=[missing(north)])).content.decode()
    assert html.count('id="told-') < 20


def test_a_duty_that_several_episodes_raised_together_is_on_the_page_and_can_be_met(south: Partnership) -> None:
    child = invented_child(south)
    for began, ended in ((300, 290), (200, 190)):
        come_back(south, reported(south, child, hours_ago=began), ended)
    episode = reported(south, child, hours_ago=20, police_risk="high")
    where = reverse("episode", args=[episode])
    client = browsing.browser(south, "worker")
    title = "Meeting about repeated missing episodes, serious risk"
    page = client.get(where)
    assert title in browsing.words(page)
    act = reverse("record-act", args=[episode, "meeting.risk-management"])
    assert act in page.content.decode()
    sent = client.post(act, {"read_at": "", "value": "We met", **browsing.at_day("when", 1)})
    assert sent.status_code == 302
    enter(south.people["worker"])
    assert [d.state for d in duties.of_child(child) if d.title == title] == ["met"]
