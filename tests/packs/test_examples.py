"""Every worked example of every protocol is what the engine says."""

from __future__ import annotations

import pytest

from wayhome.engine.clocks import read
from wayhome.engine.language import Protocol
from wayhome.packs.examples import Check, every_check
from wayhome.packs.loading import england_calendar, load_names, load_protocol, protocol_ids
from wayhome.packs.places import protocols_home


def _cases() -> list[object]:
    cases: list[object] = []
    for line in protocol_ids():
        protocol = load_protocol(line)
        for check in every_check(protocols_home() / line, protocol, load_names()):
            cases.append(pytest.param(protocol, check, id=f"{line}: {check.name}"))
    return cases


@pytest.mark.parametrize(("protocol", "check"), _cases())
def test_the_engine_says_what_the_example_says(protocol: Protocol, check: Check) -> None:
    """One example at one moment, read with every clock in force whatever its dates."""
    readings = read(protocol, check.situation, england_calendar(), check.as_of, check.known_at, dates_in_force=False)
    differences = check.differences(readings)
    assert not differences, f"{check.file}:{check.line}: {check.title}: {'; '.join(differences)}"
