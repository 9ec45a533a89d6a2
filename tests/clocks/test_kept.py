"""What a process holds for its life is not walked again by each collection, in the middle of somebody's write."""

import gc

from django.urls import URLPattern, get_resolver

from tests.partnership import Partnership, acting
from wayhome.clocks import protocols
from wayhome.engine.language import Clock
from wayhome.platform.lasting import ready_to_serve


def test_the_laws_are_beyond_the_collectors_reach(north: Partnership) -> None:
    protocols._known.clear()
    protocols._kept.clear()
    gc.unfreeze()
    with acting(north, "worker") as actor:
        held = protocols.laws(actor.authority)
    walked = {id(each) for each in gc.get_objects() if isinstance(each, Clock)}
    clocks = {id(clock) for law in held.laws for clock in law.protocol.clocks}
    assert clocks
    assert not clocks & walked


def test_the_addresses_are_too_once_a_process_serves() -> None:
    gc.unfreeze()
    assert get_resolver().url_patterns
    assert any(isinstance(each, URLPattern) for each in gc.get_objects()), "seen when it is not set apart"
    ready_to_serve()
    assert not any(isinstance(each, URLPattern) for each in gc.get_objects())
