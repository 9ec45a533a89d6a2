"""Listening to a child who came back, from the offer to what changed; and the decisions around an episode."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.urls import reverse

from tests import browsing
from tests.missing.test_episode_forms import back, send
from tests.partnership import Partnership, acting, ago, at, invented_child, northhaven, reported, said, southhaven
from wayhome.clocks.queries import duties
from wayhome.missing.operations import conversations
from wayhome.missing.operations import episodes as operations
from wayhome.missing.operations.errors import MayNotPublish
from wayhome.missing.queries import episodes
from wayhome.missing.queries.listening import listeners, not_listened_to
from wayhome.platform import wall
from wayhome.record.operations import facts
from wayhome.record.queries import ledger

pytestmark = pytest.mark.django_db


@pytest.fixture
def north(db: None) -> Partnership:
    return northhaven()


@pytest.fixture
def south(db: None) -> Partnership:
    return southhaven()


def states(place: Partnership, child: UUID) -> dict[str, str]:
    with acting(place, "worker"):
        return {d.clock: d.state for d in duties.of_child(child)}


def kinds(place: Partnership, episode: UUID) -> dict[str, str]:
    with acting(place, "worker"):
        child = operations.seen(episode).child_id
        return {e.kind: e.code or e.text or "" for e in ledger.entries(child, episode=episode) if e.current}


def talked(**more: str) -> dict[str, object]:
    return {**browsing.at_day("when", 1), "role": "mentor", "by": "Invented Mentor", **more}


def test_somebody_not_independent_says_why(north: Partnership) -> None:
    episode, worker = back(north), browsing.browser(north, "worker")
    told = {**browsing.at_day("when", 2), "role": "allocated-worker", "by": "Invented Worker"}
    refused = send(worker, "offer-conversation", episode, **told)
    assert refused.status_code == 422
    assert "Say why somebody who is not independent" in browsing.words(refused)
    assert send(worker, "offer-conversation", episode, **told, not_independent="She asked for him").status_code == 302
    assert kinds(north, episode)["return.not-independent-why"] == "She asked for him"
    page = browsing.words(worker.get(reverse("listening", args=[episode])))
    assert "She asked for him" in page
    assert "Not independent" in page


def test_missing_again_before_anybody_listened(north: Partnership) -> None:
    first = back(north)
    with acting(north, "worker") as actor:
        child = operations.seen(first).child_id
        again = operations.report(
            actor=actor, child=child, told_at=wall.now(),
            report=operations.Report(category="missing", since=at(ago(4)), missing_from="care"),
        )  # fmt: skip
        operations.came_back(actor=actor, episode=again, told=operations.CameBack(None, at(ago(3))), told_at=wall.now())
    worker = browsing.browser(north, "worker")
    page = browsing.words(worker.get(reverse("listening", args=[again])))
    assert "went missing again before anybody listened" in page
    said = talked(area_where="With friends by the pier")
    assert send(worker, "hold-conversation", again, **said, also=[str(first)]).status_code == 302
    overview = browsing.words(worker.get(reverse("child", args=[child])))
    assert "“With friends by the pier”" in overview, "the child's own words, without the question"
    assert f"“{conversations.TOGETHER}" not in overview
    assert kinds(north, again)["return.conversation-held"] == kinds(north, first)["return.conversation-held"]
    assert kinds(north, first)["return.said"] == conversations.TOGETHER
    with acting(north, "worker"):
        for episode in (first, again):
            held = {d.clock: d.state for d in duties.of_episode(episode)}
            assert held["conversation-held"] == "met"
        view = episodes.episode(again)
        assert view is not None
        assert not_listened_to(view) == ()
    assert "went missing again" not in browsing.words(worker.get(reverse("listening", args=[again])))


def test_the_same_person_is_asked_for_again(north: Partnership) -> None:
    first = back(north)
    worker = browsing.browser(north, "worker")
    assert send(worker, "hold-conversation", first, **talked()).status_code == 302
    with acting(north, "worker") as actor:
        child = operations.seen(first).child_id
        report = operations.Report(category="missing", since=at(ago(0.5)), missing_from="care")
        again = operations.report(actor=actor, child=child, told_at=wall.now(), report=report)
        (known,) = listeners(child, before=again)
    assert (known.name, known.times) == ("Invented Mentor (mentor)", 1)
    assert "Invented Mentor (mentor), 1 time" in browsing.words(worker.get(reverse("listening", args=[again])))


@pytest.mark.parametrize(
    ("kind", "boxes", "clock"),
    [
        ("return.concerns-shared", {}, "concerns-shared"),
        ("return.intelligence-shared", {}, "intelligence-shared"),
        ("return.plan-updated", {}, "plan-updated"),
        ("strategy-discussion.held", {"value": "about-harm"}, "strategy-about-harm"),
    ],
)
def test_harm_and_what_was_learned_are_followed_to_the_end(
    north: Partnership, kind: str, boxes: dict[str, str], clock: str
) -> None:
    episode, worker = back(north), browsing.browser(north, "worker")
    told = talked(harm="A man hurt her", harm_decision="harmed")
    assert send(worker, "hold-conversation", episode, **told).status_code == 302
    child = next(iter(kinds(north, episode))) and operations
    with acting(north, "worker"):
        child_id = child.seen(episode).child_id
    assert states(north, child_id)[clock] in ("running", "due-soon", "breached")
    page = worker.get(reverse("listening", args=[episode])).content.decode()
    where = reverse("record-act", args=[episode, kind])
    assert where in page
    opened = worker.get(where)
    sent = {"read_at": browsing.hidden(opened, "read_at"), **browsing.at_day("when", 0.2), **boxes}
    assert worker.post(where, sent).status_code == 302
    assert states(north, child_id)[clock] in ("met", "met-late")


def test_the_parts_are_said_where_another_authority_placed_the_child(north: Partnership) -> None:
    episode = back(north)
    with acting(north, "worker") as actor:
        child = operations.seen(episode).child_id
        facts.record(actor=actor, child=child, drafts=[said("child.placement", 100, code="placed-in")])
    page = browsing.words(browsing.browser(north, "worker").get(reverse("listening", args=[episode])))
    assert "Another authority placed this child here" in page
    assert "The authority that placed the child here is asked" in page


def test_a_child_who_cannot_safely_go_back(north: Partnership) -> None:
    episode, worker = back(north), browsing.browser(north, "worker")
    told = {**browsing.at_day("when", 1), "why": "He says his uncle waits there", "family": "nobody-suitable"}
    wrong = send(worker, "not-safe", episode, **told, section_20="refused", place="section-20")
    assert wrong.status_code == 422
    assert "cannot be accommodated under section 20" in browsing.words(wrong)
    right = {"section_20": "refused", "protection": "used", "place": "police-protection", "station": "too-long"}
    assert send(worker, "not-safe", episode, **told, **right, medical="arranged").status_code == 302
    held = kinds(north, episode)
    assert held["return.not-safe"] == "He says his uncle waits there"
    assert held["return.safe-place"] == "police-protection"
    assert held["return.police-station"] == "too-long"
    assert held["return.medical-considered"] == "arranged"


def test_not_safe_waits_for_the_return(north: Partnership) -> None:
    episode = reported(north, invented_child(north), hours_ago=5)
    assert browsing.browser(north, "worker").get(reverse("not-safe", args=[episode])).status_code == 302


def test_every_page_is_found_from_the_episode(north: Partnership) -> None:
    episode = back(north)
    worker = browsing.browser(north, "worker")
    page = worker.get(reverse("episode", args=[episode])).content.decode()
    with acting(north, "worker"):
        child = operations.seen(episode).child_id
    together = reverse("new-link", args=["child", child, "child"]) + f"?episode={episode}&how=missing-with"
    for where in (
        reverse("listening", args=[episode]), reverse("not-safe", args=[episode]), together,
        reverse("episode-forms", args=[episode]), reverse("mentioned", args=[episode]),
        reverse("child-decisions", args=[child]), reverse("child-authorities", args=[child]),
        reverse("record-act", args=[episode, "return.last-plan-judged"]),
    ):  # fmt: skip
        assert where.replace("&", "&amp;") in page
        assert worker.get(where).status_code == 200


# --- decisions ---


def act(worker, episode: UUID, kind: str, **boxes: str):  # type: ignore[no-untyped-def]
    where = reverse("record-act", args=[episode, kind])
    opened = worker.get(where)
    return worker.post(where, {"read_at": browsing.hidden(opened, "read_at"), **browsing.at_day("when", 0.2), **boxes})


def test_publicity_is_blocked_until_the_court_question_is_answered(south: Partnership) -> None:
    child = invented_child(south)
    episode = reported(south, child, hours_ago=10)
    worker = browsing.browser(south, "worker")
    where = reverse("child-decisions", args=[child])
    assert "publicity.proposed" in worker.get(where).content.decode()
    assert act(worker, episode, "publicity.proposed", value="A picture may help").status_code == 302
    assert states(south, child)["publicity-court-check"] in ("running", "due-soon")
    assert "nobody has recorded whether the child is in court proceedings" in browsing.words(worker.get(where))
    refused = act(worker, episode, "publicity.decided", value="agreed")
    assert refused.status_code == 422
    assert "is an offence" in browsing.words(refused)
    assert act(worker, episode, "publicity.court-checked", value="no-leave").status_code == 302
    assert states(south, child)["publicity-court-check"] == "met"
    assert "the court has not given leave" in browsing.words(worker.get(where))
    assert act(worker, episode, "publicity.decided", value="agreed").status_code == 422
    assert act(worker, episode, "publicity.court-checked", value="leave-given").status_code == 302
    assert act(worker, episode, "publicity.decided", value="agreed").status_code == 302
    now = states(south, child)
    assert now["publicity-decided"] == "met"
    assert now["publicity-parents"] in ("running", "due-soon")
    assert act(worker, episode, "publicity.parents-told", value="told").status_code == 302
    assert act(worker, episode, "publicity.press-office-told").status_code == 302
    now = states(south, child)
    assert (now["publicity-parents"], now["publicity-press-office"]) == ("met", "met")


def test_a_parents_refusal_stops_publicity(south: Partnership) -> None:
    episode = reported(south, invented_child(south), hours_ago=10)
    with acting(south, "worker") as actor:
        told = [
            said("publicity.court-checked", 2, code="not-in-proceedings"),
            said("publicity.parents-told", 1, code="refused"),
        ]
        operations.add(actor=actor, episode=episode, drafts=told)
        with pytest.raises(MayNotPublish, match="does not consent"):
            operations.add(actor=actor, episode=episode, drafts=[said("publicity.decided", 0, code="agreed")])
        operations.add(actor=actor, episode=episode, drafts=[said("publicity.decided", 0, code="not-agreed")])


@pytest.mark.parametrize(
    ("form", "needs_episode"),
    [("publicity", True), ("no-social-worker", True), ("missing-from-education", False), ("homeless-16-17", False)],
)
def test_each_decision_leads_from_the_child_to_its_form(south: Partnership, form: str, needs_episode: bool) -> None:
    child = invented_child(south)
    worker = browsing.browser(south, "worker")
    if needs_episode:
        episode = reported(south, child, hours_ago=10)
        where = reverse("begin-episode-form", args=[episode, "lewisham-2017", form])
    else:
        where = reverse("begin-form", args=[child, "lewisham-2017", form])
    overview = worker.get(reverse("child", args=[child])).content.decode()
    assert reverse("child-decisions", args=[child]) in overview
    assert where in worker.get(reverse("child-decisions", args=[child])).content.decode()
    assert worker.get(where).status_code == 200


def test_a_child_without_a_social_worker_is_decided_about(south: Partnership) -> None:
    child = invented_child(south, care="not-looked-after", worker=None)
    episode = reported(south, child, hours_ago=10)
    before = states(south, child)
    assert before["no-worker-decided"] in ("running", "due-soon", "breached")
    worker = browsing.browser(south, "worker")
    assert act(worker, episode, "no-worker.decided", value="early-help").status_code == 302
    assert act(worker, episode, "no-worker.acted", value="team-around-the-child").status_code == 302
    after = states(south, child)
    assert after["no-worker-decided"] in ("met", "met-late")
    assert after["no-worker-acted"] in ("met", "met-late")
    assert after["early-help-consent"] in ("running", "due-soon")
