"""Something else to record: what the protocol in force listens for about a child can be told, each on its own form."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests import browsing
from tests.partnership import Partnership, acting, invented_child, northhaven, reported, southhaven
from wayhome.clocks.protocols import active
from wayhome.clocks.queries import duties
from wayhome.clocks.queries.listened import listened
from wayhome.desk.web.recording import NOT_HERE
from wayhome.packs.loading import load_protocol
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.record.queries import ledger

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(db: None) -> Partnership:
    return northhaven()


@pytest.fixture
def boards(db: None) -> Partnership:
    return southhaven()


def links(browser: Client, child: UUID) -> list[str]:
    page = browser.get(reverse("child-record", args=[child]))
    assert page.status_code == 200
    return [part.split('"')[0] for part in page.content.decode().split('href="')]


def send(browser: Client, where: str, **boxes: str):  # type: ignore[no-untyped-def]
    return browser.post(where, boxes)


def test_everything_that_starts_a_duty_about_a_child_leads_to_a_form(place: Partnership) -> None:
    child = invented_child(place)
    reported(place, child, hours_ago=3)
    browser = browsing.browser(place, "worker")
    there = links(browser, child)
    kinds = load_vocabulary().kinds
    asked = [
        each.kind
        for each in listened(active(place.authority))
        if each.starts and kinds[each.kind].subject == "child" and not each.kind.startswith(NOT_HERE)
    ]
    assert asked
    for kind in asked:
        if kinds[kind].handling != "intelligence":
            assert any(kind in href or "/status/" in href or "/about/" in href for href in there), kind
    mine = [href for href in there if href.startswith(f"/children/{child}/record/")]
    assert mine
    for href in mine:
        assert browser.get(href).status_code == 200, href


def test_a_fact_that_only_starts_a_duty_starts_it(place: Partnership) -> None:
    child = invented_child(place)
    browser = browsing.browser(place, "worker")
    where = reverse("child-act", args=[child, "safeguarding.slavery-suspected"])
    assert where in links(browser, child)
    kind = load_vocabulary().kinds["safeguarding.slavery-suspected"]
    value = {"text": "He was told to work for nothing", "code": next(iter(kind.values), "")}.get(kind.value, "")
    sent = send(browser, where, value=value, **browsing.at_day("when", 2))
    assert sent.status_code == 302, browsing.words(sent)
    assert sent["Location"] == reverse("child-record", args=[child])
    with acting(place, "worker"):
        assert [e.kind for e in ledger.current_facts(child, [kind.id])] == [kind.id]
        assert any(d.clock == "slavery-strategy" and d.open for d in duties.of_child(child))
    again = send(browser, where, value=value, **browsing.at_day("when", 2))
    assert again.status_code in (302, 422)


def test_a_duty_of_no_episode_is_met_from_the_overview(place: Partnership) -> None:
    """Danger now: the overview says what is owed and leads straight to the form that records it, asking for that alone."""
    child, browser = invented_child(place), browsing.browser(place, "worker")
    overview = reverse("child", args=[child])
    danger = reverse("child-act", args=[child, "safeguarding.immediate-danger"])
    assert send(browser, danger, **browsing.at_day("when", 1), value="Two men wait outside").status_code == 302
    form = reverse("child-act", args=[child, "safeguarding.strategy-discussion"]) + "?value=immediate-danger"
    assert f'href="{form}"' in browser.get(overview).content.decode()
    asked = browser.get(form).content.decode()
    assert 'value="immediate-danger"' in asked and 'value="organised-abuse"' not in asked
    wrong = send(browser, form, value="immediate-danger")
    assert "<title>Error: Record" in wrong.content.decode()
    held = {**browsing.at_day("when", 0.5), "value": "immediate-danger", "note": "A foster home tonight"}
    assert send(browser, form, **held).status_code == 302
    assert f'href="{form}"' not in browser.get(overview).content.decode()


def test_what_is_about_an_episode_waits_until_there_is_one(place: Partnership) -> None:
    child = invented_child(place)
    browser = browsing.browser(place, "worker")
    assert not [href for href in links(browser, child) if href.startswith("/episodes/")]
    episode = reported(place, child, hours_ago=3)
    there = [href for href in links(browser, child) if href.startswith(f"/episodes/{episode}")]
    assert any("publicity.proposed" in href for href in there)
    assert not [href for href in there if "/record/return." in href]


def test_a_kind_there_is_not_and_a_child_one_may_not_see_are_not_there(place: Partnership, boards: Partnership) -> None:
    child = invented_child(place)
    browser, other = browsing.browser(place, "worker"), browsing.browser(boards, "worker")
    assert other.get(reverse("child-record", args=[child])).status_code == 404
    for kind in ("no.such", "missing.began", "missing.update", "context.name"):
        assert browser.get(reverse("child-act", args=[child, kind])).status_code == 404, kind
    known = reverse("child-act", args=[child, "safeguarding.harm-suspected"])
    assert other.get(known).status_code == 404
    assert browser.get(reverse("child-act", args=[uuid4(), "safeguarding.harm-suspected"])).status_code == 404


def test_an_act_without_a_day_is_refused_and_loses_no_word(place: Partnership) -> None:
    browser = browsing.browser(place, "worker")
    where = reverse("child-act", args=[invented_child(place), "incident.significant"])
    sent = send(
        browser,
        where,
        value="A fight by the pier",
        note="A fight by the pier",
        when_day="31",
        when_month="2",
        when_year="2026",
    )
    assert sent.status_code == 422
    assert "A fight by the pier" in sent.content.decode()


@pytest.mark.parametrize("line", ["portsmouth-pathway", "lewisham-2017", "4lscb-2013"])
def test_what_a_protocol_listens_for_is_of_the_vocabulary_and_each_kind_is_there_once(line: str) -> None:
    heard = listened(load_protocol(line))
    kinds = [each.kind for each in heard]
    assert len(kinds) == len(set(kinds))
    assert set(kinds) <= load_vocabulary().kinds.keys()
    assert all(each.starts or each.meets for each in heard)
