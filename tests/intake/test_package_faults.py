"""Each kind of mistake a spreadsheet can hold is named: its file, its line, its column, what is wrong."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.intake.packages import CHILDREN, EPISODES, EVENTS, STATUSES, descriptor, put
from wayhome.intake.package import Fault, PackageRefused, read_package, shapes

# (what is spoilt, table, good words, words put in their place, line, column, part of the reason)
SPOILT = [
    ("a day that never was", "children", "2011-05-04", "2011-02-30", 2, "born", "not a day in the calendar"),
    ("a value not in the list", "children", "2011-05-04,girl", "2011-05-04,gril", 2, "gender", "“gril”"),
    ("a needed cell left empty", "children", "C2,Omar Rockpool", "C2,", 3, "name", "empty"),
    ("a reference used twice", "children", "C2,Omar", "C1,Omar", 3, "reference", "already on line 2"),
    ("a row too long", "children", "Om,2010-11-30,boy", "Om,2010-11-30,boy,more", 3, "", "6 cells and the header 5"),
    ("a row too short", "children", "Om,2010-11-30,boy", "Om,2010-11-30", 3, "", "4 cells and the header 5"),
    ("an unknown column", "children", "known_as", "nickname", 1, "nickname", "no column “nickname”"),
    ("a needed column missing", "children", "reference,name", "reference,known_as", 1, "name", "is missing"),
    ("nothing to hold from", "children", "2011-05-04", "", 2, "known_from", "neither “born” nor “known_from”"),
    ("an unknown status", "statuses", "C1,care-status,not", "C1,care,not", 2, "status", "“care”"),
    ("an unknown status value", "statuses", "C1,care-status,looked-after", "C1,care-status,lac", 3, "value", "“lac”"),
    ("a status that ends first", "statuses", "2025-06-01\n", "2023-06-01\n", 2, "until", "ends before it begins"),
    ("two statuses at once", "statuses", "looked-after,2025-06-01,", "looked-after,2025-05-01,", 3, "from", "overlaps"),
    ("a status nobody can date", "statuses", "2024-01-01,2025-06-01", "unknown,", 2, "told", "when it was told"),
    ("a status of nobody", "statuses", "C1,care-status,not", "C7,care-status,not", 2, "child", "no child “C7”"),
    ("an unknown category", "episodes", "E1,C1,missing", "E1,C1,absconded", 2, "category", "“absconded”"),
    ("an episode of nobody", "episodes", "E3,C2", "E3,C9", 4, "child", "no child “C9”"),
    ("a time without offset", "episodes", "2026-03-01T21:30+00:00", "2026-03-01T21:30", 2, "began", "offset"),
    ("words for a time", "episodes", "2026-03-01T21:30+00:00", "last night", 2, "began", "not a time we can read"),
    ("an unknown beginning", "episodes", "2026-03-05,care", "unknown,care", 4, "began", "unknown time"),
    ("back before gone", "episodes", "2026-03-02T08", "2026-02-02T08", 2, "returned", "before “began”"),
    ("missing twice at once", "episodes", "about 2026-03-28T23:30", "2026-03-02T07:00", 3, "began", "had not ended"),
    ("no end, and gone again", "episodes", "2026-03-02T08:00+00:00", "", 3, "began", "has no end"),
    ("before birth", "episodes", "2026-03-05,care", "2009-03-05,care", 4, "began", "before the child was born"),
    ("told before it began", "episodes", "unknown,2026-03-06", "unknown,2026-03-04", 4, "told", "before it happened"),
    ("nobody knows when told", "episodes", "unknown,2026-03-06", "unknown,", 4, "told", "when it was told"),
    ("an unknown kind", "events", "missing.reported", "missing.rang", 2, "kind", "“missing.rang”"),
    ("a kind of another table", "events", "missing.reported", "missing.began", 2, "kind", "“missing.began”"),
    ("a value out of the list", "events", "medium", "amber", 3, "value", "“amber”"),
    ("a value where none is", "events", "22:15+00:00,,", "22:15+00:00,yes,", 2, "value", "has no value"),
    ("an unknown episode", "events", "C1,E2", "C1,E8", 6, "episode", "no episode “E8”"),
    ("another child's episode", "events", "X9,C1,E2", "X9,C2,E2", 6, "child", "is about child “C1”"),
    ("before its episode", "events", "2026-03-01T22:15", "2026-03-01T20:15", 2, "at", "before its episode began"),
    ("heard before home", "events", "2026-03-03T16:00", "2026-03-02T06:00", 4, "at", "before the child was found"),
    ("recorded before told", "events", "T22:40+00:00,2026-", "T23:40+00:00,2026-", 3, "recorded", "before it was told"),
    (
        "closed and never back",
        "events",
        "missing.update",
        "missing.closed",
        6,
        "kind",
        "nobody says the child came back",
    ),
    ("an hour skipped", "events", "2026-03-29T01:30+01:00", "2026-03-29T01:30", 6, "at", "offset"),
]


def refused(folder: Path, **more: datetime) -> tuple[Fault, ...]:
    with pytest.raises(PackageRefused) as caught:
        read_package(folder, **more)
    return caught.value.faults


@pytest.mark.parametrize(
    ("table", "good", "bad", "line", "column", "reason"), [s[1:] for s in SPOILT], ids=[s[0] for s in SPOILT]
)
def test_one_mistake_is_named_where_it_is(
    tmp_path: Path, table: str, good: str, bad: str, line: int, column: str, reason: str
) -> None:
    body = {"children": CHILDREN, "statuses": STATUSES, "episodes": EPISODES, "events": EVENTS}[table]
    assert good in body
    faults = refused(put(tmp_path, **{table: body.replace(good, bad, 1)}))
    found = [f for f in faults if (f.file, f.line, f.column) == (f"{table}.csv", line, column)]
    assert len(found) == 1, faults
    assert reason in found[0].reason
    assert found[0].mend


def test_a_row_that_fails_does_not_make_others_fail(tmp_path: Path) -> None:
    """The child on the bad row still exists, so what is about that child is not refused as well."""
    faults = refused(put(tmp_path, children=CHILDREN.replace("2011-05-04", "2011-02-30")))
    assert [(f.file, f.line) for f in faults] == [("children.csv", 2)]


def test_every_bad_row_is_reported(tmp_path: Path) -> None:
    rows = "".join(f",C1,E1,missing.update,not a time {n},,News {n},,\n" for n in range(2000))
    faults = refused(put(tmp_path, events=EVENTS + rows))
    assert [f.line for f in faults] == list(range(7, 2007))


def test_the_line_is_the_file_s_own_even_after_a_cell_of_many_lines(tmp_path: Path) -> None:
    faults = refused(put(tmp_path, events=EVENTS.replace("X9,C1,E2,missing.update", "X9,C1,E2,missing.updat")))
    line = faults[0].line
    assert EVENTS.splitlines()[line - 1].startswith("X9,")


def test_the_mend_for_a_bare_time_says_what_to_write(tmp_path: Path) -> None:
    """In summer +01:00; in the hour that comes twice, both; in the hour that is skipped, ask."""
    mends = {}
    for bare in ("2026-06-01T10:00", "2026-10-25T01:30", "2026-03-29T01:30"):
        (folder := tmp_path / bare[:10]).mkdir()
        body = EPISODES.replace("about 2026-03-28T23:30+00:00", bare)
        mends[bare] = next(f.mend for f in refused(put(folder, episodes=body)) if f.column == "began")
    assert "2026-06-01T10:00+01:00" in mends["2026-06-01T10:00"]
    assert "2026-10-25T01:30+01:00 or 2026-10-25T01:30+00:00" in mends["2026-10-25T01:30"]
    assert "skipped" in mends["2026-03-29T01:30"]


def test_a_near_word_is_offered(tmp_path: Path) -> None:
    faults = refused(put(tmp_path, events=EVENTS.replace("missing.reported", "missing.reprted")))
    assert faults[0].mend == "Did you mean “missing.reported”?"


def test_a_slip_on_every_line_is_told_for_every_line_and_soon(tmp_path: Path) -> None:
    """The near word is looked for once: for a big file that made minutes of seconds."""
    slips = "".join(f",C1,E1,missing.updated,2026-03-02T07:{n % 60:02}+00:00,,Seen in town,,\n" for n in range(2000))
    shapes._nearest.cache_clear()
    faults = refused(put(tmp_path, events="reference,child,episode,kind,at,value,text,told,recorded\n" + slips))
    assert [fault.line for fault in faults if fault.mend == "Did you mean “missing.update”?"] == list(range(2, 2002))
    assert shapes._nearest.cache_info().misses == 1


def test_the_same_row_twice(tmp_path: Path) -> None:
    twice = EVENTS.splitlines(keepends=True)[1]
    faults = refused(put(tmp_path, events=EVENTS + twice))
    assert [(f.line, f.reason) for f in faults] == [(7, "the same row is on line 2.")]


def test_what_has_not_happened_yet_is_refused_when_now_is_known(tmp_path: Path) -> None:
    now = datetime(2026, 3, 29, 0, 0, tzinfo=UTC)
    faults = refused(put(tmp_path), now=now)
    assert [(f.file, f.line, f.column) for f in faults] == [("events.csv", 6, "at")]


# --- the files themselves ----------------------------------------------------------------------


def test_an_old_code_page_is_named_with_its_line(tmp_path: Path) -> None:
    faults = refused(put(tmp_path, children=CHILDREN.replace("Omar", "Zoë").encode("cp1252")))
    assert (faults[0].file, faults[0].line) == ("children.csv", 3)
    assert "not UTF-8" in faults[0].reason


def test_utf_16_is_named(tmp_path: Path) -> None:
    assert "UTF-16" in refused(put(tmp_path, children=CHILDREN.encode("utf-16")))[0].reason


def test_semicolons_are_named(tmp_path: Path) -> None:
    faults = refused(put(tmp_path, statuses=STATUSES.replace(",", ";")))
    assert [f.reason for f in faults] == ["the cells are not parted by commas."]


def test_an_unclosed_quote_is_named_where_it_opens(tmp_path: Path) -> None:
    faults = refused(put(tmp_path, events=EVENTS.replace('anybody"', "anybody")))
    assert [(f.file, f.line) for f in faults] == [("events.csv", 4)]


def test_an_empty_file_and_a_missing_file(tmp_path: Path) -> None:
    put(tmp_path, statuses="")
    (tmp_path / "events.csv").unlink()
    reasons = {f.file: f.reason for f in refused(tmp_path)}
    assert reasons == {"statuses.csv": "the file has no header.", "events.csv": "the file is not there."}


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda d: d.pop("name"), "“name” is missing"),
        (lambda d: d.update(created="yesterday"), "“created” is not a time"),
        (lambda d: d.update(created="2026-04-01T09:00:00"), "“created” is not a time"),
        (lambda d: d["wayhome"].update(format=2), "“wayhome.format” must be 1"),
        (lambda d: d["wayhome"].pop("invented"), "“wayhome.invented” must be"),
        (lambda d: d["resources"].append({"path": "../../etc/passwd"}), "not one of our tables"),
        (lambda d: d["resources"].pop(0), "“children.csv” is not listed"),
        (lambda d: d["resources"].pop(), "“events.csv” is in the folder but not listed"),
        (lambda d: d.update(resources="all"), "“resources” lists no files"),
    ],
)
def test_a_fault_of_the_description_is_named(tmp_path: Path, spoil: object, reason: str) -> None:
    document = descriptor()
    assert callable(spoil)
    spoil(document)
    put(tmp_path)
    (tmp_path / "datapackage.json").write_text(json.dumps(document), encoding="utf-8")
    assert any(reason in f.reason for f in refused(tmp_path) if f.file == "datapackage.json")


def test_a_folder_without_a_description_and_one_that_is_not_json(tmp_path: Path) -> None:
    assert "no datapackage.json" in refused(tmp_path)[0].reason
    (tmp_path / "datapackage.json").write_text('{"name":\n oops}', encoding="utf-8")
    assert (refused(tmp_path)[0].line, "not JSON" in refused(tmp_path)[0].reason) == (2, True)
