"""Good packages are read whole, whatever their line ends, and load to the same keys every time."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.packages import CHILDREN, EPISODES, EVENTS, FILES, STATUSES, descriptor, put
from wayhome.engine.facts import Moment, Precision
from wayhome.intake.package import Package, PackageRefused, facts, read_package, write_package
from wayhome.intake.package.times import NotATime, read_moment, write_moment

MARCH = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)


def test_a_good_package_is_read(tmp_path: Path) -> None:
    package = read_package(put(tmp_path))
    assert [c.name for c in package.children] == ["Ada Tidewell", "Omar Rockpool"]
    assert package.children[1].born == date(2010, 11, 30)
    assert package.episodes[1].began == Moment(MARCH, MARCH, Precision.ABOUT)
    assert package.episodes[2].returned == Moment(None, None, Precision.UNKNOWN)
    assert package.events[2].text == "I was at my friend's, and\nI did not want to worry anybody"
    assert [e.line for e in package.events] == [2, 3, 4, 6]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n").encode("utf-8"),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.replace("\n", "\r\n").encode("utf-8-sig"),
        lambda text: (text + "\n" + "," * 4 + "\n\n").encode("utf-8"),
        lambda text: text.rstrip("\n").encode("utf-8"),
        lambda text: text.replace(",C1,", ", C1 ,").encode("utf-8"),
    ],
    ids=["CRLF", "byte order mark", "both", "empty rows", "no last line end", "spaces"],
)
def test_how_a_spreadsheet_saves_it_does_not_matter(tmp_path: Path, change: object) -> None:
    assert callable(change)
    (plain := tmp_path / "plain").mkdir()
    (saved := tmp_path / "saved").mkdir()
    put(saved, **{name: change(body) for name, body in FILES.items()})
    assert read_package(saved) == read_package(put(plain))


def test_columns_may_stand_in_any_order_and_optional_ones_be_absent(tmp_path: Path) -> None:
    children = "born,name,reference\n2011-05-04,Ada Tidewell,C1\n2010-11-30,Omar Rockpool,C2\n"
    assert [c.reference for c in read_package(put(tmp_path, children=children)).children] == ["C1", "C2"]


def test_children_alone_are_a_package(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor("children")), encoding="utf-8")
    (tmp_path / "children.csv").write_text(CHILDREN, encoding="utf-8")
    package = read_package(tmp_path)
    assert (len(package.children), package.episodes) == (2, ())
    assert {f.kind for f in facts(package)} == {"child.name", "child.known-as", "child.born", "child.gender"}


# --- facts ---------------------------------------------------------------------------------------


def test_facts_keep_their_keys_from_load_to_load_and_across_exports(tmp_path: Path) -> None:
    package = read_package(put(tmp_path))
    keys = [f.key for f in facts(package)]
    assert len(set(keys)) == len(keys)
    assert [f.key for f in facts(read_package(tmp_path))] == keys
    later = replace(package, created=package.created.replace(year=2027), episodes=package.episodes[1:], statuses=())
    said = {f.key: f.content for f in facts(package)}
    assert {f.key: f.content for f in facts(later)}.items() < said.items()
    other = replace(package, name="another-council")
    assert not set(keys) & {f.key for f in facts(other)}


def test_a_changed_row_keeps_its_key_and_shows_that_it_changed(tmp_path: Path) -> None:
    package = read_package(put(tmp_path))
    changed = replace(package, events=(*package.events[:-1], replace(package.events[-1], text="Seen by the sea")))
    old, new = ({f.key: f.content for f in facts(p)} for p in (package, changed))
    assert old.keys() == new.keys()
    assert [k for k in old if old[k] != new[k]] == [facts(package)[-1].key]


def test_what_a_row_does_not_say_is_filled_in_as_documented(tmp_path: Path) -> None:
    by = {(f.episode, f.kind): f for f in facts(read_package(put(tmp_path)))}
    reported = by["E1", "missing.reported"]
    assert reported.told_at == reported.moment.latest  # told as it happened
    assert reported.recorded_at is None  # the time of loading
    assert reported.agency == "Testby Children's Services"
    graded = by["E1", "missing.risk-graded"]
    assert (graded.value, graded.text, graded.told_at) == ("medium", "", datetime(2026, 3, 1, 22, 40, tzinfo=UTC))
    absence = by["E3", "missing.began"]
    assert absence.moment.precision is Precision.DATE
    assert absence.told_at == datetime(2026, 3, 6, 23, 59, tzinfo=UTC)
    assert by["E3", "missing.returned"].told_at == datetime(2026, 3, 6, 23, 59, tzinfo=UTC)


def test_nothing_is_told_after_it_was_recorded(tmp_path: Path) -> None:
    """A day without a time, recorded in the afternoon of that same day: we were told by then."""
    row = ",C1,E1,missing.parents-told,2026-03-01,told,,,2026-03-01T22:30+00:00\n"
    draft = facts(read_package(put(tmp_path, events=EVENTS + row)))[-1]
    assert draft.told_at == draft.recorded_at == datetime(2026, 3, 1, 22, 30, tzinfo=UTC)


def test_a_status_until_a_day_holds_until_that_day_begins(tmp_path: Path) -> None:
    drafts = [f for f in facts(read_package(put(tmp_path))) if f.kind == "child.care-status"]
    assert drafts[0].until == datetime(2025, 5, 31, 23, 0, tzinfo=UTC)  # midnight in British Summer Time
    assert drafts[1].until is None


def test_a_vague_time_overlaps_only_when_it_is_certain(tmp_path: Path) -> None:
    """Back some time on the 2nd, gone again on the 2nd: that can be, so it is taken as told."""
    body = EPISODES.replace("2026-03-02T08:00+00:00", "2026-03-02").replace(
        "about 2026-03-28T23:30+00:00", "2026-03-02"
    )
    events = "\n".join(EVENTS.splitlines()[:3]) + "\n"
    assert len(read_package(put(tmp_path, episodes=body, events=events)).episodes) == 3


def test_a_child_can_have_two_phones_at_once_but_one_school(tmp_path: Path) -> None:
    two = STATUSES + "C1,phone,07700 900111,2025-01-01,\nC1,phone,07700 900222,2025-01-01,\n"
    assert len(read_package(put(tmp_path, statuses=two)).statuses) == 4
    with pytest.raises(PackageRefused):
        read_package(put(tmp_path, statuses=two.replace("phone", "school")))


# --- laws ----------------------------------------------------------------------------------------

# Hypothesis wants its bounds naive and puts the time zone on.
EARLIEST, LATEST = (datetime(year, 1, 1, tzinfo=UTC).replace(tzinfo=None) for year in (1901, 2100))
instants = st.datetimes(EARLIEST, LATEST, timezones=st.just(UTC))
moments = st.one_of(
    instants.map(lambda at: Moment(at, at)),
    instants.map(lambda at: Moment(at, at, Precision.ABOUT)),
    st.tuples(instants, instants).map(lambda pair: Moment(min(pair), max(pair), Precision.BETWEEN)),
    st.dates(date(1901, 1, 1), date(2099, 12, 31)).map(lambda on: read_moment(on.isoformat())),
    st.just(Moment(None, None, Precision.UNKNOWN)),
)


@given(moments)
def test_a_written_moment_reads_back_the_same(moment: Moment) -> None:
    assert read_moment(write_moment(moment)) == moment


@given(st.text(max_size=40))
def test_any_words_are_a_time_or_are_refused(cell: str) -> None:
    try:
        moment = read_moment(cell)
    except NotATime as refusal:
        assert refusal.reason
        assert refusal.mend
    else:
        assert read_moment(write_moment(moment)) == moment


CELLS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            *("", "0", "unknown", "C1", "C2", "E1", "E2", "missing", "high", "care-status", "return.said", '"', "\x00"),
            *("2026-03-01", "2026-02-30", "9999-99-99", "2026-10-25T01:30", "about 2026-03-02T10:00Z"),
            *("0001-01-01T00:00+23:59", "9999-12-31T23:59-23:59", "missing.returned"),
            "2026-03-01T10:00+00:00/2026-03-02T10:00+00:00",
        ]
    ),
)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_change_loads_or_is_named(data: st.DataObject) -> None:
    """Whatever is put in any cells: never a crash; either the package loads, or faults with a place and a mend."""
    bodies = dict(FILES)
    for _ in range(data.draw(st.integers(1, 3))):
        name = data.draw(st.sampled_from(sorted(bodies)))
        lines = bodies[name].split("\n")
        place = data.draw(st.integers(0, len(lines) - 1))
        cells = lines[place].split(",")
        cells[data.draw(st.integers(0, len(cells) - 1))] = data.draw(CELLS)
        lines[place] = ",".join(cells)
        bodies[name] = "\n".join(lines)
    _loads_or_names({name: body.encode("utf-8", "surrogatepass") for name, body in bodies.items()})


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(sorted(FILES)), st.integers(0, 10_000), st.binary(max_size=6))
def test_any_broken_bytes_load_or_are_named(name: str, place: int, junk: bytes) -> None:
    body = FILES[name].encode()
    at = place % len(body)
    _loads_or_names({n: t.encode() for n, t in FILES.items()} | {name: body[:at] + junk + body[at + 1 :]})


def _loads_or_names(bodies: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as written, tempfile.TemporaryDirectory() as again:
        try:
            package = read_package(put(Path(written), **bodies))
        except PackageRefused as refusal:
            assert refusal.faults
            for fault in refusal.faults:
                assert fault.reason
                assert fault.mend
                assert fault.line > 0
        else:
            assert len({f.key for f in facts(package)}) == len(facts(package))
            write_package(package, Path(again))
            assert read_package(Path(again)) == package


def test_reading_a_package_needs_no_django() -> None:
    code = "import sys, wayhome.intake.package, wayhome.demonstration; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_empty_package_writes_and_reads(tmp_path: Path) -> None:
    package = Package("n", "t", "d", datetime(2026, 1, 1, tzinfo=UTC), "a", "b", True)
    write_package(package, tmp_path)
    assert read_package(tmp_path) == package


def test_the_good_package_above_is_good() -> None:
    assert STATUSES.count("\n") == 3
    assert CHILDREN.count("\n") == 3
