"""Every meeting and every figure a protocol names: worked examples, planted faults, what must be there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from wayhome.engine.calendars import Calendar
from wayhome.engine.forums import Belonging, Cadence, Every, Forum, Member, Quoracy, UnsoundForum, Weekday, next_meeting
from wayhome.engine.indicators import Counts, Measure, Unit, UnsoundIndicator
from wayhome.packs.documents import parse_document, read_document, root
from wayhome.packs.errors import PackFault
from wayhome.packs.forum_examples import Check, RouteCheck, forum_checks
from wayhome.packs.forum_lint import forum_problems, indicator_problems
from wayhome.packs.forums import forum, forum_files, load_forums
from wayhome.packs.indicators import indicator, load_indicators
from wayhome.packs.loading import england_calendar, load_names, load_protocol, protocol_ids
from wayhome.packs.places import protocols_home

CALENDAR: Calendar = england_calendar()


def _checks() -> list[object]:
    return [
        pytest.param(check, id=f"{line}: {path.stem}: {check.title}")
        for line in protocol_ids()
        for path in forum_files(protocols_home() / line)
        for top in [root(read_document(path))]
        for check in forum_checks(top, forum(top, load_names()), load_names())
    ]


@pytest.mark.parametrize("check", _checks())
def test_a_meeting_says_what_its_example_says(check: Check) -> None:
    """Who is on the list, and at which meeting what arrives is talked about."""
    assert check.differences(load_names().vocabulary, CALENDAR) == []


def test_an_example_that_is_wrong_is_told() -> None:
    """The check itself can fail."""
    first = next(c.values[0] for c in _checks() if isinstance(c.values[0], RouteCheck))  # type: ignore[attr-defined]
    assert replace(first, open=not first.open).differences(load_names().vocabulary, CALENDAR)


@pytest.mark.parametrize("line", protocol_ids())
def test_nothing_is_wrong_with_meetings_and_figures(line: str) -> None:
    """The linter finds nothing; every paragraph named is in the sources."""
    folder = protocols_home() / line
    clocks = [clock.id for clock in load_protocol(line).clocks]
    assert [str(p) for p in forum_problems(folder, load_names())] == []
    assert [str(p) for p in indicator_problems(folder, load_names(), clocks)] == []
    sources = load_names().sources
    cited = [c for f in load_forums(line) for c in (*f.cite, *(c for r in f.routes for c in r.cite))]
    cited += [c for f in load_forums(line) for each in (*f.tells, *f.reviews) for c in each.cite]
    cited += [c for i in load_indicators(line) for c in i.cite]
    assert cited
    assert [c for c in cited if c.at not in sources[c.source].sections] == []


def test_the_meetings_and_figures_that_the_documents_name_are_here() -> None:
    """As many as were counted in the documents; a lost file is noticed."""
    assert {line: (len(load_forums(line)), len(load_indicators(line))) for line in protocol_ids()} == {
        "4lscb-2013": (2, 5),
        "lewisham-2017": (8, 20),
        "portsmouth-pathway": (9, 17),
        "portsmouth-strategy-2016": (2, 26),
        "portsmouth-strategy-2018": (3, 32),
    }


@pytest.mark.parametrize("line", ["portsmouth-strategy-2016", "portsmouth-strategy-2018", "lewisham-2017"])
def test_four_figures_of_each_data_list_are_compared_across_agencies(line: str) -> None:
    """The starred ones: assessments, staff trained, awareness, intelligence forms."""
    starred = {i.id for i in load_indicators(line) if i.triangulated}
    assert starred == {"risk-assessments", "staff-trained", "awareness", "intelligence-forms"}


def test_the_weekly_meeting_is_on_wednesday_at_eleven() -> None:
    """PATH 19.1b, and the five parts of its agenda, its three decisions, its four questions."""
    (weekly,) = [f for f in load_forums("portsmouth-pathway") if f.id == "weekly-met"]
    cadence = weekly.cadence
    assert (cadence.on, cadence.opens, cadence.closes) == (Weekday.WEDNESDAY, time(11), time(13))
    assert [part.id for part in weekly.agenda] == ["incidents", "children", "adults", "contexts", "data"]
    assert [d.id for d in weekly.decisions] == ["agree", "direct-action", "escalate"]
    assert len(weekly.questions) == 4
    assert weekly.quoracy is None  # the text asks for none


def test_every_fourth_week_is_counted_from_its_anchor() -> None:
    """Not the first Wednesday of the month (reading R22)."""
    cadence = Cadence(Every.WEEK, 4, Weekday.WEDNESDAY, time(11), time(13), date(2026, 1, 7))
    assert next_meeting(cadence, datetime(2026, 1, 7, 11, 0, tzinfo=UTC)) == datetime(2026, 2, 4, 11, 0, tzinfo=UTC)
    assert next_meeting(cadence, datetime(2026, 3, 30, 9, 0, tzinfo=UTC)) == datetime(2026, 4, 1, 10, 0, tzinfo=UTC)
    assert next_meeting(Cadence(Every.QUARTER), datetime(2026, 1, 1, tzinfo=UTC)) is None


def test_a_cadence_that_contradicts_itself_is_refused() -> None:
    """Backwards, without its anchor, on a day that is not the day, or never."""
    with pytest.raises(UnsoundForum, match="ends before it begins"):
        Cadence(Every.WEEK, 1, Weekday.MONDAY, time(13), time(11))
    with pytest.raises(UnsoundForum, match="add 'anchor'"):
        Cadence(Every.WEEK, 4, Weekday.MONDAY)
    with pytest.raises(UnsoundForum, match="is not a monday"):
        Cadence(Every.WEEK, 4, Weekday.MONDAY, anchor=date(2026, 1, 7))
    with pytest.raises(UnsoundForum, match="mend 'times'"):
        Cadence(Every.DAY, 0)
    with pytest.raises(UnsoundForum, match="day of the week"):
        Cadence(Every.MONTH, 1, Weekday.MONDAY)


def test_a_quorum_says_who_is_lacking() -> None:
    """By member and by number of agencies; a quorum of strangers or of nobody is refused."""
    members = (
        Member("chair", "Chair", "social-care", Belonging.REQUIRED),
        Member("police", "Police", "police", Belonging.REQUIRED),
        Member("nurse", "Nurse", "health", Belonging.EXPECTED),
    )
    quorum = Quoracy(("chair",), 2)
    assert quorum.short_of(members, frozenset({"police"})) == ("chair", "agencies")
    assert quorum.short_of(members, frozenset({"chair", "nurse"})) == ()
    with pytest.raises(UnsoundForum, match="asks for somebody"):
        Quoracy()
    with pytest.raises(UnsoundForum, match="who is no member"):
        Forum("a", "A", (), "Why", Cadence(Every.DAY), members, quoracy=Quoracy(("head",)))
    with pytest.raises(UnsoundForum, match="Two members"):
        Forum("a", "A", (), "Why", Cadence(Every.DAY), (*members, members[0]))


def test_a_measure_rests_on_one_thing() -> None:
    """Nothing, two things, states of no clock, a proportion of nothing."""
    with pytest.raises(UnsoundIndicator, match="does not say on what it rests"):
        Measure("children", Counts.CHILDREN)
    with pytest.raises(UnsoundIndicator, match="two things at once"):
        Measure("duties", Counts.DUTIES, clock="a", register="training")
    with pytest.raises(UnsoundIndicator, match="a proportion has a denominator"):
        replace(next(i for i in load_indicators("4lscb-2013")), unit=Unit.PROPORTION)


FORUM_FAULTS = [
    ("every: week", "every: fortnight", "'fortnight' is not known here"),
    ('from: "11:00"', 'from: "elevenish"', "is not a time of day"),
    ("agency: youth-justice", "agency: circus", "'circus' is not known here"),
    ("role: met-chair", "role: met-boss", "no post 'met-boss'"),
    ("leads-to: [extraordinary-met]", "leads-to: [tea-party]", "no meeting 'tea-party'"),
    ("reports-to: [monthly-met]", "reports-to: [nobody]", "no meeting 'nobody'"),
    (
        "exploitation-level: [medium, high]",
        "exploitation-level: [medium, huge]",
        "no value of 'exploitation-level' 'huge'",
    ),
    ("PATH 19.1b", "PATH 99", "has no section '99'"),
    ("id: social-care,", "id: chair,", "Two members"),
    ("route: arrest\n", "route: arrested\n", "no route 'arrested'"),
    ("kind: met.discussed,", "kind: met.dreamt,", "is no kind of fact that a meeting could tell"),
    ("kind: met.discussed,", "kind: met.discussed, value: shrug,", "has no value 'shrug'"),
    ("kind: met.discussed,", "kind: met.discussed, number: days,", "holds no number"),
    ("kind: met.discussed,", "kind: met.discussed, purpose: tea,", "which it is not held for"),
    ("levels: [high], after", "levels: [huge], after", "'huge' is not known here"),
    ("days: 42", "days: 0", "0 is less than the minimum of 1"),
    ("on-the-list: yes", "on-the-list: perhaps", "'perhaps' is not known here"),
]


@pytest.mark.parametrize(("before", "after", "what"), FORUM_FAULTS)
def test_a_planted_fault_in_a_meeting_is_named(tmp_path: Path, before: str, after: str, what: str) -> None:
    """File, line, what is wrong."""
    for path in forum_files(protocols_home() / "portsmouth-pathway"):
        text = path.read_text(encoding="utf-8")
        (tmp_path / "forums").mkdir(exist_ok=True)
        if path.stem == "weekly-met":
            assert before in text
            text = text.replace(before, after, 1)
        (tmp_path / "forums" / path.name).write_text(text, encoding="utf-8")
    told = [str(p) for p in forum_problems(tmp_path, load_names())]
    assert any("weekly-met.yaml:" in line and what in line for line in told), told


def test_a_route_shown_only_one_way_is_named(tmp_path: Path) -> None:
    """A route that was never seen shut may always be open."""
    (tmp_path / "forums").mkdir()
    text = (protocols_home() / "4lscb-2013/forums/strategy-meeting.yaml").read_text(encoding="utf-8")
    cut = text[: text.rindex("  - title:")]
    (tmp_path / "forums/strategy-meeting.yaml").write_text(cut, encoding="utf-8")
    assert any("both on the list and not" in str(p) for p in forum_problems(tmp_path, load_names()))


def test_a_figure_of_a_clock_that_is_not_there_is_refused() -> None:
    """The nearest name is offered."""
    text = (
        "id: a\ntitle: A\ncite: [PATH 9.11]\nunit: count\nincludes: All.\nperiod: week\n"
        "numerator: {says: duties, counts: duties, clock: conversation-offerd}\n"
    )
    with pytest.raises(PackFault, match="Did you mean 'conversation-offered'"):
        indicator(root(parse_document(text, "a.yaml")), load_names(), ["conversation-offered"])
