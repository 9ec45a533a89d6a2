"""How a child comes to be talked about: what counts, what does not, and what cannot be told."""

from __future__ import annotations

from tests.engine.making import BACK, BEGAN, ENGLAND, VOCABULARY, began, fact, situation, t
from wayhome.engine.facts import Fact, Supersession
from wayhome.engine.language import All, Condition, CountWithin, Happened, Is, Not, Span, Trigger, Unit
from wayhome.engine.routes import Route, Routed, routed

CARED = Is("care", frozenset({"yes"}))
TWICE = CountWithin(Trigger((BEGAN,)), 2, Span(90, Unit.LOCAL_DAYS))
STILL = All((Happened(Trigger((BEGAN,))), Not(Happened(Trigger((BACK,))))))
AS_OF = "2026-03-10T12:00"
TWO = (
    began("2026-03-01T20:00"),
    fact("back", BACK, "2026-03-02T08:00"),
    began("2026-03-05T20:00", "e2"),
)


def asked(
    when: Condition, *facts: Fact, about: str = "child", known: str | None = None, gone: tuple[Supersession, ...] = ()
) -> Routed:
    """Ask one route about these facts."""
    route = Route("r", "R", (), when, about=about)
    known_at = t(known) if known else None
    return routed(route, situation(*facts, supersessions=gone), VOCABULARY, ENGLAND, t(AS_OF), known_at)


def test_open_with_the_facts_it_rests_on_or_shut() -> None:
    """Two starts in ninety days, and one."""
    assert asked(TWICE, *TWO) == Routed("r", True, ("e1-began", "e2-began"))
    assert asked(TWICE, *TWO[:2]).open is False


def test_silence_is_never_a_no() -> None:
    """Nobody recorded whether the child is cared for: somebody is asked."""
    assert asked(CARED) == Routed("r", None, (), ("care",))


def test_an_episode_recorded_in_error_counts_for_nothing() -> None:
    """It was never one."""
    wrong = fact("wrong", "missing.recorded-in-error", "2026-03-02T09:00")
    assert asked(TWICE, *TWO).open is True
    assert asked(TWICE, *TWO, wrong).open is False


def test_what_was_not_known_then_did_not_count_then() -> None:
    """A second start recorded late, and one withdrawn later."""
    late = began("2026-03-05T20:00", "e2", told="2026-03-09T09:00")
    assert asked(TWICE, *TWO[:2], late, known="2026-03-08T09:00").open is False
    assert asked(TWICE, *TWO[:2], late, known="2026-03-09T09:00").open is True
    withdrawn = (Supersession("e2-began", None, t("2026-03-09T10:00"), "another child"),)
    assert asked(TWICE, *TWO[:2], late, known="2026-03-09T09:30", gone=withdrawn).open is True
    assert asked(TWICE, *TWO[:2], late, gone=withdrawn).open is False


def test_a_route_about_episodes_is_open_when_one_of_them_is() -> None:
    """Home from the first, missing in the second; asked of the child as a whole, the first return would hide it."""
    assert asked(STILL, *TWO, about="episode").open is True
    assert asked(STILL, *TWO).open is False
    assert asked(STILL, *TWO[:2], about="episode").open is False
    assert asked(STILL, about="episode").open is False
