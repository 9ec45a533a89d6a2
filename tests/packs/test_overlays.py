"""A partnership's own values: tighter at will, looser only with a reason, and never anything but values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wayhome.engine.clocks import read
from wayhome.engine.language import Protocol
from wayhome.engine.readings import Reading
from wayhome.packs import overlays
from wayhome.packs.documents import read_document
from wayhome.packs.errors import PackFault
from wayhome.packs.loading import england_calendar, load_names, load_protocol
from wayhome.packs.overlays import Overlay, Transition, overlaid, read_overlay
from wayhome.packs.shape import shape_problems
from wayhome.packs.situations import parse_situation
from wayhome.packs.vocabulary import load_vocabulary

EXAMPLE = Path(__file__).parents[2] / "examples" / "overlays" / "conversations-in-48-hours.yaml"
LINE = "portsmouth-pathway"
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write an overlay of one change."""

    def written(values: str, clock: str = "conversation-offered", more: str = "", protocol: str = LINE) -> Path:
        path = tmp_path / "made.yaml"
        path.write_text(
            f"id: made\nversion: 1.0.0\ntitle: Made\npartnership: Nowhere\nprotocol: {protocol}\ndecided: Nobody\n"
            f"changes:\n  - clock: {clock}\n    set: {{{values}}}\n    because: A test.\n"
            f"    transition: law-at-start\n{more}",
            encoding="utf-8",
        )
        return path

    return written


def loaded(path: Path, line: str = LINE) -> Overlay:
    return read_overlay(path, load_protocol(line), load_names(), england_calendar())


def test_the_example_tightens_and_says_so() -> None:
    overlay = loaded(EXAMPLE)
    assert shape_problems(read_document(EXAMPLE), "overlay") == []
    assert [(c.clock, c.values, c.looser) for c in overlay.changes] == [
        ("conversation-offered", ("due", "due-soon"), ()),
        ("one-interviewer", ("within",), ()),
    ]
    assert overlay.changes[0].transition is Transition.LAW_AT_START and overlay.moves == frozenset()


def test_the_protocol_with_an_overlay_keeps_its_line_and_every_key() -> None:
    protocol = load_protocol(LINE)
    mixed = overlaid(protocol, loaded(EXAMPLE))
    assert (mixed.line, mixed.id) == (LINE, f"{protocol.id}+conversations-in-48-hours@1.0.0")
    assert [c.id for c in mixed.clocks] == [c.id for c in protocol.clocks]
    was, now = (_offered(each, datetime(2026, 3, 6, 22, tzinfo=UTC)) for each in (protocol, mixed))
    assert was.key == now.key
    assert was.due is not None and now.due is not None
    assert was.due - now.due == timedelta(hours=24)


def _offered(protocol: Protocol, returned: datetime) -> Reading:
    began = returned - timedelta(days=1)
    text = (
        "facts:\n"
        f"  - {{kind: missing.began, at: '{began.isoformat()}', value: missing}}\n"
        f"  - {{kind: missing.returned, at: '{returned.isoformat()}'}}\n"
    )
    situation = parse_situation(text, "made", load_vocabulary())
    readings = read(protocol, situation, england_calendar(), returned + timedelta(minutes=1), dates_in_force=False)
    (reading,) = [r for r in readings if r.clock == "conversation-offered"]
    return reading


def test_a_looser_value_without_a_reason_is_refused_with_the_start_that_shows_it(write: Write) -> None:
    with pytest.raises(PackFault) as caught:
        loaded(write("due: {after: {count: 3, unit: working-days}}"))
    (problem,) = caught.value.problems
    assert problem.line == 9
    assert "'conversation-offered' asks less than the protocol" in problem.what
    assert "comes later (from" in problem.what
    assert "loosens" in problem.mend


def test_a_looser_value_with_a_reason_is_allowed_and_told(write: Write) -> None:
    overlay = loaded(write("due: {after: 96 hours}", more="    loosens: The board accepts the risk.\n"))
    (change,) = overlay.changes
    assert change.loosens == "The board accepts the risk."
    assert {each.value for each in change.looser} >= {"due"}


REFUSED = [
    ("due: {after: 9000 working-days}", {}, "cannot be compared"),
    ("due: {after: 48 hours}", {"more": "    loosens: No reason.\n"}, "Nothing in 'conversation-offered' is looser"),
    ("due: {after: 48 hours}", {"clock": "conversation-offerd"}, "There is no clock 'conversation-offerd'"),
    ("due: {after: 72 hours}", {}, "already has these values"),
    ("due: {after: 48}", {}, "is not a length with a unit"),
    ("met-by: [missing.returned]", {}, "'met-by' is not known here"),
    ("applies: {is: {placement: here}}", {}, "'applies' is not known here"),
    ("count: 2", {}, "does not start on a count"),
    ("count: 1", {"clock": "one-interviewer"}, "A count of one is no count"),
    ("repeats: {every: 7 local-days}", {}, "cannot be made to repeat"),
    ("owner: nobody-at-all", {}, "There is no post 'nobody-at-all'"),
    ("due: {after: 48 hours}", {"protocol": "lewisham-2017"}, "This changes lewisham-2017, not portsmouth-pathway"),
]


@pytest.mark.parametrize(("values", "more", "expected"), REFUSED, ids=[each[2] for each in REFUSED])
def test_what_is_not_a_tighter_value_is_refused(write: Write, values: str, more: dict[str, str], expected: str) -> None:
    with pytest.raises(PackFault) as caught:
        loaded(write(values, **more))
    assert any(expected in problem.what for problem in caught.value.problems), caught.value
    assert all(problem.line > 1 for problem in caught.value.problems)


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    path = tmp_path / "made.yaml"
    path.write_text(text.replace("48 hours}", "96 hours}").replace("179 local", "17 local"), encoding="utf-8")
    with pytest.raises(PackFault) as caught:
        loaded(path)
    assert len(caught.value.problems) == 2


_UNITS = st.sampled_from(["hours", "elapsed-days", "local-days", "working-days", "calendar-months"])
_LENGTHS = st.builds("{{count: {}, unit: {}, ending: {}}}".format, st.integers(1, 40), _UNITS,
                     st.sampled_from(["same-time", "end-of-day"]))  # fmt: skip
_ROLLS = st.sampled_from(["", ", roll: same-time", ", roll: end-of-day"])
_RETURNS = st.datetimes(datetime(2027, 1, 1), datetime(2029, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(length=_LENGTHS, roll=_ROLLS, returns=st.lists(_RETURNS, min_size=4, max_size=4))
def test_an_overlay_never_loosens_silently(write: Write, length: str, roll: str, returns: list[datetime]) -> None:
    """Whatever length is written without a reason: it is refused, or no child's real duty comes due later."""
    try:
        overlay = loaded(write(f"due: {{after: {length}{roll}}}"))
    except PackFault:
        return
    assert _later(overlay, returns) == []


def _later(overlay: Overlay, returns: list[datetime]) -> list[datetime]:
    """Return the returns after which a real child's offer comes due later under the overlay."""
    protocol = load_protocol(LINE)
    mixed = overlaid(protocol, overlay)
    found = []
    for returned in (moment.replace(microsecond=0) for moment in returns):
        was, now = _offered(protocol, returned).due, _offered(mixed, returned).due
        assert was is not None and now is not None
        if now > was:
            found.append(returned)
    return found


def test_a_loosening_let_through_would_be_seen(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """The law above can fail: with the comparison taken out, a looser length is let through and real children wait."""
    monkeypatch.setattr(overlays, "looser", lambda *_: ())
    returns = [datetime(2028, 3, 24, 9, tzinfo=UTC), datetime(2028, 12, 24, 9, tzinfo=UTC)]
    assert _later(loaded(write("due: {after: 96 hours}")), returns) == returns
    assert _later(loaded(write("due: {after: 48 hours}")), returns) == []
