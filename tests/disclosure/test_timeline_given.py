"""A timeline given to somebody: what its sifting finds is ticked, hidden as in every paper, and written down."""

import re
from uuid import UUID

import pytest

from tests.browsing import browser, words
from tests.disclosure.test_sharing import filled, paper_of, record_of
from tests.partnership import Partnership, acting, said
from wayhome.record.operations import facts

pytestmark = pytest.mark.django_db
TICKED = re.compile(r'name="facts"[^>]*value="([0-9a-f-]{36})"[^>]*checked')


def ticked(page: object) -> set[UUID]:
    return {UUID(id_) for id_ in TICKED.findall(page.content.decode())}  # type: ignore[attr-defined]


def test_what_the_timeline_shows_is_given_redacted_and_written_down(north: Partnership) -> None:
    child, spoken = record_of(north)
    with acting(north, "worker") as actor:
        level, old = facts.record(
            actor=actor, child=child,
            drafts=[said("exploitation.level-judged", 2, code="high", text="Ysolde Farthingale was there too."),
                    said("exploitation.level-judged", 24 * 40, code="low")],
        )  # fmt: skip
        (wrong,) = facts.record(actor=actor, child=child, drafts=[said("child.said", 4, text="Somebody else's words")])
        facts.withdraw(actor=actor, fact=wrong, reason="It was about another child.")
    client = browser(north, "worker")
    whole = client.get(client_link(client, child, ""))
    assert {spoken, level, old} <= ticked(whole) and wrong not in ticked(whole)
    assert "of the timeline are ticked below" in words(whole)
    risk = client.get(client_link(client, child, "?about=risk"))
    assert ticked(risk) == {level, old} and "2 entries of the timeline are ticked below" in words(risk)
    nobody = client.get(f"/children/{child}/share?timeline=yes&by={north.agencies['police']}")
    assert not ticked(nobody)
    assert ticked(client.get(f"/children/{child}/share?timeline=yes&begins=exploitation.&since=nonsense&by=x")) == {
        level,
        old,
    }
    assert not ticked(client.get(f"/children/{child}/share")), "nothing is ticked that nobody asked for"
    paper = filled(north, risk, facts=[str(level), str(old)], named=[str(child)])
    made = client.post(f"/children/{child}/share", paper)
    assert made.status_code == 302
    held = re.search(r"/sharings/[0-9a-f-]{36}/paper[^\"]*", client.get(made.url).content.decode())
    assert held
    drawn = paper_of(client.get(held[0]))
    assert "High" in drawn and "Low" in drawn and "Farthingale" not in drawn and "Child B" in drawn
    assert made.url in client.get(f"/children/{child}/access").content.decode(), "to whom it went is kept"


def test_what_was_looked_for_by_words_or_at_a_past_moment_is_not_offered(north: Partnership) -> None:
    child, _ = record_of(north)
    client = browser(north, "worker")
    assert "Give this timeline" in words(client.get(f"/children/{child}/timeline"))
    assert "Give this timeline" not in words(client.post(f"/children/{child}/timeline", {"words": "Ysolde"}))
    past = "?known_on_day=3&known_on_month=3&known_on_year=2026"
    assert "Give this timeline" not in words(client.get(f"/children/{child}/timeline{past}"))


def client_link(client, child: UUID, sift: str) -> str:  # type: ignore[no-untyped-def]
    """Return where the timeline, sifted so, says it is given."""
    found = re.search(
        rf'href="(/children/{child}/share\?timeline=yes[^"]*)"',
        client.get(f"/children/{child}/timeline{sift}").content.decode(),
    )
    assert found
    return found[1].replace("&amp;", "&")
