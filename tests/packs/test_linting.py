"""Plant one fault at a time in a small protocol: each is named with its file, its line, and how to mend it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from wayhome.packs.linting import lint
from wayhome.packs.places import protocols_home

PROTOCOL = """\
id: small
version: 1.0.0
title: A small arrangement
partnership: Nowhere
sources: [PATH]
clocks: [only]
"""
CLOCKS = """\
clocks:
  - id: seen
    title: Somebody sees the child
    why: Somebody must see the child.
    cite: [PATH 9.2]
    starts: {at: missing.returned}
    applies:
      all:
        - is: {care-status: looked-after}
        - at-least: {police-risk: medium}
    due: {after: 24 hours}
    met-by: [return.safe-and-well]
    owner: line-manager
    rungs:
      - {id: late, at: due + 1 hour, tell: [service-manager], acknowledge: 30 minutes}
"""
EXAMPLES = """\
examples:
  - title: seen the next day
    clock: seen
    given:
      - {kind: child.care-status, at: 2026-01-05, value: looked-after}
      - {kind: missing.began, at: 2026-03-06 22:00, value: missing}
      - {kind: missing.returned, at: 2026-03-07 09:00}
    then:
      - {as-of: 2026-03-07 10:00, state: cannot-tell}
"""

FAULTS = [
    ("clocks", "    title:", "    id: again\n    title:", 3, "'id' is written twice", "already on line 2"),
    ("clocks", "PATH 9.2", "PATH 99.9", 5, "'PATH' has no section '99.9'", "sources/PATH.yaml"),
    ("clocks", "[PATH 9.2]", "[NOWHERE 1]", 5, "no source 'NOWHERE'", "Known: "),
    ("clocks", "    cite: [PATH 9.2]\n", "", 2, "'cite' is missing", "Add 'cite:'"),
    (
        "clocks",
        "{at: missing.returned}",
        "{at: missing.retuned}",
        6,
        "no kind of fact 'missing.retuned'",
        "missing.returned",
    ),
    ("clocks", "care-status: looked", "care-state: looked", 9, "no state 'care-state'", "care-status"),
    ("clocks", "care-status: looked-after", "care-status: looked-over", 9, "value of 'care-status'", "looked-after"),
    ("clocks", "at-least: {police-risk: medium}", "at-least: {category: missing}", 10, "have no order", "Use 'is'"),
    (
        "clocks",
        "- is: {care-status: looked-after}",
        "- equals: {care-status: looked-after}",
        9,
        "not one condition",
        "Use one of",
    ),
    ("clocks", "{after: 24 hours}", "{after: 24}", 11, "not a length with a unit", "72 hours"),
    ("clocks", "{after: 24 hours}", "{after: 24 fortnights}", 11, "not a length with a unit", "the units are"),
    ("clocks", "{after: 24 hours}", "{after: 0 hours}", 11, "not a length", "above 0"),
    (
        "clocks",
        "[return.safe-and-well]",
        "[{kind: return.safe-and-well, value: well}]",
        12,
        "has no codes",
        "Leave 'value' out",
    ),
    ("clocks", "owner: line-manager", "owner: line-manger", 13, "no post 'line-manger'", "line-manager"),
    (
        "clocks",
        "    owner: line-manager",
        "    owner: line-manager\n    colour: red",
        14,
        "'colour' is not known here",
        "Known here",
    ),
    ("clocks", "tell: [service-manager]", "tell: [the-boss]", 15, "no post 'the-boss'", "Known"),
    ("clocks", "due + 1 hour", "whenever", 15, "'whenever' is not a moment", "due - 2 hours"),
    ("clocks", "due + 1 hour", "threshold + 1 hour", 15, "there is none", "Add 'threshold:'"),
    ("clocks", "30 minutes", "soon", 15, "not a number of minutes", "30 minutes"),
    ("clocks", "    rungs:\n", "    rungs:\n   - oops\n", 15, "not YAML that can be read", "indentation"),
    (
        "clocks",
        "clocks:\n",
        f"clocks:\n{CLOCKS.split(chr(10), 1)[1]}",
        16,
        "Two clocks are called 'seen'",
        "Rename one",
    ),
    ("protocol", "[only]", "[only, another]", 6, "no clocks/another.yaml", "take the line out"),
    ("protocol", "clocks: [only]", "clocks: []", 6, "", ""),
    ("protocol", "version: 1.0.0", "version: one", 2, "'one' is not written as 'version' must be", "look like"),
    ("examples", "clock: seen", "clock: sene", 3, "no clock 'sene'", "Did you mean 'seen'"),
    ("examples", "state: cannot-tell", "state: fine", 9, "'fine' is not known here", "cannot-tell"),
    ("examples", "at: 2026-03-07 09:00", "at: yesterday", 7, "'yesterday' is not a time", "2026-03-06"),
    (
        "examples",
        "state: cannot-tell}",
        "state: cannot-tell}\n    falls: down",
        10,
        "'falls' is not known here",
        "Known here",
    ),
]


def _protocol(folder: Path) -> Path:
    """Write a small protocol beside copies of the shared documents."""
    home = folder / "protocols"
    for name in ("vocabulary.yaml", "roles.yaml"):
        (home / "small").mkdir(parents=True, exist_ok=True)
        shutil.copy(protocols_home() / name, home / name)
    shutil.copytree(protocols_home() / "sources", home / "sources")
    small = home / "small"
    for name, text in {"clocks/only": CLOCKS, "examples/only": EXAMPLES, "protocol": PROTOCOL}.items():
        (small / name).parent.mkdir(exist_ok=True)
        (small / f"{name}.yaml").write_text(text, encoding="utf-8")
    for name in ("gaps.md", "CHANGELOG.md"):
        (small / name).write_text("# Nothing\n", encoding="utf-8")
    return small


def test_the_small_protocol_is_sound(tmp_path: Path) -> None:
    """Without a planted fault there is nothing to say."""
    small = _protocol(tmp_path)
    assert lint(small) == []
    assert lint(small.parent) == []


@pytest.mark.parametrize(("document", "before", "after", "line", "what", "mend"), FAULTS)
def test_a_planted_fault_is_named(
    tmp_path: Path, document: str, before: str, after: str, line: int, what: str, mend: str
) -> None:
    """The right file, the right line, what is wrong, how to mend it."""
    small = _protocol(tmp_path)
    path = small / ("protocol.yaml" if document == "protocol" else f"{document}/only.yaml")
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    found = [p for p in lint(small) if p.file.endswith(path.name) and p.line == line]
    assert found, [str(p) for p in lint(small)]
    assert any(what in p.what and mend in p.mend for p in found), [str(p) for p in found]


def test_a_missing_paper_and_an_unlisted_file_are_named(tmp_path: Path) -> None:
    """What nobody reads, and what was never written."""
    small = _protocol(tmp_path)
    (small / "gaps.md").unlink()
    (small / "clocks" / "spare.yaml").write_text(CLOCKS.replace("id: seen", "id: spare"), encoding="utf-8")
    told = [str(problem) for problem in lint(small)]
    assert any("gaps.md:1: This file is missing." in line for line in told)
    assert any("clocks/spare.yaml is not listed" in line for line in told)


def test_a_clock_without_an_example_is_named(tmp_path: Path) -> None:
    """Every clock is shown at work at least once."""
    small = _protocol(tmp_path)
    clocks = small / "clocks" / "only.yaml"
    second = CLOCKS.split("\n", 1)[1].replace("id: seen", "id: heard")
    clocks.write_text(CLOCKS + second, encoding="utf-8")
    assert [p.what for p in lint(small)] == ["'heard' has no worked example."]


def test_a_circle_of_posts_is_named(tmp_path: Path) -> None:
    """A notice that goes up in a circle reaches nobody."""
    small = _protocol(tmp_path)
    roles = small.parent / "roles.yaml"
    text = roles.read_text(encoding="utf-8")
    roles.write_text(
        text.replace("agency: social-care}\n", "agency: social-care, up: head-of-service}\n"), encoding="utf-8"
    )
    assert any("goes up in a circle" in p.what for p in lint(small.parent))


def test_a_state_nobody_can_set_is_named(tmp_path: Path) -> None:
    """The vocabulary's own mistakes are named too."""
    small = _protocol(tmp_path)
    vocabulary = small.parent / "vocabulary.yaml"
    text = vocabulary.read_text(encoding="utf-8")
    vocabulary.write_text(text.replace("kinds: [child.plan]", "kinds: [child.plans]"), encoding="utf-8")
    assert any("no kind of fact 'child.plans'" in p.what for p in lint(small.parent))
