"""The page on ASVS 5.0 speaks of every requirement of levels 1 and 2, once, and names only tests that are there."""

import re
from collections import Counter

from tests.architecture.rules import ROOT

PAGE = (ROOT / "docs/asvs.md").read_text()
# How many requirements of levels 1 and 2 each section of version 5.0.0 has; those of level 3 come after them in each.
SECTIONS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1, "3.2": 2, "3.3": 4, "3.4": 6,
    "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4, "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12,
    "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2,
    "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2,
    "10.7": 3, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1, "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1,
    "13.2": 5, "13.3": 2, "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1, "16.2": 5,
    "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4, "17.3": 2,
}  # fmt: skip
STANDINGS = {"met", "partly", "not yet", "not applicable", "operator"}


def test_every_requirement_is_answered_once() -> None:
    rows = re.findall(r"^\| (\d[\d., ]*) \| ([a-z ]+) \| (.+) \|$", PAGE, flags=re.M)
    told = Counter(id_ for ids, _, _ in rows for id_ in ids.split(", "))
    assert set(told) == {f"{section}.{n}" for section, many in SECTIONS.items() for n in range(1, many + 1)}
    assert set(told.values()) == {1}
    assert {standing for _, standing, _ in rows} == STANDINGS


def test_what_it_names_is_there() -> None:
    named = set(re.findall(r"`(tests/[\w/.]+)`", PAGE))
    assert len(named) > 15
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []
