"""A fact kept closer after its words were copied: nobody who no longer reads it reads the copy, and who got it outside is said."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from tests.browsing import browser, words
from tests.disclosure.test_sharing import filled, paper_of
from tests.forums.test_meetings import gathered, listed, planned, risky
from tests.partnership import Partnership, acting, ago, at, invented_child, reported, said
from wayhome.disclosure.models import Disclosure
from wayhome.escalation.models import Briefing, Disagreement
from wayhome.escalation.operations import briefings as sending
from wayhome.escalation.operations import disagreements
from wayhome.escalation.queries import briefings
from wayhome.escalation.web.composing import sections
from wayhome.forums.operations import saying
from wayhome.forums.queries import meetings
from wayhome.forums.queries.readers import for_them, readers
from wayhome.missing.operations import episodes
from wayhome.missing.queries import episodes as missing
from wayhome.plans.days import today
from wayhome.plans.kinds import form_of
from wayhome.plans.models import Action
from wayhome.plans.operations import actions, plans
from wayhome.plans.operations.actions import About, Agreed, Owner
from wayhome.plans.web.composing import composed
from wayhome.platform import wall
from wayhome.platform.roles import enter
from wayhome.record.models import Fact
from wayhome.record.operations import facts
from wayhome.record.queries import children
from wayhome.record.queries.copied import GONE, Closed, _Shut

NAME = "Quillfeather"
WORDS = f"{NAME} waits for her behind the arcade on Fridays"
OTHER = "She likes the sea, and rings her grandmother"
KIND, VALUE = "need-to-know.deputy-director", "72-hours"
FORM = form_of("portsmouth-pathway", "safer-plan")


def told(place: Partnership) -> tuple[UUID, UUID, UUID, UUID]:
    """Return a child missing for days, the episode, and two facts: a street name, and news."""
    child = invented_child(place)
    episode = reported(place, child, hours_ago=80)
    with acting(place, "worker") as actor:
        (street,) = facts.record(actor=actor, child=child, drafts=[said("child.street-name", 3, text=NAME)])
        episodes.add(actor=actor, episode=episode, drafts=[said("missing.update", 3, text=f"{WORDS}.")])
        episodes.add(actor=actor, episode=episode, drafts=[said("missing.update", 2, text=OTHER)])
        return child, episode, street, Fact.objects.get(child_id=child, text=f"{WORDS}.").id


def copied(place: Partnership, child: UUID, episode: UUID) -> tuple[UUID, UUID, UUID]:
    """Copy the words into a plan, a briefing, an action and something raised; return the ids of the last three."""
    now = wall.now()
    with acting(place, "worker") as actor:
        plan = plans.open_plan(actor=actor, child=child, kind="safer-plan")
        known = composed(child, FORM.instrument)
        assert known.answers["street-names"] == NAME
        draft = plans.begin_draft(actor=actor, plan=plan, composed=known)
        typed = {**known.answers, "patterns": f"{OTHER}.\nWe know that {WORDS.lower()}, by train."}
        plans.save_draft(actor=actor, plan=plan, revision=draft.revision, answers=typed, for_child={"child": WORDS})
        plans.accept(actor=actor, plan=plan, form=FORM, agreed=at(ago(1)))
        agreed = Agreed(
            f"Ring {NAME} before he rings her", Owner(person=place.people["met"]), today(), About(child=child)
        )
        action = actions.open_action(actor=actor, agreed=agreed)
        raised = disagreements.raise_it(
            actor=actor, child=child, way="disagreement", words=f"{NAME} again", wanted="", now=now
        )
    with acting(place, "head-cover") as actor:
        view, banner = missing.episode(episode), children.banner(child)
        assert view and banner
        parts = [
            part | {"words": part["words"] or "Officers ask at the station."} for part in sections(banner, view, now)
        ]
        return (
            sending.send(actor=actor, episode=episode, kind=KIND, value=VALUE, sections=parts, now=now),
            action,
            raised,
        )


def read(place: Partnership, name: str, child: UUID, briefing: UUID) -> str:
    """Return what somebody reads of the plan and the briefing, on the page and on paper."""
    client = browser(place, name)
    plan = reverse("plan", args=[child, "safer-plan"])
    said_ = words(client.get(plan)) + words(client.get(reverse("briefing", args=[briefing])))
    for paper in (reverse("plan-pdf", args=[child, "safer-plan", 1]), reverse("briefing-pdf", args=[briefing])):
        said_ += paper_of(client.get(paper))
    return said_


def test_what_was_copied_goes_with_the_fact(north: Partnership) -> None:
    child, episode, street, news = told(north)
    briefing, action, raised = copied(north, child, episode)
    worker = browser(north, "worker")
    body = filled(
        north,
        worker.get(f"/children/{child}/share"),
        facts=[str(news)],
        named=[str(child)],
        purpose=f"So that {WORDS} ends",
    )
    assert worker.post(f"/children/{child}/share", body).status_code == 302
    with acting(north, "worker"):
        row = Disclosure.objects.get(child_id=child)
    for name in ("worker", "met"):
        assert read(north, name, child, briefing).casefold().count(NAME.casefold()) >= 6, name
    page = worker.get(reverse("entry-access", args=[child, news]))
    assert "What was given out cannot be called back" in words(page) and "Nurse, northhaven Health" in words(page)
    assert "version 1, sent" in words(page)
    assert "Safer Plan, version 1" in words(worker.get(reverse("entry-access", args=[child, street])))
    with acting(north, "worker"):
        agreed, said_so = (Fact.objects.get(child_id=child, kind=k).id for k in ("action.agreed", "escalation.raised"))
    for fact in (street, news, agreed, said_so):
        sent = worker.post(reverse("entry-access", args=[child, fact]), {"readers": "named", "reason": "An uncle"})
        assert sent.status_code == 302, words(sent)

    assert read(north, "worker", child, briefing).casefold().count(NAME.casefold()) >= 6, (
        "whoever is named reads all of it"
    )
    assert paper_of(worker.get(f"/sharings/{row.id}/paper"))
    for name in ("met", "inspector", "manager"):
        seen, client = read(north, name, child, briefing), browser(north, name)
        assert NAME.casefold() not in seen.casefold(), (name, seen)
        assert GONE in seen and OTHER in seen, "what else stands there is still read"
        kept = client.get(f"/sharings/{row.id}")
        assert NAME not in words(kept) and "kept for fewer people since" in words(kept), name
        assert client.get(f"/sharings/{row.id}/paper").status_code == 404, name
        assert NAME not in words(client.get(reverse("child-raised", args=[child]))), name
        with transaction.atomic():
            enter(north.people[name])
            assert not Disagreement.objects.filter(id=raised).exists(), name
            assert Action.objects.filter(id=action).exists() == (name == "met"), "who was asked to act still may"
            assert Briefing.objects.filter(id=briefing).exists(), "the rest of the briefing stays"
    assert NAME in paper_of(browser(north, "nurse").get(f"/sharings/{row.id}/paper")), "what was given stays given"


def test_a_paper_that_only_repeats_the_words_is_for_its_recipient_alone(north: Partnership) -> None:
    child, _, street, news = told(north)
    worker = browser(north, "worker")
    share = f"/children/{child}/share"
    body = filled(north, worker.get(share), facts=[str(street)], named=[str(child)], purpose=f"So that {WORDS} ends")
    given = worker.post(share, body)
    paper = f"{given.url}/paper"
    met = browser(north, "met")
    assert paper_of(met.get(paper))
    kept = worker.post(reverse("entry-access", args=[child, news]), {"readers": "named", "reason": "An uncle"})
    assert kept.status_code == 302
    assert met.get(paper).status_code == 404 and NAME not in words(met.get(given.url))
    assert paper_of(worker.get(paper)) and paper_of(browser(north, "nurse").get(paper))


def test_a_copy_of_a_copy_is_found_and_a_guess_tells_nothing(north: Partnership) -> None:
    child, episode, _, news = told(north)
    with acting(north, "head-cover") as actor:
        view, banner = missing.episode(episode), children.banner(child)
        assert view and banner
        begun = sections(banner, view, wall.now())
    browser(north, "worker").post(
        reverse("entry-access", args=[child, news]), {"readers": "named", "reason": "An uncle"}
    )
    filled_in = [part | {"words": part["words"] or "Officers ask at the station."} for part in begun]
    plain = [
        {key: value for key, value in part.items() if key != "facts"} | {"words": f"{WORDS}."} for part in filled_in
    ]
    with acting(north, "head-cover") as actor:
        # Begun before it was closed and sent afterwards: the words rest on the fact, and go.
        first = sending.send(actor=actor, episode=episode, kind=KIND, value=VALUE, sections=filled_in, now=wall.now())
        guess = sending.send(actor=actor, episode=episode, kind=KIND, value=VALUE, sections=plain, now=wall.now())
    with acting(north, "met"):
        one, other = briefings.briefing(first), briefings.briefing(guess)
        assert one and other
        assert WORDS not in str(one.sections) and OTHER in str(one.sections)
        assert GONE not in str(other.sections), "words written afterwards, by whoever guesses, answer nothing"


def test_what_an_agency_wrote_for_a_meeting_goes_with_the_fact(north: Partnership) -> None:
    child = risky(north)
    with acting(north, "worker") as actor:
        (fact,) = facts.record(actor=actor, child=child, drafts=[said("child.said", 3, text=f"{WORDS}.")])
    meeting = planned(north)
    gathered(north, meeting)
    item = listed(north, meeting)[child]
    with acting(north, "inspector") as actor:
        text = f"{OTHER}.\n{WORDS}, as we heard too."
        saying.answer(actor=actor, item=item, text=text, nothing_known=False, shared="missing")
    pages = (f"/meetings/items/{item}", f"/meetings/{meeting}/papers/{north.agencies['health']}")
    met, inspector, worker = (browser(north, name) for name in ("met", "inspector", "worker"))
    assert WORDS in words(met.get(pages[0])) and OTHER in words(met.get(pages[1]))
    kept = worker.post(reverse("entry-access", args=[child, fact]), {"readers": "named", "reason": "An uncle"})
    assert kept.status_code == 302
    for page in pages:
        seen = words(met.get(page))
        assert "behind the arcade" not in seen and OTHER in seen and GONE in seen, page
    assert WORDS in words(worker.get(pages[0])), "whoever is named reads it"
    with acting(north, "worker") as actor:
        health = readers(actor.authority, north.agencies["health"])
        assert health
        (theirs,) = for_them(meetings.items(meeting), (), health)[0]
        assert GONE in theirs.notes[0].text, "what lies on a desk holds what all of the agency read, whoever prints it"
    assert WORDS in words(inspector.get(pages[0])), "one's own words stay as they were typed"


def test_what_counts_as_a_copy() -> None:
    now, fact = wall.now(), UUID(int=5)
    shut = Closed((_Shut(fact, now, (WORDS, "At home")),))
    before, after = now - timedelta(hours=1), now + timedelta(hours=1)
    assert shut.words(f"One.\n- {WORDS.upper()}!\nTwo.", before) == f"One.\n{GONE}\nTwo."
    assert shut.words("waits for her behind the bus", before) == GONE, "five words in a row"
    assert shut.words("He waits behind the arcade. At home.", before) == "He waits behind the arcade. At home."
    assert shut.words(WORDS, after) == WORDS
    assert shut.words(f"{WORDS}\nAt home\nElsewhere", after, [str(fact)]) == f"{GONE}\nElsewhere"
    assert shut.words("12 March: graded. High\nNo", after, {str(fact): "12 March: graded. High"}) == f"{GONE}\nNo"
    rows = [{"name": "At home", "notes": "x"}, {"name": "Sea", "notes": "y"}]
    assert shut.answer(rows, after, [str(fact)]) == [{"name": GONE}, rows[1]]
    assert shut.within({"parts": [{"said": WORDS, "n": 1}]}, before) == {"parts": [{"said": GONE, "n": 1}]}
