"""Every worked example of every instrument is what the engine says."""

from __future__ import annotations

import pytest

from wayhome.engine.scoring import score
from wayhome.packs.instrument_examples import InstrumentCheck, instrument_example_files, read_instrument_examples
from wayhome.packs.instruments import instrument_lines, load_instrument
from wayhome.packs.places import protocols_home


def _checks() -> list[InstrumentCheck]:
    return [
        check
        for line in instrument_lines()
        for path in instrument_example_files(protocols_home() / line)
        for check in read_instrument_examples(path, line)
    ]


@pytest.mark.parametrize("check", [pytest.param(each, id=f"{each.name}") for each in _checks()])
def test_the_instrument_says_what_the_example_says(check: InstrumentCheck) -> None:
    """One filled-in form, and what comes of it."""
    result = score(check.instrument, check.filing.answers, check.filing.judgement)
    differences = check.differences(result)
    assert not differences, f"{check.file}:{check.line}: {check.title}: {'; '.join(differences)}"


def test_seraf_reaches_81_points_and_no_more() -> None:
    """11 vulnerabilities, 10 moderate, 9 significant at 6, disability and age: appendix 2's own arithmetic."""
    assert load_instrument("4lscb-2013", "seraf").most == 81
