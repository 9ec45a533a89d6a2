"""A disagreement: raised, looked at by the strategic lead, taken to Re-think, settled; each step on its own clock."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from tests.browsing import at_day, browser, words
from tests.partnership import Partnership, acting, invented_child
from wayhome.clocks.queries import duties
from wayhome.escalation.operations import disagreements as operations
from wayhome.escalation.operations.disagreements import AlreadySettled
from wayhome.escalation.operations.errors import BadValue, NotFound
from wayhome.escalation.queries import disagreements
from wayhome.platform import wall
from wayhome.platform.queries import looking
from wayhome.record.queries import ledger

LEAD, AFTER, INCIDENT = "disagreement-strategic-lead", "rethink-after-disagreement", "rethink-after-incident"


def states(place: Partnership, child: UUID) -> dict[str, str]:
    with acting(place, "worker"):
        return {d.clock: d.state for d in duties.of_child(child) if d.clock in (LEAD, AFTER, INCIDENT)}


def raised(place: Partnership, child: UUID, way: str = "disagreement") -> UUID:
    with acting(place, "worker") as actor:
        return operations.raise_it(
            actor=actor, child=child, way=way, words="Police close, we would not", wanted="", now=wall.now()
        )


def test_lead_then_rethink_then_agreed(north: Partnership) -> None:
    child = invented_child(north)
    one = raised(north, child)
    assert states(north, child)[LEAD] in {"running", "due-soon"}
    step = {"disagreement": one, "words": "Both were heard", "happened_at": wall.now(), "now": wall.now()}
    with acting(north, "head-cover") as actor:
        with pytest.raises(BadValue):
            operations.step(actor=actor, did="rethink-held", agreed=True, **step)  # type: ignore[arg-type]
        with pytest.raises(BadValue):
            later = {**step, "happened_at": wall.now() + timedelta(hours=1)}
            operations.step(actor=actor, did="lead-decided", agreed=True, **later)  # type: ignore[arg-type]
        operations.step(actor=actor, did="lead-decided", agreed=False, **step)  # type: ignore[arg-type]
    assert states(north, child)[LEAD] == "met" and states(north, child)[AFTER] in {"running", "due-soon"}
    with acting(north, "head-cover") as actor:
        operations.step(actor=actor, did="rethink-held", agreed=True, **step)  # type: ignore[arg-type]
        with pytest.raises(AlreadySettled):
            operations.step(actor=actor, did="settled", agreed=True, **step)  # type: ignore[arg-type]
    assert states(north, child)[AFTER] == "met"
    with acting(north, "worker"):
        view = disagreements.disagreement(one)
        assert view and not view.open and [s.step for s in view.steps] == ["lead-decided", "rethink-held"]


def test_each_step_is_a_fact_of_its_time_told_when_it_was_told(north: Partnership) -> None:
    """A step written down the next day happened when it happened; whoever did not agree is never said to have."""
    child = invented_child(north)
    one, other = raised(north, child), raised(north, child, "critical-incident")
    assert one != other, "a second is never taken for the first"
    held = wall.now()
    step = {"disagreement": one, "words": "Both were heard", "now": held + timedelta(hours=3)}
    with acting(north, "head-cover") as actor:
        for wrong in (
            {"happened_at": held - timedelta(days=2)},
            {"words": "x" * (operations.LONGEST + 1)},
            {"words": "\x00"},
            {"words": " "},
        ):
            with pytest.raises(BadValue):
                given = {**step, "happened_at": held, **wrong}
                operations.step(actor=actor, did="lead-decided", agreed=False, **given)  # type: ignore[arg-type]
        with pytest.raises(NotFound):
            nowhere = {**step, "happened_at": held, "disagreement": uuid4()}
            operations.step(actor=actor, did="lead-decided", agreed=False, **nowhere)  # type: ignore[arg-type]
        for did, agreed in (("lead-decided", False), ("rethink-held", False), ("rethink-held", True)):
            operations.step(actor=actor, did=did, agreed=agreed, happened_at=held, **step)  # type: ignore[arg-type]
        operations.step(actor=actor, did="settled", agreed=False, happened_at=held, **{**step, "disagreement": other})  # type: ignore[arg-type]
        facts = {
            (fact.kind, fact.code, fact.happened_from, fact.told_at, fact.source)
            for fact in ledger.current_facts(child, [*operations.FACTS.values()])
        }
        ends = held, step["now"], f"disagreement:{one}"
        assert facts == {
            ("escalation.lead-decided", "not-agreed", *ends),
            ("rethink.held", "not-agreed", *ends),
            ("rethink.held", "agreed", *ends),
            ("escalation.settled", None, held, step["now"], f"disagreement:{other}"),
        }
        assert [s.agreed for view in disagreements.of_child(child) for s in view.steps if s.step == "settled"] == [True]
        verbs = {each.what for each in looking.own(child)}
        assert {*operations.FACTS.values()} <= verbs, "each step is in the trail"
        assert operations.looks_first(north.authority, "disagreement") == {"head-of-service"}
        assert "head-of-service" not in operations.looks_first(north.authority, "critical-incident")


def test_a_critical_incident_goes_to_rethink_directly_and_settling_stands_it_down(north: Partnership) -> None:
    child = invented_child(north)
    one = raised(north, child, "critical-incident")
    assert set(states(north, child)) == {INCIDENT}
    with acting(north, "worker") as actor:
        operations.step(
            actor=actor, disagreement=one, did="settled", agreed=False, words="It was another child", happened_at=wall.now(),
            now=wall.now(),
        )  # fmt: skip
    assert states(north, child)[INCIDENT] == "stood-down"
    with acting(north, "worker"):
        closed = disagreements.disagreement(one)
    assert closed and not closed.open, "what is settled is settled, whoever agreed"


def test_who_may_not_see_the_child_neither_raises_nor_reads(north: Partnership) -> None:
    child = invented_child(north)
    one = raised(north, child)
    with acting(north, "farshire") as actor:
        assert disagreements.disagreement(one) is None
        with pytest.raises(NotFound):
            operations.raise_it(actor=actor, child=child, way="disagreement", words="x", wanted="", now=wall.now())
    with acting(north, "worker") as actor:
        for way, said in (("quarrel", "x"), ("disagreement", " ")):
            with pytest.raises(BadValue, match="Choose what it is" if way == "quarrel" else "Say what it is about"):
                operations.raise_it(actor=actor, child=child, way=way, words=said, wanted="", now=wall.now())


def test_on_the_pages(north: Partnership) -> None:
    child, named = invented_child(north), str(uuid4())
    client = browser(north, "worker")
    told = {
        "way": "disagreement",
        "words": "Health would wait; we would not",
        "wanted": "A meeting today",
        "named": named,
    }
    assert client.post(f"/children/{child}/raised/new", {**told, "words": ""}).status_code == 422
    for _ in range(2):
        sent = client.post(f"/children/{child}/raised/new", told)
        assert sent["Location"] == f"/disagreements/{named}"
    page = words(client.get(sent["Location"]))
    assert "Still to be settled" in page and "The strategic lead looks at a disagreement" in page
    assert "Head of Service looks at it first" in page
    step = {"did": "lead-decided", "lead-decided-agreed": "no", "lead-decided-words": "Not today"}
    assert client.post(sent["Location"], {**step, "lead-decided-words": ""}).status_code == 422
    assert client.post(sent["Location"], {**step, **at_day("lead-decided-happened", 0)}).status_code == 302
    after = words(client.get(sent["Location"]))
    assert "Not agreed" in after and "Re-think after a disagreement" in after
    assert "Still to be settled" in words(client.get(f"/children/{child}/raised"))
    assert browser(north, "farshire").get(sent["Location"]).status_code == 404


def test_a_step_that_a_colleague_took_meanwhile_keeps_the_words_and_says_so(north: Partnership) -> None:
    child = invented_child(north)
    named = raised(north, child)
    page, client = f"/disagreements/{named}", browser(north, "worker")
    mine = {
        "did": "lead-decided", "lead-decided-agreed": "no", "lead-decided-words": "Not before Friday",
        **at_day("lead-decided-happened", 0),
    }  # fmt: skip
    assert client.post(page, mine).status_code == 302
    late = client.post(page, {**mine, "lead-decided-words": "Mine, typed at the same time"})
    assert late.status_code == 422
    assert "A colleague recorded a step since you opened this page" in words(late)
    assert "Mine, typed at the same time" in late.content.decode()
    assert 'href="#id_lead-decided-words"' in late.content.decode()
    with acting(north, "worker"):
        found = disagreements.disagreement(named)
    assert found is not None and len(found.steps) == 1
    assert client.post(page, {**mine, "did": str(uuid4())}).status_code == 404
