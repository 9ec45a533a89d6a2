"""Meetings in the browser's hands: three people at once, from the diary to the signed minutes."""

import io
import json
import re
from datetime import timedelta
from html import unescape
from uuid import UUID, uuid4

import pypdf
from django.test import Client

from tests.browsing import browser, hidden, words
from tests.forums.test_meetings import begun, gathered, listed, planned, risky, told
from tests.partnership import Partnership, acting, said
from wayhome.forums.models import Meeting, Note
from wayhome.plans.days import today
from wayhome.record.operations.about import open_adult
from wayhome.record.operations.children import open_record


def do(client: Client, meeting: UUID, what: str, **more: object) -> str:
    done = client.post(f"/meetings/{meeting}/do", {"do": what, **more}, follow=True)
    assert done.status_code == 200
    return words(done)


def item_of(client: Client, meeting: UUID, n: int = 0) -> str:
    page = client.get(f"/meetings/{meeting}").content.decode()
    return list(dict.fromkeys(re.findall(r"/meetings/items/([0-9a-f-]{36})", page)))[n]


def day(name: str, days: int) -> dict[str, str]:
    on = today() + timedelta(days=days)
    return {f"{name}_day": str(on.day), f"{name}_month": str(on.month), f"{name}_year": str(on.year)}


def named_and_shown(north: Partnership, met: Client, meeting: UUID, item: str) -> None:
    """An adult is named, and the room's screen shows no more than the room may read."""
    with acting(north, "worker") as actor:
        adult = open_adult(actor=actor, drafts=[said("adult.name", text="Invented Adult")])
    name = {"do": "name", "name-kind": "adult", "name-reference": "Invented Adult", "name-how": "He drove the car"}
    assert met.post(f"/meetings/items/{item}", name).status_code == 302
    assert str(adult) in met.get(f"/meetings/items/{item}?fragment=1").content.decode()
    screen = f"/meetings/{meeting}/screen"
    assert "Nothing is on the screen yet" in words(met.get(screen))
    do(met, meeting, "talk", item=item)
    shown = words(met.get(screen))
    assert "Questions to ask" in shown and "Stopped in a car" not in shown, "the room may not read what police shared"
    # That a plan was made is told to care alone: the chair reads why, the room only that there is a reason.
    assert "with CERAF and Safer Plan received" in words(met.get(f"/meetings/items/{item}"))
    assert "with CERAF and Safer Plan received" not in shown


def decide(met: Client, item: str) -> None:
    """Decide, not without a reason; the next review is the protocol's, or another day with a reason."""
    given = {
        "do": "decide",
        "decide-decision": "direct-action",
        "decide-rationale": "The plan has a gap",
        "decide-grading": "high",
    }
    refused = met.post(f"/meetings/items/{item}", given | {"decide-rationale": ""})
    assert refused.status_code == 422
    week = {"decide-review": "day", **day("decide-review_on", 7)}
    refused = met.post(f"/meetings/items/{item}", given | week)
    assert refused.status_code == 422 and "The first meeting once 42 days have passed since the CERAF" in words(refused)
    said_so = met.post(f"/meetings/items/{item}", given | {"decide-review": "protocol"}, follow=True)
    assert "Looked at again on" in words(said_so)
    over = {"decide-review_why": "Sooner", "over": "0"}
    crossed = met.post(f"/meetings/items/{item}", given | week | over)
    assert crossed.status_code == 422 and "A colleague wrote a decision down" in words(crossed)
    assert "Sooner" in words(crossed), "what was typed stands in the boxes"
    over |= {"over": hidden(crossed, "over")}
    assert met.post(f"/meetings/items/{item}", given | week | over).status_code == 302


def on_the_page(client: Client, meeting: UUID) -> dict[str, str]:
    """Return what the form of who is here would send as it stands."""
    page = client.get(f"/meetings/{meeting}/attendance").content.decode()
    there = {
        member: json.loads(unescape(said))
        for member, said in re.findall(r'name="([^"]+)\.there" value="([^"]*)"', page)
    }
    assert len(there) > 4
    sent = {f"{member}.there": json.dumps(said) for member, said in there.items()}
    for member, (state, who, substitute, accepted) in there.items():
        sent |= {f"{member}.state": state, f"{member}.who": who}
        sent |= {f"{member}.{name}": "yes" for name, on in (("substitute", substitute), ("accepted", accepted)) if on}
    return sent


def who_came(met: Client, nurse: Client, meeting: UUID) -> None:
    """All seats in one form: nothing is lost to a mistake in one of them, and nothing written over a colleague's."""
    address, page = f"/meetings/{meeting}/attendance", on_the_page(met, meeting)
    assert nurse.post(address, page).status_code == 422, "whoever minutes the meeting writes it"
    here = {"police.state": "present", "police.who": "Invented Inspector", "police.accepted": "yes"}
    refused = met.post(address, page | here | {"education.state": "present"})
    assert refused.status_code == 422 and "Write who is here" in words(refused)
    assert 'value="Invented Inspector"' in refused.content.decode(), "and the other seat is as it was typed"
    assert "Invented Inspector" not in str(on_the_page(met, meeting)), "all of it or nothing"
    assert met.post(address, page | here).status_code == 302
    other = {"police.state": "present", "police.who": "Invented Sergeant", "education.state": "apologies"}
    crossed = met.post(address, page | other)
    assert crossed.status_code == 422 and "meanwhile: Here, Invented Inspector" in words(crossed)
    assert 'value="Invented Sergeant"' in crossed.content.decode()
    over = unescape(re.findall(r'name="police\.there" value="([^"]*)"', crossed.content.decode())[0])
    assert met.post(address, page | other | {"police.there": over}).status_code == 302
    kept = on_the_page(met, meeting)
    assert (kept["police.who"], kept["education.state"]) == ("Invented Sergeant", "apologies")
    assert kept["health.state"] == "present", "whoever came in by themselves is not written over"
    assert met.post(address, page | {"nobody.state": "absent"}).status_code == 302, "a seat there is not is not read"
    assert met.post(address, page | {"police.there": "[1"} | here).status_code == 422, (
        "what nobody read is not written over"
    )


def test_a_meeting_with_three_people_at_once(north: Partnership) -> None:
    child, low = risky(north), risky(north, "low")
    met, police, nurse = browser(north, "met"), browser(north, "inspector"), browser(north, "nurse")
    diary = met.get("/meetings")
    assert "Weekly MET meeting" in words(diary) and "When it is needed" in words(diary)
    at = re.search(r'name="at" value="([^"]+)"', diary.content.decode())
    assert at, "the protocol's own times are offered"
    met.post("/meetings/new/weekly-met", {"at": at[1]})
    with acting(north, "met"):
        meeting = Meeting.objects.get(forum="weekly-met").id
    assert "1 to talk about" in do(met, meeting, "gather")
    page = words(met.get(f"/meetings/{meeting}"))
    assert "PATH App A" in page and "1 left off, and why" in page and "No answer yet: northhaven" in page
    left = met.get(f"/meetings/{meeting}/left-off?page=99999")
    assert "in view without timetabling" in words(left), "a page that is not there is the last one"
    (put_on,) = re.findall(r'href="(/meetings/[^"]*/add\?[^"]*)"', left.content.decode())
    assert re.search(r'value="C-[^"]+"', met.get(put_on.replace("&amp;", "&")).content.decode())
    assert "/add?" not in nurse.get(f"/meetings/{meeting}/left-off").content.decode()
    item = item_of(met, meeting)
    for client, given in (
        (police, {"answer-text": "Stopped in a car", "answer-shared": "care"}),
        (nurse, {"answer-nothing": "yes", "answer-shared": "missing"}),
    ):
        assert client.post(f"/meetings/items/{item}", {"do": "answer", **given}).status_code == 302
    answers = f"/meetings/{meeting}/answers"
    assert "Still to answer: 1" in words(met.get(answers)) and "Answered" in words(nurse.get(answers))
    met.post(answers, {"item": item})
    assert "answered about everything" in words(met.get(answers))
    come_in = words(met.get(f"/meetings/{meeting}"))
    assert re.search(r"Answered: northhaven Police\. Nothing known: [^.]*northhaven Health", come_in)
    assert "Once it is open its agenda stays as it is" in come_in, "it is planned for another day"
    assert "Not yours" not in do(met, meeting, "begin")
    assert met.get(f"/meetings/items/{item}").status_code == 302, "first the confidentiality statement"
    for client, place in ((met, "coordinator"), (nurse, "health")):
        assert "Confidentiality" in words(client.get(f"/meetings/{meeting}/enter?item={item}"))
        come = client.post(f"/meetings/{meeting}/enter?item={item}", {"member": place})
        assert come.status_code == 302 and item in come["Location"]
    assert "Stopped in a car" in words(met.get(f"/meetings/items/{item}"))
    assert "Stopped in a car" not in words(nurse.get(f"/meetings/items/{item}"))
    who_came(met, nurse, meeting)
    act = {
        "do": "act",
        "named": str(uuid4()),
        "act-what": "Ring the school",
        "act-owner": f"person:{north.people['worker']}",
    }
    assert met.post(f"/meetings/items/{item}", act | day("act-due_on", 2)).status_code == 302
    decide(met, item)
    assert "Ring the school" in words(browser(north, "worker").get("/my-work"))
    named_and_shown(north, met, meeting, item)
    do(met, meeting, "end")
    assert "The minutes are signed" in do(met, meeting, "sign")
    assert "The plan has a gap" in words(met.get(f"/meetings/{meeting}/minutes"))
    assert "The plan has a gap" not in words(nurse.get(f"/meetings/{meeting}/minutes")), "care is not health's to read"
    paper = met.get(f"/meetings/{meeting}/minutes/pdf")
    drawn = "".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(paper.content)).pages)
    assert "The plan has a gap" in drawn and "Ring the school" in drawn and "Invented Sergeant" in drawn
    section = words(browser(north, "worker").get(f"/children/{child}/meetings"))
    assert "Direct action" in section and "The plan has a gap" in section
    assert "No meeting here" in words(browser(north, "worker").get(f"/children/{low}/meetings"))


def test_whom_a_meeting_did_not_reach_is_taken_off_with_one_reason_and_comes_back(north: Partnership) -> None:
    talked, left, other = risky(north), risky(north), risky(north)
    meeting = planned(north)
    gathered(north, meeting)
    begun(north, meeting)
    items, met = listed(north, meeting), browser(north, "met")
    met.post(f"/meetings/{meeting}/enter", {})
    given = {"do": "decide", "decide-decision": "agree", "decide-grading": "high", "decide-review": "none"}
    assert met.post(f"/meetings/items/{items[talked]}", given | {"decide-rationale": "Enough."}).status_code == 302
    do(met, meeting, "end")
    assert "Take it off" in words(met.get(f"/meetings/{meeting}")), "the refusal below tells to, so one can"
    assert "2 on the agenda without a decision: decide each" in do(met, meeting, "sign")
    assert "Take all 2 off" in words(met.get(f"/meetings/{meeting}/minutes"))
    assert "Say why they were not talked about" in do(met, meeting, "put-off", why=" ")
    assert "Only the chair" in do(browser(north, "worker"), meeting, "put-off", why="I would rather")
    assert set(listed(north, meeting)) == {talked, left, other}
    assert "2 taken off" in do(met, meeting, "put-off", why="The time was up.")
    assert set(listed(north, meeting)) == {talked} and set(listed(north, meeting, "removed")) == {left, other}
    assert "there is nothing to take off" in do(met, meeting, "put-off", why="Again")
    assert "The minutes are signed" in do(met, meeting, "sign")
    assert words(met.get(f"/meetings/{meeting}/minutes")).count("The time was up.") == 2
    after = planned(north, days=10)
    gathered(north, after)
    assert set(listed(north, after)) == {left, other}, "decided with no review to come, against not talked about"


def test_what_is_passed_on_calls_everybody_else_by_a_pseudonym(north: Partnership) -> None:
    risky(north)
    with acting(north, "worker") as actor:
        open_record(actor=actor, drafts=[said("child.name", text="Rowan Otherhaven")])
    meeting = planned(north)
    gathered(north, meeting)
    begun(north, meeting)
    (item,) = listed(north, meeting).values()
    met = browser(north, "met")
    met.post(f"/meetings/{meeting}/enter", {})
    given = {"do": "decide", "decide-decision": "agree", "decide-grading": "high", "decide-review": "none"}
    why = "Rowan Otherhaven was with her. Rowan rang home."
    assert met.post(f"/meetings/items/{item}", given | {"decide-rationale": why}).status_code == 302
    paper = met.get(f"/meetings/items/{item}/minutes")
    drawn = "".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(paper.content)).pages)
    assert "rang home" in drawn and "Rowan" not in drawn and "Otherhaven" not in drawn
    assert drawn.count("Child B") == 2, "one pseudonym for one person, all through"


def test_the_calendar_says_when_and_no_name(north: Partnership) -> None:
    meeting = planned(north)
    met = browser(north, "met")
    page = met.post("/meetings/calendar", {"do": "make"}).content.decode()
    address = re.search(r'value="http://[^/]+(/meetings/feed/[^"]+)"', page)
    assert address
    stranger = Client(headers={"host": "localhost"})
    found = stranger.get(address[1])
    body = found.content.decode()
    assert found["Content-Type"].startswith("text/calendar") and f"UID:{meeting}@wayhome" in body
    assert "SUMMARY:Weekly MET meeting" in body and "DTSTART:" in body
    assert all(len(line.encode()) <= 75 for line in body.split("\r\n"))
    assert address[1] not in met.get("/meetings/calendar").content.decode(), "it is shown once"
    met.post("/meetings/calendar", {"do": "end"})
    assert stranger.get(address[1]).status_code == 404
    assert stranger.get("/meetings/feed/guess.ics").status_code == 404


def test_what_is_typed_is_kept_through_a_lost_connection(north: Partnership) -> None:
    risky(north)
    meeting = planned(north)
    gathered(north, meeting)
    begun(north, meeting)
    (item,) = listed(north, meeting).values()
    one, two = browser(north, "met"), browser(north, "worker")
    for client in (one, two):
        client.post(f"/meetings/{meeting}/enter", {})

    def keep(client: Client, text: str, edition: str) -> dict[str, object]:
        sent = {"note.text": text, "note.shared": "care", "items": "note", "edition": edition}
        answer = client.post(f"/meetings/items/{item}/keep", sent)
        assert answer.status_code == 200, answer.content
        return answer.json()

    first = keep(one, "The school rang", "")
    keep(two, "Her mother is worried", "")
    keep(
        one, "The school rang on Monday", str(first["edition"])
    )  # its answer never arrives: the page keeps its edition
    again = keep(one, "The school rang on Monday at ten", str(first["edition"]))
    assert "another window" not in str(again["saved"])
    other = keep(one, "Something from another window", str(first["edition"]))
    assert "another window" in str(other["saved"])
    page = words(one.get(f"/meetings/items/{item}"))
    for each in ("The school rang on Monday at ten", "Something from another window", "Her mother is worried"):
        assert each in page
    assert hidden(one.get(f"/meetings/items/{item}"), "edition") == other["edition"], "a reload goes on where it stood"
    with acting(north, "met"):
        assert Note.objects.filter(item_id=item).count() == 3
    sheet = {"do": "note", "note.text": "Kept without a script", "note.shared": "care", "edition": other["edition"]}
    assert one.post(f"/meetings/items/{item}", sheet).status_code == 302
    assert "Kept without a script" in words(one.get(f"/meetings/items/{item}"))
    broken = one.post(f"/meetings/items/{item}", sheet | {"edition": "x:y", "note.text": "Not lost"})
    assert broken.status_code == 422
    assert "Not lost" in words(broken)


def test_a_reason_nobody_here_may_read_is_said_to_be_one(north: Partnership) -> None:
    told(north, risky(north), "inspector", said("police.arrested", 5, code="linked-to-exploitation"))
    meeting = planned(north)
    gathered(north, meeting)
    assert "kept more closely" in words(browser(north, "nurse").get(f"/meetings/{meeting}"))
    assert "Arrested in the last week" in words(browser(north, "inspector").get(f"/meetings/{meeting}"))


def test_taking_off_needs_a_reason_and_shows_it(north: Partnership) -> None:
    risky(north)
    meeting = planned(north)
    gathered(north, meeting)
    (item,) = listed(north, meeting).values()
    met = browser(north, "met")
    assert "Say why" in do(met, meeting, "remove", item=item)
    assert "The review is next week" in do(met, meeting, "remove", item=item, why="The review is next week")
    worker = browser(north, "worker")
    assert "Only the chair" in do(worker, meeting, "begin")
    assert worker.get(f"/meetings/{uuid4()}").status_code == 404
