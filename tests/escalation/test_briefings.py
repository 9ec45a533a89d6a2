"""A Need to Know: drafted from the record, sent by the post the law names, seen or passed up; and the duty is met."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from tests.browsing import browser, hidden, words
from tests.partnership import Partnership, acting, ago, at, invented_child, reported
from wayhome.clocks.queries import duties
from wayhome.escalation.models import Briefing
from wayhome.escalation.operations import briefings as operations
from wayhome.escalation.operations.errors import BadValue, ChangedMeanwhile, NotFound, NotTheSender
from wayhome.escalation.queries import briefings
from wayhome.escalation.queries.briefings import Section
from wayhome.missing.operations import episodes
from wayhome.platform import wall
from wayhome.record.operations.facts import Draft
from wayhome.worklists.operations import notices
from wayhome.worklists.operations.notices import sent_key
from wayhome.worklists.queries import work

KIND, VALUE = "need-to-know.deputy-director", "72-hours"
WRITTEN: list[Section] = [
    {"id": "plan", "title": "The plan to find the child", "words": "Officers ask at the station tonight."},
    {"id": "found", "title": "What happens when the child is found", "words": "The foster carer waits at home."},
]


def missing_since(north: Partnership, hours: float) -> tuple[UUID, UUID]:
    child = invented_child(north)
    return child, reported(north, child, hours_ago=hours)


def state_of(place: Partnership, episode: UUID, clock: str) -> str:
    with acting(place, "worker"):
        return next(d for d in duties.of_episode(episode) if d.clock == clock).state


def test_the_law_says_who_sends_and_the_sending_meets_the_duty(north: Partnership) -> None:
    _, episode = missing_since(north, 80)
    assert state_of(north, episode, "need-to-know-72-hours") not in {"met", "met-late"}
    with acting(north, "worker") as actor:
        with pytest.raises(NotTheSender, match="Head of Service"):
            operations.send(actor=actor, episode=episode, kind=KIND, value=VALUE, sections=WRITTEN, now=wall.now())
        operations.keep(
            actor=actor, episode=episode, kind=KIND, value=VALUE, sections=WRITTEN, revision=0, now=wall.now()
        )
        with pytest.raises(ChangedMeanwhile):
            operations.keep(
                actor=actor, episode=episode, kind=KIND, value=VALUE, sections=WRITTEN, revision=0, now=wall.now()
            )
    with acting(north, "head-cover") as actor:
        begun = briefings.draft(episode, KIND, VALUE)
        assert begun and begun.sections == tuple(WRITTEN), "the sender does not find the worker's draft"
        for sections in ([{**WRITTEN[0], "words": " "}, WRITTEN[1]], [WRITTEN[0], {**WRITTEN[1], "words": ""}]):
            with pytest.raises(BadValue):
                operations.send(actor=actor, episode=episode, kind=KIND, value=VALUE, sections=sections, now=wall.now())
        first = operations.send(actor=actor, episode=episode, kind=KIND, value=VALUE, sections=WRITTEN, now=wall.now())
        assert briefings.draft(episode, KIND, VALUE) is None
        second = operations.send(actor=actor, episode=episode, kind=KIND, value=VALUE, sections=WRITTEN, now=wall.now())
        assert [v.id for v in briefings.versions(episode, KIND, VALUE)] == [second, first]
    assert state_of(north, episode, "need-to-know-72-hours") in {"met", "met-late"}
    # The Deputy Director's post stands empty here: the Director is told at once, and the gap is said.
    with acting(north, "director") as actor:
        told = work.notices_of_duties({sent_key(north.authority, operations.NOTICE, first)})
        assert [(n.role, n.recipient) for n in told if n.recipient] == [("director", actor.user)]
        assert ("deputy-director", "nobody holds this post") in {(n.role, n.because) for n in told}
        mine = next(n for n in told if n.recipient == actor.user)
        assert mine.acknowledge_by is not None
        notices.acknowledge(actor=actor, notice=mine.id, now=wall.now())
    said = words(browser(north, "director").post(reverse("notice", args=[mine.id]), follow=True))
    assert "You have said that you have seen it." in said and "still to be done" not in said, "it is no duty"
    for stranger in ("farshire", "nurse"):
        with acting(north, stranger):
            assert briefings.briefing(first) is None, f"{stranger} reads what it may not"


def test_trying_to_keep_a_draft_does_not_tell_that_there_is_one(north: Partnership) -> None:
    _, begun = missing_since(north, 80)
    _, untouched = missing_since(north, 80)
    told: dict[str, object] = {"kind": KIND, "value": VALUE, "sections": WRITTEN, "revision": 0, "now": wall.now()}
    with acting(north, "worker") as actor:
        operations.keep(actor=actor, episode=begun, **told)  # type: ignore[arg-type]
    for episode in (begun, untouched):
        with acting(north, "nurse") as actor, pytest.raises(NotTheSender, match="what another agency wrote"):
            operations.keep(actor=actor, episode=episode, **told)  # type: ignore[arg-type]


def test_unseen_it_is_chased_like_any_notice_though_the_duty_is_done(north: Partnership) -> None:
    _, episode = missing_since(north, 130)
    with acting(north, "head-cover") as actor:
        sent = operations.send(
            actor=actor, episode=episode, kind="need-to-know.director", value="5-days", sections=WRITTEN, now=wall.now()
        )
    key = sent_key(north.authority, operations.NOTICE, sent)
    notices.chase(now=wall.now() + timedelta(minutes=31), batch=5000)
    with acting(north, "director"):
        (told,) = (n for n in work.notices_of_duties({key}) if n.recipient)
        assert told.acknowledge_by is not None, "it was let rest because the duty is done"
    notices.chase(now=wall.now() + timedelta(minutes=62), batch=5000)
    with acting(north, "director"):
        after = work.notices_of_duties({key})
    assert any(n.recipient is None and "nobody is above" in n.because for n in after), "nobody is said to be above"


def test_what_was_sent_never_changes_and_no_stranger_writes(north: Partnership) -> None:
    _, episode = missing_since(north, 80)
    with acting(north, "head-cover") as actor:
        sent = operations.send(actor=actor, episode=episode, kind=KIND, value=VALUE, sections=WRITTEN, now=wall.now())
    with pytest.raises(DatabaseError), transaction.atomic(), acting(north, "head-cover"):
        Briefing.objects.filter(id=sent).update(sections=[])
    for kind, value in (("missing.located", ""), (KIND, "no such"), ("need-to-know.nobody", "")):
        with acting(north, "head-cover") as actor, pytest.raises(NotFound):
            operations.send(actor=actor, episode=episode, kind=kind, value=value, sections=WRITTEN, now=wall.now())
    with acting(north, "farshire") as actor, pytest.raises(NotFound):
        operations.keep(
            actor=actor, episode=episode, kind=KIND, value=VALUE, sections=WRITTEN, revision=0, now=wall.now()
        )


def test_on_the_pages_drafted_from_the_record_without_what_others_hold_in_confidence(north: Partnership) -> None:
    child, episode = missing_since(north, 80)
    with acting(north, "worker") as actor:
        ring = Draft("missing.instructions", at(ago(70)), ago(70), text="Ring the foster carer first")
        episodes.add(actor=actor, episode=episode, drafts=[ring])
    with acting(north, "inspector") as actor:
        from wayhome.record.operations import facts

        heard = Draft("intelligence.received", at(ago(60)), ago(60), text="A source names the flat")
        facts.record(actor=actor, child=child, drafts=[heard], episode=None)
    head = browser(north, "head-cover")
    where = f"/episodes/{episode}/briefings/{KIND}?value={VALUE}"
    assert where.partition("?")[0] in head.get(f"/episodes/{episode}").content.decode()
    page = head.get(where)
    shown = words(page)
    assert "Ring the foster carer first" in shown and "Send it to the Deputy Director" in shown
    assert "A source names the flat" not in shown
    sections = {
        "child": "Invented",
        "plan": "We look at the station",
        "found": "Home first",
        "revision": hidden(page, "revision"),
    }
    assert head.post(where, {**sections, "do": "send", "plan": ""}).status_code == 422
    assert "Keep the draft" in words(browser(north, "worker").get(where))
    sent = head.post(where, {**sections, "do": "send"})
    assert sent.status_code == 302
    director = browser(north, "director")
    mine = words(director.get("/my-work"))
    assert "A briefing was sent to you" in mine
    read = words(director.get(sent["Location"]))
    assert "We look at the station" in read and "I have seen this" in read
    paper = director.get(sent["Location"] + "/pdf")
    assert paper.content.startswith(b"%PDF") and "Invented" not in paper["Content-Disposition"]
    assert sent["Location"] in director.get(f"/children/{child}/raised").content.decode()
    assert browser(north, "farshire").get(sent["Location"]).status_code == 404
