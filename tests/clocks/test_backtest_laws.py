"""Whatever children lived through: reading the ledger under the protocol in force gives what the ledger recorded.

The histories are invented and drawn; they are written through the ordinary operations and read back by the twin.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.partnership import UNTIMED, Partnership, acting, invented_child, reported, said
from wayhome.clocks import protocols
from wayhome.clocks.models import Reading
from wayhome.clocks.operations import sweep
from wayhome.engine.language import Due, Protocol, Span, Unit
from wayhome.missing.operations import episodes
from wayhome.platform import wall
from wayhome.platform.roles import as_clock
from wayhome.population.almanac import moment_of
from wayhome.population.reading import Twin
from wayhome.population.standing import STATES
from wayhome.record.queries.populations import population

Key = tuple[str, str, str, int]
# How many hours ago a child went missing; what came after, each at a share of the time since; whether the return is untimed.
HISTORIES = st.lists(
    st.tuples(
        st.integers(2, 400),
        st.lists(st.sampled_from(["return.safe-and-well", "return.network-updated"]), max_size=2, unique=True),
        st.booleans(),
        st.booleans(),
    ),
    min_size=1,
    max_size=2,
)


def lived(north: Partnership, hours: int, after: list[str], returned: bool, untimed: bool) -> None:
    """Write one invented child's history."""
    episode = reported(north, invented_child(north), hours_ago=hours)
    if not returned:
        return
    back = said("missing.returned", hours / 2, text="home")
    with acting(north, "worker") as actor:
        episodes.add(actor=actor, episode=episode, drafts=[replace(back, moment=UNTIMED) if untimed else back])
        for number, kind in enumerate(after, start=3):
            text = "seen" if kind == "return.safe-and-well" else None
            episodes.add(actor=actor, episode=episode, drafts=[said(kind, hours / number, text=text)])


def stored(north: Partnership) -> dict[Key, tuple[object, ...]]:
    """Return what the ledger recorded of every duty."""
    with transaction.atomic(), as_clock():
        return {
            (str(r.child_id), r.clock, str(r.root_id), r.ordinal): (
                r.state,
                r.start_at,
                r.due_at,
                r.met_at,
                r.breached_at,
            )
            for r in Reading.objects.filter(authority_id=north.authority)
        }


def replayed(north: Partnership, protocol: Protocol) -> dict[Key, tuple[object, ...]]:
    """Return what the past gives under a protocol, read as far as the ledger was."""
    with transaction.atomic(), as_clock():
        read_at = max(Reading.objects.filter(authority_id=north.authority).values_list("read_at", flat=True))
        everybody = population(north.authority)
        found = Twin(protocol, protocols.calendar()).read(everybody, max(wall.now(), read_at))
    told = {}
    for clock, part in found.items():
        for n in range(len(part)):
            key = (
                everybody.children[part.child[n]],
                clock,
                everybody.roots[everybody.root[part.root[n]]],
                int(part.ordinal[n]),
            )
            moments = (moment_of(int(column[n])) for column in (part.start, part.due, part.met_at, part.breached_at))
            told[key] = (str(STATES[part.state[n]]), *moments)
    return told


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories=HISTORIES)
def test_the_past_under_the_protocol_in_force_is_what_the_ledger_recorded(
    north: Partnership, histories: list[tuple[int, list[str], bool, bool]]
) -> None:
    for history in histories:
        lived(north, *history)
    sweep.recompute_all(now=wall.now())
    own = protocols.active(north.authority)
    recorded = stored(north)
    assert len(recorded) >= len(histories)
    assert replayed(north, own) == recorded


@pytest.mark.parametrize("hours", [1, 71])
def test_another_length_gives_another_past(north: Partnership, hours: int) -> None:
    """The law above can fail: one duty an hour shorter, and the past is not what was recorded."""
    lived(north, 200, ["return.safe-and-well"], returned=True, untimed=False)
    sweep.recompute_all(now=wall.now())
    own = protocols.active(north.authority)
    clocks = tuple(
        replace(c, due=Due(Span(hours, Unit.HOURS))) if c.id == "conversation-offered" else c for c in own.clocks
    )
    recorded, other = stored(north), replayed(north, replace(own, clocks=clocks))
    assert {key[1] for key in recorded if recorded[key] != other.get(key)} == {"conversation-offered"}
