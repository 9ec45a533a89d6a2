"""What every shipped protocol must have: citations, examples around each due time, posts that go up."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache

import pytest

from wayhome.engine.clocks import read
from wayhome.engine.facts import Precision
from wayhome.engine.language import Clock, RungBase
from wayhome.engine.readings import Reading, State
from wayhome.packs.documents import read_document
from wayhome.packs.examples import Check, every_check, example_files
from wayhome.packs.linting import lint
from wayhome.packs.loading import england_calendar, load_names, load_protocol, pack_hash, protocol_ids
from wayhome.packs.places import protocols_home
from wayhome.packs.shape import shape_problems
from wayhome.packs.situations import parse_situation
from wayhome.packs.vocabulary import load_vocabulary

WAITING = {State.NOT_STARTED, State.RUNNING, State.DUE_SOON}
DAY = 24 * 60
CLOCKS = [
    pytest.param(line, clock, id=f"{line}: {clock.id}")
    for line in protocol_ids()
    for clock in load_protocol(line).clocks
]


@cache
def _shown(line: str) -> tuple[tuple[Check, tuple[Reading, ...]], ...]:
    protocol = load_protocol(line)
    checks = every_check(protocols_home() / line, protocol, load_names())
    return tuple(
        (c, read(protocol, c.situation, england_calendar(), c.as_of, c.known_at, explain=False, dates_in_force=False))
        for c in checks
    )


def _of(line: str, clock: Clock) -> list[tuple[Check, Reading]]:
    return [(c, r) for c, readings in _shown(line) for r in readings if c.clock == r.clock == clock.id]


def test_nothing_shipped_has_a_problem() -> None:
    """The linter finds nothing in what we ship."""
    assert [str(problem) for problem in lint(protocols_home())] == []


DUTIES = {
    "4lscb-2013": 25,
    "lewisham-2017": 89,
    "portsmouth-pathway": 64,
    "portsmouth-strategy-2016": 15,
    "portsmouth-strategy-2018": 10,
}


def test_every_protocol_is_here() -> None:
    """The arrangements, with as many duties as each is expected to have."""
    assert {line: len(load_protocol(line).clocks) for line in protocol_ids()} == DUTIES


@pytest.mark.parametrize(("line", "clock"), CLOCKS)
def test_an_example_on_each_side_of_the_due_time(line: str, clock: Clock) -> None:
    """Before the due time (or before there was a duty), on it, and after it."""
    pairs = _of(line, clock)
    before = any(r.due and c.as_of < r.due and r.state in WAITING for c, r in pairs)
    none_yet = any(c.clock == clock.id and c.state == "none" for c, _ in _shown(line))
    assert before or none_yet
    assert any(r.due == c.as_of and r.state is State.DUE_SOON for c, r in pairs)
    assert any(r.due and c.as_of > r.due and r.state is State.BREACHED for c, r in pairs)


@pytest.mark.parametrize(("line", "clock"), CLOCKS)
def test_an_example_where_nobody_knows_when_it_started(line: str, clock: Clock) -> None:
    """A fact the duty starts on has no known time: the clock says what it can, and never that all is well."""
    untimed = [
        (c, r)
        for c, r in _of(line, clock)
        if any(f.moment.precision is Precision.UNKNOWN for f in c.situation.facts if f.child == r.child)
    ]
    assert untimed
    told = {f.told_at for c, _ in untimed for f in c.situation.facts if f.moment.precision is Precision.UNKNOWN}
    for _, reading in untimed:
        counted_from_told = reading.start is not None and any(reading.start >= at for at in told)
        assert reading.state is State.CANNOT_TELL or counted_from_told or not reading.still_needed


@pytest.mark.parametrize(("line", "clock"), CLOCKS)
def test_every_duty_is_cited_owned_and_somebody_hears_when_it_is_late(line: str, clock: Clock) -> None:
    """A duty without its paragraph, its reason, or anyone to chase it is no duty."""
    sources = load_names().sources
    assert clock.cite
    assert all(cite.at in sources[cite.source].sections for cite in clock.cite)
    assert clock.why.endswith(".")
    assert any(rung.base is RungBase.DUE and rung.minutes >= 0 for rung in clock.rungs)
    for rung in clock.rungs:
        early = (
            rung.base is RungBase.DUE and rung.minutes <= -DAY
        )  # told with the day's e-mail, and answered by the next
        assert 5 <= rung.acknowledge_minutes <= (DAY if early else 60)


def test_words_that_blame_a_child_are_nowhere() -> None:
    """Nobody absconds here."""
    words = ("abscond", "runaway", "absent without leave", "refus", "victim", "misper")
    for line in protocol_ids():
        for clock in load_protocol(line).clocks:
            said = f"{clock.title} {clock.why}".lower()
            assert not [word for word in words if word in said]


def test_every_post_ends_at_the_top() -> None:
    """A notice nobody answers reaches somebody with nobody above them, in a few steps."""
    roles = load_names().roles
    for role in roles.values():
        steps, post = 0, role
        while post.up is not None:
            post, steps = roles[post.up], steps + 1
        assert steps <= 6
        assert post.id == "director"


def test_every_document_has_the_shape_of_its_kind() -> None:
    """The published schemas describe what is here."""
    home = protocols_home()
    kinds = {"vocabulary": [home / "vocabulary.yaml"], "roles": [home / "roles.yaml"]}
    kinds["source"] = sorted((home / "sources").glob("*.yaml"))
    for line in protocol_ids():
        kinds.setdefault("protocol", []).append(home / line / "protocol.yaml")
        kinds.setdefault("clocks", []).extend((home / line / "clocks").glob("*.yaml"))
        kinds.setdefault("examples", []).extend(example_files(home / line))
    found = [p for kind, paths in kinds.items() for path in paths for p in shape_problems(read_document(path), kind)]
    assert found == []


def test_a_version_that_is_not_here_is_refused() -> None:
    """A protocol can be asked for by version, and only the one that is here is given."""
    assert load_protocol("lewisham-2017@1.0.0") == load_protocol("lewisham-2017")
    with pytest.raises(Exception, match=r"not as version 9\.9\.9"):
        load_protocol("lewisham-2017@9.9.9")
    with pytest.raises(Exception, match="There is no protocol 'nowhere'"):
        load_protocol("nowhere")


def test_each_pack_has_its_own_fingerprint() -> None:
    """Two packs, two fingerprints, the same each time."""
    prints = {line: pack_hash(line) for line in protocol_ids()}
    assert len(set(prints.values())) == len(prints)
    assert all(len(found) == 64 for found in prints.values())


def test_the_independent_offer_is_law_from_september_2016_only() -> None:
    """On a live ledger a return before that day raises no offer; read under the release, it does."""
    text = "facts:\n" + "".join(
        f"  - {{kind: {kind}, episode: {n}, at: {at}{value}}}\n"
        for n, day in ((1, "2016-08-30"), (2, "2016-09-01"))
        for kind, at, value in (
            ("missing.began", f"{day} 01:00", ", value: missing"),
            ("missing.returned", f"{day} 09:00", ""),
        )
    )
    situation = parse_situation(text, "text", load_vocabulary())
    as_of = datetime(2016, 9, 2, tzinfo=UTC)
    for dated, expected in ((True, ["2"]), (False, ["1", "2"])):
        readings = read(load_protocol("lewisham-2017"), situation, england_calendar(), as_of, dates_in_force=dated)
        assert [r.episode for r in readings if r.clock == "independent-interview-offered"] == expected


def test_the_calendar_reaches_far_enough() -> None:
    """From before the first record of the sources to long after the last review of a child here now."""
    calendar = england_calendar()
    assert (calendar.first, calendar.last) == (date(2000, 1, 1), date(2040, 12, 31))
