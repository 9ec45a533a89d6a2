"""Lists of children: what they say, filter, order and page by; kept lists; the file; what a team carries."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.browsing import browser, counted, title, words
from tests.partnership import Partnership, acting, ago, invented_child, reported, said
from wayhome.desk.web.tracker_export import harmless
from wayhome.desk.web.tracker_lines import BANDS, SORTS, Line, Wanted, band, counting, key, lines, page, sift
from wayhome.desk.web.tracker_lines import Read as ReadAll
from wayhome.platform import wall
from wayhome.record.operations import facts
from wayhome.record.queries import children
from wayhome.record.queries.roster import Latest, Listed
from wayhome.worklists.queries import views

MORNING = datetime(2026, 6, 1, 9, tzinfo=UTC)


def level(kind: str, code: str, days: int) -> Latest:
    return Latest(uuid4(), kind, code, MORNING - timedelta(days=days), None)


def told(place: Partnership, child: UUID, kind: str, code: str, hours: float = 1) -> None:
    with acting(place, "worker") as actor:
        facts.record(actor=actor, child=child, drafts=[said(kind, hours, code=code)])


def ask(place: Partnership, name: str, sql: str) -> list[Any]:
    """Return what a statement of somebody's own returns, as the role that serves."""
    with acting(place, name), connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def reference(place: Partnership, child: UUID) -> str:
    with acting(place, "worker"):
        found = children.banner(child)
    assert found
    return found.reference


def listed(response: Any) -> list[str]:
    """Return the ids of the children on a page, in order."""
    return re.findall(r'id="child-([0-9a-f-]{36})"', response.content.decode())


# --- the lines, without a database ---


def test_a_judgement_counts_unless_a_later_score_is_higher() -> None:
    judged, old = level("exploitation.level-judged", "medium", 5), level("assessment.ceraf", "high", 9)
    assert counting([judged, old]) == (judged, judged), "an older score gives way to the judgement"
    higher, lower = level("assessment.seraf", "significant", 1), level("assessment.ceraf", "low", 1)
    assert counting([judged, higher]) == (higher, judged), "a later, higher score is never hidden by it"
    assert counting([judged, lower]) == (judged, judged), "a later, lower score lowers nothing by itself"
    assert counting([]) == (None, None) and counting([lower]) == (lower, None)
    assert (band(higher), band(lower), band(None)) == ("high", "low", "unknown")


def test_no_level_stands_before_low_in_the_order() -> None:
    assert list(BANDS).index("unknown") < list(BANDS).index("low")


def line(band_: str = "high", **told: Any) -> Line:
    child = Listed(uuid4(), told.pop("reference", "N-1"), told.pop("surname", ""), None, "", "", None, "")
    plain = Line(child, band_, None, None, False, 0, False, 0, 0, frozenset(), None)
    return replace(plain, **told)


some_lines = st.lists(
    st.builds(
        line,
        st.sampled_from(list(BANDS)),
        reference=st.sampled_from(["N-1", "N-2", "N-3"]),
        surname=st.sampled_from(["", "ash", "birch"]),
        times=st.integers(0, 2),
        missing_now=st.booleans(),
        overdue=st.integers(0, 2),
        review=st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 3)),
    ),
    max_size=9,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some_lines, st.sampled_from(list(SORTS)), st.integers(1, 5), st.data())
def test_pages_hold_everybody_once_and_lead_back_the_same_way(
    every: list[Line], sort: str, size: int, data: st.DataObject
) -> None:
    whole = sorted(every, key=key(sort))
    seen: list[Line] = []
    shown = page(every, every, sort, after=None, before=None, size=size)
    pages = [shown]
    while shown.on:
        assert shown.lines
        shown = page(every, every, sort, after=shown.on, before=None, size=size)
        pages.append(shown)
    for one in pages:
        seen += one.lines
    assert seen == whole and sum(len(one.lines) for one in pages) == len(every)
    if len(pages) > 1:
        assert page(every, every, sort, after=None, before=pages[1].back, size=size).lines == pages[0].lines
    if every:  # somebody leaves between two pages: the others are neither lost nor shown twice
        gone = data.draw(st.sampled_from(every))
        left = [x for x in every if x is not gone]
        rest = page(left, every, sort, after=gone.child.id, before=None, size=len(every))
        assert list(rest.lines) == whole[whole.index(gone) + 1 :]
        assert page(left, left, sort, after=gone.child.id, before=None, size=size).lost


def test_the_latest_of_a_state_that_has_ended_is_not_standing() -> None:
    open_, ended = line(), line()
    at = MORNING - timedelta(days=3)
    kinds = frozenset({"child.section-47"})
    latest = [
        Latest(open_.child.id, "child.section-47", "open", at, None),
        Latest(ended.child.id, "child.section-47", "open", at, MORNING - timedelta(days=1)),
    ]
    wanted = Wanted(state=(kinds, "open"))
    assert sift([open_, ended], wanted, latest, MORNING) == [open_]


def test_a_review_is_the_sooner_of_the_duty_and_the_plan() -> None:
    child = line().child
    due = SimpleNamespace(open=1, overdue=0, clocks=frozenset(), review_due=MORNING)
    read = ReadAll([child], [], {}, {child.id: due}, {child.id: date(2026, 5, 1)}, lambda at: at.date())  # type: ignore[dict-item]
    assert lines(read)[0].review == date(2026, 5, 1)


@pytest.mark.parametrize("begin", ["=1+1", "+44", "-1", "@x", "\t=1", "\r=1", "  =1", "＝1"])
def test_no_cell_is_worked_out_by_a_spreadsheet(begin: str) -> None:
    assert harmless(begin).startswith("'") and harmless("N-1") == "N-1" and harmless("3") == "3"


# --- the pages ---


@pytest.fixture
def high(north: Partnership) -> UUID:
    child = invented_child(north)
    told(north, child, "exploitation.level-judged", "high")
    return child


def test_a_list_says_level_care_times_duties_worker_and_review(north: Partnership, high: UUID) -> None:
    reported(north, high, hours_ago=5)
    page_ = browser(north, "worker").get("/children?level=high")
    assert page_.status_code == 200 and title(page_).startswith("Children")
    row = next(r for r in re.findall(r"<tr.*?</tr>", page_.content.decode(), flags=re.S) if str(high) in r)
    assert all(s in row for s in ("High", "Judged", "Looked after", "Missing now", "1 time", "open", "Worker"))
    assert "None due" not in row, "a high level brings a review"
    assert page_["Cache-Control"] and "Invented" not in re.sub(
        r"<tbody.*?</tbody>", "", page_.content.decode(), flags=re.S
    )


def test_each_filter_takes_away_who_does_not_fit(north: Partnership, high: UUID) -> None:
    low, nobodys = invented_child(north), invented_child(north, worker=None, care="not-looked-after")
    told(north, low, "exploitation.level-judged", "low")
    told(north, low, "child.section-47", "open")
    told(north, nobodys, "child.placement", "placed-in")
    reported(north, low, hours_ago=80)
    browse = browser(north, "worker")

    def fits(question: str) -> set[UUID]:
        found: set[UUID] = set()
        here = f"/children?{question}"
        while here:
            shown = browse.get(here)
            assert shown.status_code == 200, question
            found |= {UUID(i) for i in listed(shown)}
            on = re.search(r'href="([^"]*)" rel="next"', shown.content.decode())
            here = on[1].replace("&amp;", "&") if on else ""
        return found & {high, low, nobodys}

    worker = north.people["worker"]
    assert fits("") == {high, low, nobodys}
    assert fits("level=high") == {high} and fits("level=low&level=high") == {high, low}
    assert fits("level=unknown") == {nobodys}
    assert fits(f"worker={worker}") == {high, low} and fits("worker=none") == {nobodys}
    assert fits("placed=placed-in") == {nobodys} and fits("state=section-47:open") == {low}
    assert fits("state=care-status:not-looked-after") == {nobodys}
    assert fits("only=missing") == {low} and low in fits("only=overdue")
    assert high in fits("duty=ceraf-review-high") and low not in fits("duty=ceraf-review-high")


def test_a_team_is_its_peoples_children(north: Partnership, high: UUID) -> None:
    loners = invented_child(north, worker="loner")
    with acting(north, "worker"):
        from wayhome.platform.queries import posts

        team = posts.team_of(north.people["worker"])
    shown = browser(north, "met").get(f"/children?team={team}&sort=reference")
    assert str(loners) not in listed(shown) and shown.status_code == 200


@pytest.mark.parametrize("bad", ["level=worst", "worker=me", "sort=blame", "duty=x", "state=x:y", "team=1"])
def test_a_choice_that_is_not_there_is_said(north: Partnership, bad: str) -> None:
    assert browser(north, "worker").get(f"/children?{bad}").status_code == 422


def test_a_place_that_is_no_place_begins_at_the_beginning(north: Partnership, high: UUID) -> None:
    browse = browser(north, "worker")
    assert browse.get("/children?after=nonsense").status_code == 200
    assert "The list has changed since" in words(browse.get(f"/children?after={uuid4()}"))


def test_my_children_are_mine_and_theirs_whose_leave_i_cover(north: Partnership, high: UUID) -> None:
    away = invented_child(north, worker="head")
    assert str(high) in listed(browser(north, "worker").get("/children/mine?level=high&sort=reference"))
    theirs = listed(browser(north, "head-cover").get("/children/mine"))
    assert str(away) in theirs and str(high) not in theirs


def test_nobody_sees_a_child_on_a_list_whom_they_may_not_see(
    north: Partnership, south: Partnership, high: UUID
) -> None:
    for place, name in ((south, "worker"), (south, "met")):
        browse = browser(place, name)
        assert reference(north, high) not in words(browse.get("/children?level=high"))
    farshire = browser(north, "farshire")
    shown = farshire.get("/children")
    assert shown.status_code == 200 and str(high) not in listed(shown)
    copy = farshire.post("/children/export", {"why": "to see", "names": "yes"})
    assert "attachment" not in copy.get("Content-Disposition", "") or str(high) not in copy.content.decode()


def test_what_the_care_agency_keeps_is_no_level_to_who_may_not_read_it(north: Partnership, high: UUID) -> None:
    """Police see who the child is, but the level is a care matter of another agency: to them none is recorded."""
    shown = browser(north, "nurse").get("/children?level=high")
    assert str(high) not in listed(shown)


def test_as_many_statements_for_many_children_as_for_few(north: Partnership, high: UUID) -> None:
    browse = browser(north, "met")
    for address in ("/children", "/team"):
        browse.get(address)
        with counted() as few:
            browse.get(address)
        for _ in range(4):
            told(north, invented_child(north), "exploitation.level-judged", "medium")
        with counted() as many:
            browse.get(address)
        assert len(few) == len(many), address


# --- kept lists ---


def test_a_list_is_kept_for_me_or_for_my_team_and_taken_away_by_its_maker(north: Partnership) -> None:
    worker, manager, met = (browser(north, name) for name in ("worker", "manager", "met"))
    keep = {"keep-title": "High and late", "keep-whose": "mine"}
    assert worker.post("/children/lists?level=high&only=overdue", keep).status_code == 302
    assert (
        worker.post("/children/lists?level=low", {**keep, "keep-title": "Ours", "keep-whose": "team"}).status_code
        == 302
    )
    mine = worker.get("/children").content.decode()
    assert 'href="/children?only=overdue&amp;level=high">High and late' in mine and ">Ours<" in mine
    theirs = manager.get("/children").content.decode()
    assert ">Ours<" in theirs and "High and late" not in theirs and "of your team" in theirs
    assert "Ours" not in words(met.get("/children"))
    ours = re.search(r'action="(/children/lists/[^"]+/forget)"(?:(?!</form>).)*Ours', mine, flags=re.S)
    assert ours and "/forget" not in theirs
    assert manager.post(ours[1]).status_code == 404 and worker.post(ours[1]).status_code == 302
    assert ">Ours<" not in manager.get("/children").content.decode()


def test_the_same_name_again_takes_the_older_ones_place(north: Partnership) -> None:
    worker = browser(north, "worker")
    for question in ("level=low", "level=medium", "level=medium"):
        worker.post(f"/children/lists?{question}", {"keep-title": "  Look   again ", "keep-whose": "mine"})
    shown = worker.get("/children").content.decode()
    assert shown.count(">Look again<") == 1 and '?level=medium">Look again' in shown


def test_a_list_needs_a_name_and_a_team_where_it_is_for_one(north: Partnership) -> None:
    met = browser(north, "met")
    for boxes in (
        {"keep-title": "", "keep-whose": "mine"},
        {"keep-title": "x" * 81, "keep-whose": "mine"},
        {"keep-title": "For all", "keep-whose": "team"},
    ):
        met.post("/children/lists?level=low", boxes)
        assert "Kept lists" not in words(met.get("/children"))


def test_a_kept_list_holds_only_what_could_be_chosen(north: Partnership) -> None:
    worker = browser(north, "worker")
    worker.post("/children/lists?level=low&called=Amara&after=x", {"keep-title": "Plain", "keep-whose": "mine"})
    with acting(north, "worker"):
        (kept,) = views.kept(north.people["worker"], north.authority, "children")
    assert kept.chosen == {"level": ["low"]} and kept.mine and not kept.shared


def test_the_database_keeps_other_peoples_lists_from_one(north: Partnership, south: Partnership) -> None:
    browser(north, "worker").post("/children/lists?level=low", {"keep-title": "Guarded", "keep-whose": "mine"})
    for place, name, expected in ((north, "worker", 1), (north, "manager", 0), (south, "worker", 0)):
        assert ask(place, name, "select count(*) from worklists_savedview where title = 'Guarded'") == [(expected,)]
        if not expected:
            assert ask(place, name, "delete from worklists_savedview where title = 'Guarded' returning 1") == []
    planted = (
        "insert into worklists_savedview (id, authority_id, user_id, page, title, chosen, saved_at) "
        f"values (gen_random_uuid(), '{north.authority}', '{north.people['worker']}', 'children', 'x', '{{}}', now())"
    )
    with pytest.raises(DatabaseError, match="row-level security"):
        ask(north, "manager", planted)


# --- the file ---


def rows(response: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_a_file_leaves_with_a_reason_and_one_leaf_that_names_every_child(north: Partnership, high: UUID) -> None:
    worker = browser(north, "worker")
    assert worker.post("/children/export?level=high", {"why": "", "names": "no"}).status_code == 422
    asked = worker.get("/children/export?level=high")
    assert "chosen by: High or significant" in words(asked)
    answer = worker.post("/children/export?level=high", {"why": "The review of May", "names": "no"})
    today = wall.now().date().isoformat()
    assert re.fullmatch(r'attachment; filename="children-[\d-]{10}\.csv"', answer["Content-Disposition"]), today
    found = rows(answer)
    assert reference(north, high) in {r["Reference"] for r in found} and "Name" not in found[0]
    assert {r["Band"] for r in found} == {"High or significant"} and "Invented" not in answer.content.decode()
    leaf = "select what, subjects::text from platform_auditentry where verb = 'export'"
    ((what, subjects),) = ask(north, "worker", leaf)
    assert what == "list of children, without names: The review of May"
    assert str(high) in json.loads(subjects) and len(json.loads(subjects)) == len(found)
    named = rows(worker.post("/children/export?level=high", {"why": "Conference", "names": "yes"}))
    assert named[0]["Name"] and named[0]["Age"].isdigit()


def test_a_file_of_my_children_holds_no_one_elses(north: Partnership, high: UUID) -> None:
    loners = invented_child(north, worker="loner")
    answer = browser(north, "loner").post("/children/export?whose=mine", {"why": "My visits", "names": "no"})
    held = {r["Reference"] for r in rows(answer)}
    assert reference(north, loners) in held and reference(north, high) not in held


def test_a_name_that_is_a_formula_is_words_in_the_file(north: Partnership) -> None:
    child = invented_child(north)
    with acting(north, "worker") as actor:
        facts.record(actor=actor, child=child, drafts=[said("child.name", 0, text='=HYPERLINK("http://x","Ann")')])
    answer = browser(north, "worker").post("/children/export", {"why": "A test", "names": "yes"})
    assert "'=HYPERLINK" in {r["Reference"]: r["Name"] for r in rows(answer)}[reference(north, child)]


# --- what a team carries ---


def test_a_manager_sees_what_each_of_the_team_carries(north: Partnership, high: UUID) -> None:
    reported(north, high, hours_ago=100)
    page_ = browser(north, "manager").get("/team")
    said_ = words(page_)
    assert "Adolescent team" in said_ and "do not compare people" in said_ and "Loner" not in said_
    row = next(r for r in re.findall(r"<tr.*?</tr>", page_.content.decode(), flags=re.S) if ">Worker<" in r)
    children_, open_, overdue = re.findall(r'numeric">.*?app-stacked__value">(\d+)<', row, flags=re.S)
    assert int(children_) >= 1 and int(open_) >= int(overdue) >= 1
    assert f"/children?worker={north.people['worker']}" in row


def test_a_post_above_sees_every_team_of_its_agency_and_one_without_a_team_none(north: Partnership) -> None:
    assert "Adolescent team" in words(browser(north, "head-cover").get("/team"))
    assert "You are in no team here" in words(browser(north, "nurse").get("/team"))
    assert ago(1) < wall.now()
