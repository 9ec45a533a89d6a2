"""The arrangements inside the product: for whoever is signed in, in plain words, with no child on any page."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests import browsing
from tests.partnership import Partnership, invented_child, reported
from wayhome.packs.england.reading import load_england
from wayhome.packs.indicators import load_indicators
from wayhome.packs.instruments import instrument_lines, instruments_of
from wayhome.packs.loading import load_protocol, protocol_ids

pytestmark = pytest.mark.django_db
PATHWAY = "portsmouth-pathway"


def test_nobody_reads_them_without_signing_in(db: None) -> None:
    for address in ("/protocols", f"/protocols/{PATHWAY}", "/protocols/england/language"):
        answer = Client().get(address)
        assert answer.status_code == 302 and "/accounts/login/" in answer["Location"]


def test_the_browser_says_which_protocol_is_in_force(north: Partnership, south: Partnership) -> None:
    for place, mine in ((north, PATHWAY), (south, "lewisham-2017")):
        page = browsing.browser(place, "worker").get("/protocols")
        said = browsing.words(page)
        version = load_protocol(mine).id.partition("@")[2]
        assert f"In force now: {load_protocol(mine).title}, version {version}" in said
        assert all(load_protocol(line).title in said for line in protocol_ids())
        assert "Nothing has been changed since this partnership began." in said


@pytest.mark.parametrize("line", protocol_ids())
def test_every_protocol_lists_its_duties_and_its_instruments(north: Partnership, line: str) -> None:
    client = browsing.browser(north, "worker")
    page = client.get(reverse("protocol", args=[line])).content.decode()
    for clock in load_protocol(line).clocks:
        assert f'href="{reverse("rule", args=[line, clock.id])}"' in page
    for each in instruments_of(line) if line in instrument_lines() else ():
        assert f'href="{reverse("instrument", args=[line, each.id])}"' in page


@pytest.mark.parametrize("line", protocol_ids())
def test_every_protocol_says_what_it_measures_and_what_its_documents_leave_open(north: Partnership, line: str) -> None:
    client = browsing.browser(north, "worker")
    answer = client.get(reverse("protocol", args=[line]))
    page, said = answer.content.decode(), browsing.words(answer)
    assert all(f'href="{reverse("indicator", args=[line, each.id])}"' in page for each in load_indicators(line))
    assert "Section by section: what the pack does not hold, and why" in said
    assert "| section |" not in said and "## " not in said


def test_a_figure_says_what_is_counted_out_of_what_and_what_it_comes_to(north: Partnership) -> None:
    client = browsing.browser(north, "worker")
    said = browsing.words(client.get(reverse("indicator", args=["lewisham-2017", "high-to-low"])))
    for words in ("Children at high risk when the period began", "Every quarter", "1/2; 6 more cannot be told"):
        assert words in said
    assert client.get(f"/protocols/{PATHWAY}/measured/nothing").status_code == 404


def test_a_meeting_is_listed_and_says_what_puts_somebody_on_its_agenda(north: Partnership) -> None:
    client = browsing.browser(north, "worker")
    here = reverse("protocol-meeting", args=["portsmouth-pathway", "weekly-met"])
    assert here in client.get(reverse("protocol", args=["portsmouth-pathway"])).content.decode()
    said = browsing.words(client.get(here))
    for words in ("Every week on Wednesday, from 11am until 1pm", "Missing three times in 90 days Talked about when",
                  "Low risk: kept in view, not timetabled Kept in view", "at most 42 days after", "PATH 19.1b"):  # fmt: skip
        assert words in said, words
    assert client.get(reverse("protocol-meeting", args=["portsmouth-pathway", "no-such"])).status_code == 404


def test_a_rule_is_said_in_plain_words_with_its_paragraph_and_examples(north: Partnership) -> None:
    client = browsing.browser(north, "worker")
    said = browsing.words(client.get(reverse("rule", args=[PATHWAY, "conversation-offered"])))
    for words in ("72 hours later", "PATH 9.8, The return home conversation", "Worked examples", "overdue, due"):
        assert words in said


@pytest.mark.parametrize("address", ["/protocols/nowhere", f"/protocols/{PATHWAY}/nothing", "/protocols/england/nothing",
                                     f"/protocols/{PATHWAY}/instruments/nothing"])  # fmt: skip
def test_what_is_not_there_is_not_found(north: Partnership, address: str) -> None:
    assert browsing.browser(north, "worker").get(address).status_code == 404


def test_every_instrument_can_be_looked_over(north: Partnership) -> None:
    client = browsing.browser(north, "worker")
    for line in protocol_ids():
        for each in instruments_of(line):
            page = client.get(reverse("instrument", args=[line, each.id]))
            assert page.status_code == 200
            assert each.title in browsing.words(page)


@pytest.mark.parametrize("catalogue", sorted(load_england().catalogues))
def test_what_is_not_confirmed_shows_only_when_asked_for_and_then_marked(north: Partnership, catalogue: str) -> None:
    client = browsing.browser(north, "worker")
    address = reverse("national", args=[catalogue])
    plain, asked = (browsing.words(client.get(each)) for each in (address, f"{address}?unconfirmed=1"))
    doubtful = [(text, v.doubt) for e in load_england().catalogues[catalogue].entries for vs in e.statements.values()
                for v in vs for text in v.texts if v.doubt and len(text) > 20]  # fmt: skip
    for text, doubt in doubtful:
        assert text not in plain
        assert text in asked and doubt in asked


def test_why_leads_to_the_whole_rule(north: Partnership) -> None:
    episode = reported(north, invented_child(north), hours_ago=30)
    client = browsing.browser(north, "worker")
    page = client.get(reverse("episode", args=[episode])).content.decode()
    address = reverse("rule", args=[PATHWAY, "strategy-to-locate"])
    assert f'href="{address}"' in page and "The whole rule" in page
    assert client.get(address).status_code == 200
