"""The forms of an episode: each saves what was told, once; nothing typed is lost; a colleague's news is seen first."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from tests import browsing
from tests.partnership import Partnership, acting, ago, at, invented_child, northhaven, reported, said, southhaven
from tests.record.test_about_pages import tell
from wayhome.clocks import protocols
from wayhome.clocks.operations.sweep import sweep
from wayhome.clocks.queries import duties
from wayhome.missing.operations import episodes as operations
from wayhome.missing.queries import episodes
from wayhome.missing.web.record_links import BRIEFINGS, OWN_FORMS, address
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.platform import wall
from wayhome.platform.roles import enter
from wayhome.record.operations import facts
from wayhome.record.queries import ledger
from wayhome.ui import words
from wayhome.ui.when import WhenEntry
from wayhome.ui.words import happens_twice, local

pytestmark = pytest.mark.django_db
EVERY_FORM = (
    "add-update", "change-category", "recorded-in-error", "came-back", "safe-and-well", "decide-harm",
    "offer-conversation", "conversation-answer", "ask-parent", "hold-conversation", "close-episode",
)  # fmt: skip


@pytest.fixture(params=["portsmouth-pathway", "lewisham-2017"])
def place(request: pytest.FixtureRequest, db: None) -> Partnership:
    return northhaven() if request.param == "portsmouth-pathway" else southhaven()


@pytest.fixture
def north(db: None) -> Partnership:
    return northhaven()


def missing(place: Partnership, **told: object) -> UUID:
    return reported(place, invented_child(place), hours_ago=30, **told)


def back(place: Partnership) -> UUID:
    episode = missing(place)
    with acting(place, "worker") as actor:
        told = operations.CameBack(located=at(ago(6)), returned=at(ago(5)))
        operations.came_back(actor=actor, episode=episode, told=told, told_at=wall.now())
    return episode


def send(client: Client, name: str, episode: UUID, **boxes: object):  # type: ignore[no-untyped-def]
    """Open a form and send it, as a browser would."""
    where = reverse(name, args=[episode])
    opened = client.get(where)
    assert opened.status_code == 200, opened
    return client.post(where, {"read_at": browsing.hidden(opened, "read_at"), **boxes})


def held(place: Partnership, episode: UUID) -> set[tuple[str, str | None, str | None]]:
    enter(place.people["worker"])
    view = episodes.episode(episode)
    assert view
    return {(e.kind, e.code, e.text) for e in ledger.entries(view.child_id, episode=episode) if e.current}


def test_the_check_says_how_often_police_agreed_to_see_a_child_who_returns_often(north: Partnership) -> None:
    episode, client = back(north), browsing.browser(north, "worker")
    with acting(north, "worker"):
        view = episodes.episode(episode)
    assert view
    asked = tell(client, view.child_id, "safe-and-well-agreed", value="Once a week, at the home")
    assert "who agreed to it" in browsing.words(asked).lower(), "whose word it is must be said"
    given = {"value": "Once a week, at the home", "with_agreed-with": "Her mother"}
    assert tell(client, view.child_id, "safe-and-well-agreed", **given).status_code == 302
    check = browsing.words(client.get(reverse("safe-and-well", args=[episode])))
    assert "Agreed for this child: Once a week, at the home" in check
    assert "Her mother" in browsing.words(client.get(reverse("child-people", args=[view.child_id])))


def test_the_hub_ticks_who_was_told_and_the_duties_to_tell_are_met(north: Partnership) -> None:
    episode, client, when = missing(north), browsing.browser(north, "worker"), browsing.at_day
    assert send(client, "who-was-told", episode, **when("when", 20)).status_code == 422, "nobody is ticked"
    boxes = {"told": ["social-worker", "manager", "health", "youth-justice"], "who": "Duty desk", **when("when", 20)}
    sent = send(client, "who-was-told", episode, decided="Nobody here knew her. Referred to early help", **boxes)
    assert sent.status_code == 302, browsing.words(sent)
    assert {
        ("told.social-worker", None, "Duty desk"), ("told.team-manager", None, "Duty desk"),
        ("told.professionals", None, "Health, Youth justice: Duty desk"),
        ("missing.need-reviewed", None, "Nobody here knew her. Referred to early help"),
    } <= held(north, episode)  # fmt: skip
    before = len(held(north, episode))
    send(client, "who-was-told", episode, decided="Nobody here knew her. Referred to early help", **boxes)
    assert len(held(north, episode)) == before, "sent twice, told once"
    page = browsing.words(client.get(reverse("who-was-told", args=[episode])))
    assert page.count("Told ") == 4
    also = {**boxes, "told": ["school", "manager"], "decided": "Nobody here knew her. Referred to early help"}
    send(client, "who-was-told", episode, **also)
    assert ("missing.school-told", None, "Duty desk") in held(north, episode), "a tick beside one told before is kept"
    assert len(held(north, episode)) == before + 1
    on_the_page = browsing.words(client.get(reverse("episode", args=[episode])))
    assert "The team manager was told (Duty desk):" in on_the_page, (
        "whom colleagues told stands beside whom Wayhome told"
    )
    assert "work with the child were told (Health, Youth justice: Duty desk):" in on_the_page
    assert "The allocated or duty social worker was told (Duty desk):" in on_the_page
    assert "Nobody has said yet whom they told" not in on_the_page


def test_a_name_written_beside_a_tick_ticks_nobody_else(north: Partnership) -> None:
    episode, client, when = missing(north), browsing.browser(north, "worker"), browsing.at_day
    send(client, "who-was-told", episode, told=["youth-justice"], who="Health and Justice desk", **when("when", 20))
    assert browsing.words(client.get(reverse("who-was-told", args=[episode]))).count("Told ") == 1


def test_what_is_ticked_meets_the_duties_to_tell(north: Partnership) -> None:
    episode, client, when = missing(north), browsing.browser(north, "worker"), browsing.at_day
    send(client, "who-was-told", episode, told=["social-worker", "manager"], **when("when", 20))
    sweep(now=wall.now())
    enter(north.people["worker"])
    met = {d.clock: d.state for d in duties.of_episode(episode)}
    assert met["tell-social-worker"].startswith("met")
    assert met["tell-line-manager"].startswith("met")


def test_from_update_to_closed_in_the_browser(place: Partnership) -> None:
    episode, client, when = missing(place, category="absent"), browsing.browser(place, "worker"), browsing.at_day
    steps: list[tuple[str, dict[str, object]]] = [
        ("add-update", {"text": "Seen 🦊 אבג", **when("when", 20), "sighting": "By the pier", "police_risk": "high",
                        "local_risk": "high", "immediate_danger": "no", "whereabouts": "unknown"}),
        ("change-category", {"category": "missing", **when("since", 19), "why": "Nobody knows where"}),
        ("came-back", {**when("located", 6), **when("returned", 5), "where": "The pier", "how": "With police"}),
        ("safe-and-well", {"done": "yes", **when("when", 4), "text": "Tired and safe"}),
        ("decide-harm", {"harm": "none", **when("when", 4), "text": "Nothing found"}),
        ("offer-conversation", {**when("when", 4), "role": "mentor", "by": "Invented Mentor"}),
        ("conversation-answer", {"answer": "accepted", **when("when", 3)}),
        ("ask-parent", {**when("when", 3), "said": "Her mother was worried"}),
        ("hold-conversation", {**when("when", 2), "role": "mentor", "by": "Invented Mentor", "area_where": "With friends",
                               "place": "neutral-place", "before_going_back": "yes", "listener": "chosen-by-the-child",
                               "push": ["conflict-at-home"], "pull": ["family-or-friends"], "harm_decision": "none"}),
        ("close-episode", {"outcome": "A bus pass would help", "risk": "assessed-again", **when("when", 1)}),
    ]  # fmt: skip
    for name, boxes in steps:
        sent = send(client, name, episode, **boxes)
        assert sent.status_code == 302, (name, browsing.words(sent))
        assert sent["Location"] == reverse("episode", args=[episode])
    told = held(place, episode)
    for fact in [
        ("missing.update", None, "Seen 🦊 אבג"), ("missing.last-seen", None, "By the pier"),
        ("missing.risk-graded", "high", None), ("missing.category-changed", "missing", "Nobody knows where"),
        ("missing.located", None, "The pier"), ("missing.returned", None, "With police"),
        ("return.safe-and-well", None, "Tired and safe"), ("return.harm-decided", "none", "Nothing found"),
        ("return.conversation-offered", "independent", "Invented Mentor"),
        ("return.conversation-answered", "accepted", None), ("return.parent-offered", None, "Her mother was worried"),
        ("return.conversation-held", "independent", None), ("return.push-factor", "conflict-at-home", None),
        ("return.interviewer", None, "Invented Mentor (mentor)"), ("missing.closed", None, "A bus pass would help"),
        ("return.conversation-place", "neutral-place", None), ("return.conversation-before-going-back", "yes", None),
        ("return.listener-asked", "chosen-by-the-child", None), ("missing.closing-risk", "assessed-again", None),
    ]:  # fmt: skip
        assert fact in told
    assert any(kind == "return.said" and text.endswith("With friends") for kind, _, text in told if text)
    view = episodes.episode(episode)
    assert view
    assert view.section == "closed"


def test_every_act_of_every_duty_can_be_recorded(place: Partnership) -> None:
    """Whatever meets a duty of the protocol has a form that records it, with each of the values that meet it."""
    episode, client = back(place), browsing.browser(place, "worker")
    with acting(place, "worker") as actor:  # publicity may be agreed only once the court question is answered
        answered = [said("publicity.court-checked", 3, code="not-in-proceedings")]
        operations.add(actor=actor, episode=episode, drafts=answered)
    enter(place.people["worker"])
    kinds = load_vocabulary().kinds
    # What meets a duty about a place or about the partnership itself is recorded in their own rooms.
    wanted = {
        (kind, tuple(sorted(trigger.values or ())))
        for clock in protocols.active(place.authority).clocks
        for trigger in clock.met_by
        for kind in trigger.kinds
        if kinds[kind].subject in {"child", "episode"}
    }
    assert len(wanted) > 10
    for kind, values in sorted(wanted):
        where = address(episode, kind, values)
        opened = client.get(where)
        assert opened.status_code == 200, kind
        if kind in OWN_FORMS or kind.startswith(BRIEFINGS):  # a briefing is written, and then sent by who sends it
            continue
        known = kinds[kind]
        boxes: dict[str, object] = {"read_at": "", "note": "Because of the danger", **browsing.at_day("when", 2)}
        if known.value == "code":
            boxes["value"] = (values or known.values)[0]
        elif known.value != "none":
            boxes["value"] = {"text": "It was done", "number": "7"}[known.value]
        sent = client.post(where, boxes)
        assert sent.status_code == 302, (kind, browsing.words(sent))
    enter(place.people["worker"])
    view = episodes.episode(episode)
    assert view
    recorded = {e.kind for e in ledger.entries(view.child_id)}
    assert {kind for kind, _ in wanted if not kind.startswith(BRIEFINGS)} - set(OWN_FORMS) <= recorded


def test_not_telling_the_parents_is_told_with_its_reason(south: Partnership) -> None:
    """That the parents were not told needs the reason (LEW E 16.6); that they were does not."""
    episode, client = missing(south), browsing.browser(south, "worker")
    where = reverse("record-act", args=[episode, "missing.parents-told"])
    boxes = {"read_at": "", "value": "not-told", **browsing.at_day("when", 2)}
    refused = client.post(where, boxes)
    assert refused.status_code == 422
    assert "say why" in browsing.words(refused)
    assert client.post(where, {**boxes, "note": "Her father is whom she fears"}).status_code == 302
    assert ("missing.parents-told", "not-told", "Her father is whom she fears") in held(south, episode)
    assert client.post(where, {**boxes, "value": "told"}).status_code == 302


def test_police_and_family_agree_a_time_to_come(south: Partnership) -> None:
    """The time agreed for looking again lies ahead, and its duty is due by then; what has been done cannot (LEW E 6.1)."""
    episode, client = missing(south, category="absent"), browsing.browser(south, "worker")
    agreed = reverse("record-act", args=[episode, "missing.review-agreed"])
    ahead = {"read_at": "", **browsing.at_day("when", -3)}
    assert client.post(agreed, ahead).status_code == 302
    later = wall.now() + timedelta(hours=3, minutes=30)
    with acting(south, "worker"):
        titles = {duty.title for duty in duties.of_episode(episode)}
    assert "Look at the absence again when agreed" not in titles
    sweep(now=later)
    with acting(south, "worker"):
        (due,) = [d for d in duties.of_episode(episode) if d.title == "Look at the absence again when agreed"]
    assert due.start_at and wall.now() < due.start_at < later < due.due_at
    done = client.post(reverse("record-act", args=[episode, "missing.absence-reviewed"]), ahead)
    assert done.status_code == 422


def test_closing_says_when_a_conversation_will_be(north: Partnership) -> None:
    """Closing without a conversation asks why not and on what day it will be; a day that is past is refused."""
    client, episode = browsing.browser(north, "worker"), back(north)
    boxes = {"outcome": "It was the bus", "why_no_conversation": "She is in hospital", **browsing.at_day("when", 1)}
    past = {"conversation_on_day": "1", "conversation_on_month": "3", "conversation_on_year": "2026"}
    refused = send(client, "close-episode", episode, risk="not-yet", **boxes, **past)
    assert refused.status_code == 422
    assert "that day is past" in browsing.words(refused)
    day = words.local(ago(-72)).date()
    coming = {"conversation_on_day": day.day, "conversation_on_month": day.month, "conversation_on_year": day.year}
    unasked = send(client, "close-episode", episode, **boxes, **coming)
    assert unasked.status_code == 422
    assert send(client, "close-episode", episode, risk="not-yet", **boxes, **coming).status_code == 302
    assert ("return.conversation-planned", None, None) in held(north, episode)
    listening = browsing.words(client.get(reverse("listening", args=[episode])))
    assert "A conversation still to be held" in listening
    assert words.day(day) in listening


def test_what_nobody_told_us_about_the_child_is_recorded_as_from_its_day(north: Partnership) -> None:
    """A status may be older than the episode, and is the child's, not the episode's."""
    episode, client = missing(north), browsing.browser(north, "worker")
    where = reverse("record-act", args=[episode, "child.section-47"])
    sent = client.post(where, {"read_at": "", "value": "open", **browsing.at_day("when", 200)})
    assert sent.status_code == 302, browsing.words(sent)
    enter(north.people["worker"])
    view = episodes.episode(episode)
    assert view
    assert [e.episode for e in ledger.current_facts(view.child_id, ["child.section-47"])] == [None]


@pytest.mark.parametrize("name", EVERY_FORM)
def test_an_empty_form_says_what_to_mend(north: Partnership, name: str) -> None:
    sent = browsing.browser(north, "worker").post(reverse(name, args=[back(north)]), {"read_at": ""})
    assert sent.status_code == 422
    assert "There is a problem" in browsing.words(sent)
    assert browsing.title(sent).startswith("Error: ")


@pytest.mark.parametrize("name", EVERY_FORM)
def test_another_agency_finds_nothing(north: Partnership, name: str) -> None:
    where = reverse(name, args=[missing(north)])
    assert browsing.browser(north, "farshire").get(where).status_code == 404
    assert browsing.browser(southhaven(), "worker").post(where, {}).status_code == 404


def test_sent_twice_is_saved_once(north: Partnership) -> None:
    episode, client = missing(north), browsing.browser(north, "worker")
    for name, boxes in [
        ("add-update", {"text": "Her friend rang", **browsing.at_day("when", 2)}),
        ("came-back", {**browsing.at_day("returned", 1), "how": "Walked home"}),
    ]:
        where = reverse(name, args=[episode])
        sent = {"read_at": browsing.hidden(client.get(where), "read_at"), **boxes}
        assert [client.post(where, sent).status_code for _ in range(3)] == [302, 302, 302]
    enter(north.people["worker"])
    view = episodes.episode(episode)
    assert view
    kinds = [e.kind for e in ledger.entries(view.child_id, episode=episode)]
    assert (kinds.count("missing.update"), kinds.count("missing.returned")) == (1, 1)


def test_a_colleagues_news_is_seen_before_saving_over_it(north: Partnership) -> None:
    episode, client = missing(north), browsing.browser(north, "worker")
    where = reverse("change-category", args=[episode])
    boxes = {"category": "absent", **browsing.at_day("since", 3), "why": "Kept whole"}
    old = browsing.hidden(client.get(where), "read_at")
    with acting(north, "inspector") as actor:
        operations.add(actor=actor, episode=episode, drafts=[said("missing.risk-graded", 1, code="high")])
    refused = client.post(where, {"read_at": old, **boxes})
    assert refused.status_code == 422
    assert "A colleague wrote something about this episode" in browsing.words(refused)
    assert "The police grading of the risk" in browsing.words(refused)
    assert "Kept whole" in refused.content.decode()
    again = client.post(where, {"read_at": browsing.hidden(refused, "read_at"), **boxes})
    assert again.status_code == 302


def test_a_refusal_keeps_everything_typed(north: Partnership) -> None:
    client, episode = browsing.browser(north, "worker"), back(north)
    carer = send(
        client, "hold-conversation", episode, **browsing.at_day("when", 1), role="foster-carer", by="Invented Carer",
        area_where="With friends",
    )  # fmt: skip
    assert carer.status_code == 422
    assert "cannot hold the return home conversation" in browsing.words(carer)
    assert "With friends" in carer.content.decode()
    close = send(
        client, "close-episode", episode, outcome="It was the bus", risk="not-yet", **browsing.at_day("when", 1)
    )
    assert close.status_code == 422
    assert "record the return home conversation" in browsing.words(close)
    assert "It was the bus" in close.content.decode()


def test_what_follows_a_return_waits_for_one(north: Partnership) -> None:
    answer = browsing.browser(north, "worker").get(reverse("hold-conversation", args=[missing(north)]), follow=True)
    assert answer.redirect_chain
    assert "The child is still recorded as missing" in browsing.words(answer)


def test_one_person_for_every_conversation_is_considered_while_the_child_is_missing(north: Partnership) -> None:
    """The duty begins with the third time missing, so what meets it cannot wait for the return."""
    episode, client = missing(north), browsing.browser(north, "worker")
    where = reverse("record-act", args=[episode, "return.one-interviewer-considered"])
    sent = client.post(where, {"read_at": "", "value": "Yetunde, whom she knows", **browsing.at_day("when", 1)})
    assert sent.status_code == 302, browsing.words(sent)
    early = reverse("record-act", args=[episode, "return.plan-updated"])
    refused = client.post(early, {"read_at": "", "value": "Done", "note": "Done", **browsing.at_day("when", 1)})
    assert refused.status_code == 422 and "still recorded as missing" in browsing.words(refused)


def test_too_much_is_refused(north: Partnership) -> None:
    sent = send(
        browsing.browser(north, "worker"), "add-update", missing(north), text="x" * 10_000, **browsing.at_day("when", 1)
    )
    assert sent.status_code == 422


def test_nobody_knows_when_the_child_came_back(north: Partnership) -> None:
    episode = missing(north)
    sent = send(browsing.browser(north, "worker"), "came-back", episode, returned_sureness="unknown")
    assert sent.status_code == 302
    enter(north.people["worker"])
    states = {d.clock: d.state for d in duties.of_episode(episode)}
    assert states["conversation-offered"] == "cannot-tell"
    page = browsing.browser(north, "worker").get(reverse("episode", args=[episode]))
    assert "Say when this happened" in browsing.words(page)


def fact_of(place: Partnership, episode: UUID, kind: str) -> UUID:
    enter(place.people["worker"])
    view = episodes.episode(episode)
    assert view
    return next(e.id for e in ledger.entries(view.child_id, episode=episode) if e.kind == kind and e.current)


def test_a_correction_keeps_what_was_said_and_why(north: Partnership) -> None:
    episode, client = missing(north), browsing.browser(north, "worker")
    fact = fact_of(north, episode, "missing.began")
    where = reverse("correct-fact", args=[fact])
    boxes = {**browsing.at_day("when", 40), "value": "missing", "reason": "She left the evening before"}
    assert client.get(where).status_code == 200
    assert client.post(where, {**boxes, "reason": ""}).status_code == 422
    assert client.post(where, boxes).status_code == 302
    second = client.post(where, boxes, follow=True)
    assert "already corrected" in browsing.words(second)
    page = browsing.words(client.get(reverse("episode", args=[episode])))
    assert "She left the evening before" in page
    enter(north.people["worker"])
    view = episodes.episode(episode)
    assert view and view.since_from
    assert abs((view.since_from - ago(40)).total_seconds()) < 120


def test_correcting_a_value_leaves_the_time_as_it_was(north: Partnership) -> None:
    episode, client = missing(north, police_risk="high"), browsing.browser(north, "worker")
    fact = fact_of(north, episode, "missing.risk-graded")
    enter(north.people["worker"])
    before = ledger.fact(fact)
    assert before and before.happened_from
    here = local(before.happened_from)
    fold = ("after" if here.fold else "before") if happens_twice(here) else ""
    boxes = WhenEntry.on(here.date(), f"{here:%H:%M}", "exact", fold).as_data("when")
    sent = client.post(
        reverse("correct-fact", args=[fact]), {**boxes, "value": "medium", "reason": "Graded again by mistake"}
    )
    assert sent.status_code == 302, browsing.words(sent)
    after = ledger.fact(fact_of(north, episode, "missing.risk-graded"))
    assert after
    assert (after.code, after.happened_from, after.root) == ("medium", before.happened_from, fact)
    assert after.told_at == before.told_at, "we were told then what we now write down"


def test_withdrawing_keeps_the_fact_marked(north: Partnership) -> None:
    episode, client = missing(north, police_risk="high"), browsing.browser(north, "worker")
    fact = fact_of(north, episode, "missing.risk-graded")
    assert client.post(reverse("withdraw-fact", args=[fact]), {"reason": "Graded for another child"}).status_code == 302
    enter(north.people["worker"])
    kept = ledger.fact(fact)
    assert kept and kept.withdrawn
    assert "Graded for another child" in browsing.words(client.get(reverse("episode", args=[episode])))


def test_a_fact_of_another_agencys_eyes_only_is_not_there_to_correct(north: Partnership) -> None:
    episode = missing(north)
    with acting(north, "worker") as actor:
        view = episodes.episode(episode)
        assert view
        told = said("strategy-discussion.held", 1, code="to-locate")
        (fact,) = facts.record(actor=actor, child=view.child_id, episode=episode, drafts=[told])
    client = browsing.browser(north, "nurse")
    assert client.get(reverse("episode", args=[episode])).status_code == 200
    assert client.get(reverse("correct-fact", args=[fact])).status_code == 404


def test_what_is_typed_is_never_taken_for_a_page(north: Partnership) -> None:
    episode, client = missing(north, last_seen="<i>pier</i>"), browsing.browser(north, "worker")
    boxes = {"text": "<script>alert(1)</script>\nsecond line", **browsing.at_day("when", 1)}
    assert send(client, "add-update", episode, **boxes).status_code == 302
    html = client.get(reverse("episode", args=[episode])).content.decode()
    assert "<script>alert" not in html
    assert "<i>pier</i>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>second line" in html
