"""Papers before a meeting, minutes after it, and minutes for a family: each holds what its readers may read, and no more."""

import io
from uuid import UUID

import pypdf
from django.test import Client

from tests.browsing import browser, words
from tests.disclosure.test_sharing import filled, shared
from tests.forums.test_meetings import begun, decided, gathered, listed, planned, risky, told
from tests.partnership import Partnership, acting, as_owner, invented_child, said
from wayhome.disclosure.models import DisclosedItem, Disclosure
from wayhome.forums.operations import deciding, diary, saying
from wayhome.forums.web.for_agency import on_page
from wayhome.plans.days import today
from wayhome.plans.operations.actions import Owner
from wayhome.platform.operations import partnership as setting_up
from wayhome.record.operations import access
from wayhome.record.queries import children
from wayhome.ui.documents import Block, Heading, Points, Words

SECRET = "Rowan Otherhaven"
ONLY_POLICE, ONLY_HEALTH, FOR_CARE, FOR_ALL = "Seen by a source", "Clinic on Monday", "In a black car", "Was at school"


def drawn(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join("".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(answer.content)).pages).split())


def both(client: Client, address: str) -> tuple[str, str]:
    """Return what the page and the PDF say."""
    return words(client.get(address)), drawn(client, f"{address}/pdf")


def test_who_is_there_for_sealed_facts_alone_is_on_no_paper(north: Partnership) -> None:
    """The record is open to all of the agency; that the child is talked about would tell of the sealed facts."""
    open_, hushed = risky(north), invented_child(north)
    with acting(north, "worker") as actor:
        access.be_named(actor=actor, child=hushed, reason="Knows the child")
    sealed = [said("assessment.ceraf", 20, code="high", sealed=True), said("plan.safer-plan", 10, sealed=True)]
    told(north, hushed, "worker", *sealed)
    meeting, worker = planned(north), browser(north, "worker")
    gathered(north, meeting)
    seen = listed(north, meeting, by="worker")
    assert set(seen) == {open_, hushed}
    begun(north, meeting)
    assert f"/meetings/items/{seen[hushed]}" in worker.get(f"/meetings/{meeting}").content.decode()
    with acting(north, "worker"):
        shown, kept = (children.banner(child) for child in (open_, hushed))
    assert shown is not None and kept is not None
    for paper in both(worker, f"/meetings/{meeting}/papers/{north.agencies['social-care']}"):
        assert shown.reference in paper and kept.reference not in paper


def a_full_table(north: Partnership) -> tuple[UUID, UUID, UUID]:
    """Return a meeting with a child of whom everybody says something, the child, and one whose record is sealed."""
    child, secret = risky(north), invented_child(north)
    told(north, secret, "worker", said("child.name", text=SECRET), said("assessment.ceraf", 9, code="high"))
    told(north, secret, "worker", said("plan.safer-plan", 8))
    meeting = planned(north)
    assert gathered(north, meeting) == 2
    item = listed(north, meeting)[child]
    for who, text, for_ in (
        ("inspector", ONLY_POLICE, "intelligence"), ("inspector", f"{FOR_CARE} with {SECRET}", "care"),
        ("nurse", f"{FOR_ALL} with {SECRET}. Rowan rang home.", "missing"), ("nurse", ONLY_HEALTH, "intelligence"),
    ):  # fmt: skip
        with acting(north, who) as actor:
            saying.answer(actor=actor, item=item, text=text, nothing_known=False, shared=for_)
    with acting(north, "worker") as actor:
        access.be_named(actor=actor, child=secret, reason="Knows the child")
        access.seal(actor=actor, child=secret, users=[], teams=[], reason="A threat")
    return meeting, child, secret


def test_papers_hold_what_all_of_an_agency_may_read(north: Partnership) -> None:
    meeting, child, _ = a_full_table(north)
    health, police, care = (north.agencies[kind] for kind in ("health", "police", "social-care"))
    nurse, inspector, met, worker = (browser(north, name) for name in ("nurse", "inspector", "met", "worker"))
    for paper in both(nurse, f"/meetings/{meeting}/papers/{health}"):
        assert FOR_ALL in paper and ONLY_HEALTH in paper and "PATH App A" not in paper
        assert ONLY_POLICE not in paper and FOR_CARE not in paper and "Risk" not in paper
        assert "Rowan" not in paper and "Otherhaven" not in paper
        assert paper.count("Person 1") == 2, "one pseudonym for one person, all through"
    for paper in both(inspector, f"/meetings/{meeting}/papers/{police}"):
        assert all(words_ in paper for words_ in (ONLY_POLICE, ONLY_HEALTH, FOR_CARE, FOR_ALL))
        assert "Rowan" not in paper and paper.count("Person 1") == 3
    for paper in both(met, f"/meetings/{meeting}/papers/{health}"):
        assert FOR_ALL in paper, "whoever prepares the meeting prints for the others"
        assert not any(words_ in paper for words_ in (ONLY_HEALTH, ONLY_POLICE, FOR_CARE)), "what both may read"
    # Somebody named for the sealed record sees it on the screen, and not in what lies on the desk.
    assert "RO, C-" in words(worker.get(f"/meetings/{meeting}"))
    for paper in both(worker, f"/meetings/{meeting}/papers/{care}"):
        assert FOR_CARE in paper and "High" in paper and "Rowan" not in paper and "RO, C-" not in paper
    assert nurse.get(f"/meetings/{meeting}/papers/{police}").status_code == 404, "each opens their own"
    assert "northhaven Police" in words(met.get(f"/meetings/{meeting}/papers/{care}"))
    with as_owner():
        setting_up.exclude(authority=north.authority, user=north.people["nurse"], subject=child, reason="A relation")
    assert FOR_ALL not in words(met.get(f"/meetings/{meeting}/papers/{health}")), "a colleague there is kept away"


def test_minutes_are_given_to_an_agency_and_to_a_family(north: Partnership) -> None:
    meeting, child, secret = a_full_table(north)
    begun(north, meeting)
    item, other = listed(north, meeting)[child], listed(north, meeting, by="worker")[secret]
    decided(north, item, "agree", rationale=f"{SECRET} was with her.")
    health, police = north.agencies["health"], north.agencies["police"]
    with acting(north, "met") as actor:
        for owner, what in ((Owner(agency=health), "Offer a nurse"), (Owner(person=actor.user), "Ring the school")):
            deciding.agree_action(actor=actor, item=item, what=what, owner=owner, due_on=today(), title="The meeting")
    with acting(north, "met") as actor:
        diary.end(actor=actor, meeting=meeting)
    nurse, inspector, met = (browser(north, name) for name in ("nurse", "inspector", "met"))
    for paper in both(nurse, f"/meetings/{meeting}/minutes/{health}"):
        assert FOR_ALL in paper and "Offer a nurse" in paper and "Ring the school" not in paper
        assert "Agree" not in paper.replace("Agreed", "") and "Rowan" not in paper and FOR_CARE not in paper
    for paper in both(inspector, f"/meetings/{meeting}/minutes/{police}"):
        assert "Ring the school" in paper and FOR_CARE in paper and "was with her" in paper and "Rowan" not in paper
    family = drawn(met, f"/meetings/items/{item}/minutes")
    assert "was with her" in family and FOR_ALL in family and "Ring the school" in family
    assert "Rowan" not in family and FOR_CARE not in family and ONLY_POLICE not in family
    address = f"/children/{child}/share"
    page = met.get(f"{address}?other=minutes:{item}")
    assert f'value="minutes:{item}" checked' in page.content.decode() and str(other) not in page.content.decode()
    body = filled(north, page, others=[f"minutes:{item}"])
    assert met.post(address, body | {"others": [f"minutes:{other}"], "key": str(meeting)}).status_code == 422
    assert shared(met, child, body).status_code == 302
    with acting(north, "met"):
        row = Disclosure.objects.get(child_id=child)
        assert row.shared and DisclosedItem.objects.get(disclosure=row).other == f"minutes:{item}"
    kept = words(met.get(f"/sharings/{row.id}"))
    assert "Minutes: Weekly MET meeting" in kept


def test_a_long_paper_is_shown_page_by_page_and_loses_nobody() -> None:
    """Two parts, of which the second goes on over the first page's end; the line that follows all of it is on the last."""
    head = [Words("For an agency")]
    first = [Heading("Children"), Points(("Timetable",)), *(b for n in range(20) for b in _one(n))]
    second = [
        Heading("Contexts"),
        *(b for n in range(20, 60) for b in _one(n)),
        Heading("Also agreed"),
        Points(("Call",)),
    ]
    blocks = [*head, *first, *second]
    pages = [on_page(blocks, number) for number in (1, 2, 3)]
    assert [total for _, total in pages] == [60, 60, 60]
    names = [[b.text for b in shown if isinstance(b, Heading) and b.level == 2] for shown, _ in pages]
    assert [len(each) for each in names] == [25, 25, 10] and [each for some in names for each in some] == [
        f"Child {n}" for n in range(60)
    ]
    assert pages[0][0][:3] == [head[0], *first[:2]] and head[0] not in pages[1][0]
    assert pages[1][0][0] == Heading("Contexts"), "said again, for one cannot see in which part one is"
    assert pages[2][0][-2:] == second[-2:]
    assert sum(len(shown) for shown, _ in pages) == len(blocks) + 2
    assert on_page(blocks, 9) == pages[2] and on_page(blocks, 0) == pages[0]
    assert on_page(head, 1) == (head, 0)


def _one(n: int) -> list[Block]:
    return [Heading(f"Child {n}", 2), Words(f"About {n}")]
