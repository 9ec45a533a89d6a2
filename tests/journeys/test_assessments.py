"""Assessments in a real browser: nothing typed is lost, a manager signs, a duty is met, and a phone is enough."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, ViewportSize, expect

from tests import browsing
from tests.journeys.person import Person
from tests.journeys.reception import Reception, let_in
from tests.partnership import PASSWORD, Partnership, acting, build, invented_child, reported, said, southhaven
from wayhome.assessment.operations import drafts, sheets
from wayhome.assessment.operations.drafts import Start
from wayhome.assessment.queries import sheets as sheet_queries
from wayhome.assessment.voice import Voice
from wayhome.clocks.queries import duties
from wayhome.engine.instruments import Kind
from wayhome.packs.instruments import load_instrument
from wayhome.record.operations.facts import record
from wayhome.record.queries.ledger import current_facts

pytestmark = pytest.mark.browser
FOURLSCB = "4lscb-2013"
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
PHONE = ViewportSize(width=390, height=844)
NARROW = ViewportSize(width=320, height=800)


def westhaven() -> Partnership:
    """An invented partnership under the four boards' protocol, which has SERAF."""
    from tests.partnership import _database

    return build(_database(), "westhaven", FOURLSCB)


def saved(page: Page) -> None:
    expect(page.locator("[data-autosave-status]")).to_contain_text("Saved at")


def test_seraf_survives_a_lost_session_and_is_signed(reception: Reception) -> None:
    west = westhaven()
    child = invented_child(west)
    with acting(west, "worker") as actor:
        record(actor=actor, child=child, drafts=[said("referral.received", 2, code="sexual-exploitation")])
    assert seraf_duty(west, child) in ("running", "due-soon")
    let_in(west, "worker")
    worker = reception.signed_in(west, "worker")
    worker.go(f"/children/{child}/assessments")
    worker.sees("Asked for by: SERAF within seven working days")
    worker.follow("SERAF, the Sexual Exploitation Risk Assessment Framework")
    worker.sees("© Barnardo's")
    for label, number in (("Day", "6"), ("Month", "3"), ("Year", "2026")):
        worker.write(label, number)
    worker.press("Start")
    task_list = worker.page.url
    worker.follow("Vulnerabilities")
    section = worker.page.url
    first = worker.page.get_by_role("group", name="Emotional neglect by parent/carer/family member")
    first.get_by_label("Yes", exact=True).check()
    saved(worker.page)
    why = worker.page.get_by_label("Why: Emotional neglect by parent/carer/family member")
    why.fill("She absconded from home, her aunt says")
    expect(worker.page.locator(".app-language-hint").first).to_contain_text("went missing")
    saved(worker.page)
    loses_the_session(worker)
    # The battery is dead too: another machine, and the draft is there, on the same page.
    other = reception.visitor()
    other.go(section)
    other.write("E-mail address", "worker@westhaven.example")
    other.write("Password", PASSWORD)
    other.press("Sign in")
    assert other.page.url == section
    expect(other.page.get_by_label("Why: Emotional neglect by parent/carer/family member")).to_have_value(
        "She went missing from home, her aunt says"
    )
    expect(other.page.get_by_role("group", name="Emotional neglect by").get_by_label("Yes", exact=True)).to_be_checked()
    saves_while_it_is_saving(other, section)
    fills_the_rest(west, task_list)
    checks_and_sends(other, task_list)
    sheet = other.page.url
    signs(reception, west, sheet)
    with acting(west, "worker"):
        told = current_facts(child, ["assessment.seraf"])
    assert [each.code for each in told] == ["mild"]
    assert seraf_duty(west, child) == "met"
    other.go(sheet)
    other.sees("Signed", "By the manager’s leave", "© Barnardo's")
    other.follow("Print this version")
    other.sees("OFFICIAL-SENSITIVE", "Protocol in force", "Southampton protocol, version", "Version")


def seraf_duty(place: Partnership, child: UUID) -> str:
    """Where the duty to complete a SERAF within seven working days stands."""
    with acting(place, "worker"):
        return next(each.state for each in duties.of_child(child) if each.clock == "seraf")


def loses_the_session(worker: Person) -> None:
    """Signed out while writing: the page says so, keeps the words, and saves them after signing in elsewhere."""
    page = worker.page
    kept = page.context.cookies()
    page.context.clear_cookies()
    page.get_by_label("Why: Emotional neglect by parent/carer/family member").fill(
        "She went missing from home, her aunt says"
    )
    expect(page.locator("[data-autosave-status]")).to_contain_text("you are signed out")
    page.context.add_cookies([each for each in kept if each["name"] == "sessionid"])
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    saved(page)


def saves_while_it_is_saving(worker: Person, section: str) -> None:
    """Save is pressed while the last change is on its way: the form waits for it, and nobody's words stand twice."""
    page, on_its_way = worker.page, list[Route]()

    def hold(route: Route) -> None:
        on_its_way.append(route)

    page.route("**/save", hold)
    why = page.get_by_label("Why: Emotional neglect by parent/carer/family member")
    why.fill("She went missing from home, her aunt says. Twice")
    page.get_by_role("button", name="Save and continue").click()
    expect(page).to_have_url(section)
    assert len(on_its_way) == 1
    on_its_way[0].continue_()
    expect(page).not_to_have_url(section)
    page.unroute("**/save")
    worker.go(section)
    expect(why).to_have_value("She went missing from home, her aunt says. Twice")
    expect(page.locator("body")).not_to_contain_text("Both are kept")


def fills_the_rest(place: Partnership, task_list: str) -> None:
    """Everything else at once: six vulnerabilities, nothing more, and the birth date of a child of 14."""
    draft = UUID(task_list.rsplit("/", 1)[1])
    sent: dict[str, dict[str, list[str]]] = {}
    for section in load_instrument(FOURLSCB, "seraf").sections:
        for number, item in enumerate(section.items):
            said = "yes" if section.id == "vulnerabilities" and number < 6 else "no"
            if item.id == "emotional-neglect":
                continue
            if item.kind is Kind.TICK:
                sent[item.id] = {name: [said] for name in item.windows or ("answer",)}
                sent[item.id] |= {"reason": ["Her mother told us"]} if said == "yes" else {}
            elif item.kind is Kind.TEXT:
                sent[item.id] = {"text": ["Invented words"]}
            else:
                sent[item.id] = {"day": ["5"], "month": ["3"], "year": ["2026"]}
    with acting(place, "worker") as actor:
        drafts.save(actor=actor, draft=draft, edition=999, sent=sent)


def checks_and_sends(worker: Person, task_list: str) -> None:
    worker.go(task_list)
    worker.follow("Check the answers, judge and send")
    worker.sees("What the form says", "What you judge", "6 points", "Because: She went missing from home")
    worker.press("Send the form")
    worker.sees("The form is not finished yet", "A professional's own judgement", "Say whether the child was asked")
    worker.choose("Was the child asked what they say and want?", "Yes")
    worker.write("Who asked the child?", "Her mentor")
    worker.write("What does the child say and want?", "She wants to stay at her school")
    worker.page.locator("input[name='judgement.level'][value='category-2']").check()
    worker.page.get_by_label("Why do you judge so?").fill("Her aunt and her school stand by her")
    saved(worker.page)
    worker.press("Send the form")
    worker.sees("Waiting for a signature", "Her aunt and her school stand by her", "She wants to stay at her school")


def signs(reception: Reception, place: Partnership, sheet: str) -> None:
    manager = reception.signed_in(place, "manager")
    manager.go("/assessments")
    manager.sees("Waiting for your signature")
    manager.follow("SERAF, the Sexual Exploitation Risk Assessment Framework")
    assert manager.page.url == sheet
    manager.choose("What do you decide?", "Sign it")
    manager.write("Comments for the writer", "By the manager’s leave")
    manager.press("Save the decision")
    manager.sees("Signed. What the form says is part of the record now.")


def test_a_missing_childs_risk_is_assessed_on_a_phone_without_a_script(reception: Reception) -> None:
    south = southhaven()
    child = invented_child(south)
    episode = reported(south, child, hours_ago=5)
    worker = reception.signed_in(south, "worker", script=False, size=PHONE)
    worker.go(f"/episodes/{episode}")
    worker.follow("Fill in a form: risk assessment, information for the police")
    worker.follow("Missing child risk assessment record")
    for label, number in (("Day", "6"), ("Month", "3"), ("Year", "2026")):
        worker.write(label, number)
    worker.press("Start")
    worker.follow("The child and the day")
    for label, number in (("Day", "31"), ("Month", "2"), ("Year", "2026")):
        worker.write(label, number)
    worker.write("Address from which missing", "1 Invented Street")
    worker.press("Save and continue")
    worker.sees("There is a problem", "There is no such date")
    worker.write("Day", "6")
    worker.write("Month", "3")
    worker.press("Save and continue")
    for group in worker.page.locator(".app-question").all():
        group.get_by_label("No", exact=True).check()
    worker.press("Save and continue")
    for label in ("Summary of risk", "Summary of actions taken", "Completed by, full name"):
        worker.write(label, "Invented words")
    for label, number in (("Day", "7"), ("Month", "3"), ("Year", "2026")):
        worker.write(label, number)
    worker.press("Save and continue")
    worker.press("Send the form")
    worker.sees("Signed", "Invented words")
    with acting(south, "worker"):
        assert [each.text for each in current_facts(child, ["missing.risk-assessed"])] == ["Invented words"]
        assert {each.episode for each in current_facts(child, ["missing.risk-assessed"])} == {episode}


def test_each_kind_of_page_reads_well_wide_and_narrow(reception: Reception) -> None:
    south = southhaven()
    child = invented_child(south)
    episode = reported(south, child, hours_ago=5)
    first, second, draft = _versions(south, child)
    pages = [
        f"/children/{child}/assessments",
        f"/children/{child}/assessments/begin/lewisham-2017/cse-toolkit",
        f"/episodes/{episode}/forms",
        "/assessments",
        f"/assessments/{second}",
        f"/assessments/{second}/print",
        f"/assessments/{first}/compare/{second}",
        f"/assessments/drafts/{draft}",
        f"/assessments/drafts/{draft}/check",
        f"/assessments/drafts/{draft}/hand-over",
        f"/assessments/drafts/{draft}/day",
        f"/assessments/drafts/{draft}/discard",
        *(
            f"/assessments/drafts/{draft}/sections/{each.id}"
            for each in load_instrument("lewisham-2017", "cse-toolkit").sections
        ),
        *(_rows_pages(south, child)),
    ]
    worker = reception.signed_in(south, "worker", size=NARROW)
    faults = []
    for path in pages:
        for width in (320, 1280):
            worker.page.set_viewport_size({"width": width, "height": 800})
            worker.go(path)
            found = Axe().run(worker.page, options=RULES)
            faults += [
                f"{path} {width}: {v['id']}: {v['nodes'][0]['html'][:160]}" for v in found.response["violations"]
            ]
            if worker.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                faults.append(f"{path} {width}: is wider than the screen")
    assert not faults, "\n".join(faults)


def _versions(place: Partnership, child: UUID) -> tuple[UUID, UUID, UUID]:
    """Two signed versions that differ, and a draft in which somebody else wrote too."""
    sent = []
    for tick in ("no", "yes"):
        draft = _begun(place, child, "cse-toolkit")
        with acting(place, "worker") as actor:
            drafts.save(actor=actor, draft=draft, edition=1, sent=_answers("cse-toolkit", tick))
            drafts.judge(actor=actor, draft=draft, level="medium", reason="What she told us")
            drafts.hear(actor=actor, draft=draft, voice=Voice("yes", "Her mentor", "She wants to stay at her school"))
            sent.append(sheets.send(actor=actor, draft=draft))
        with acting(place, "manager") as actor:
            sheets.sign(actor=actor, sheet=sent[-1])
    draft = _begun(place, child, "cse-toolkit")
    item = next(each.id for each in load_instrument("lewisham-2017", "cse-toolkit").items() if each.kind is Kind.TEXT)
    with acting(place, "worker") as actor:
        drafts.save(actor=actor, draft=draft, edition=1, sent={item: {"text": ["She absconded"]}})
        drafts.save(actor=actor, draft=draft, edition=1, sent={item: {"text": ["She ran home"]}})
    return sent[0], sent[1], draft


def _rows_pages(place: Partnership, child: UUID) -> list[str]:
    draft = _begun(place, child, "police-information-sharing")
    form = load_instrument("lewisham-2017", "police-information-sharing")
    return [f"/assessments/drafts/{draft}/sections/{each.id}" for each in form.sections]


def _begun(place: Partnership, child: UUID, instrument: str) -> UUID:
    with acting(place, "worker") as actor:
        start = Start("child", child, "lewisham-2017", instrument, date(2026, 3, 6), born_on=date(2012, 2, 29))
        return drafts.begin(actor=actor, start=start)


def _answers(instrument: str, tick: str) -> dict[str, dict[str, list[str]]]:
    sent: dict[str, dict[str, list[str]]] = {}
    for item in load_instrument("lewisham-2017", instrument).items():
        if item.kind is Kind.TICK:
            sent[item.id] = {name: [tick] for name in item.windows or ("answer",)} | {"reason": ["Her mother said so"]}
        elif item.kind is Kind.DATE:
            sent[item.id] = {"day": ["5"], "month": ["3"], "year": ["2026"]}
        else:
            sent[item.id] = {"text": ["Invented words"]}
    return sent


def test_nobody_else_sees_a_draft_and_no_stranger_a_version(reception: Reception) -> None:
    south = southhaven()
    child = invented_child(south)
    first, _, draft = _versions(south, child)
    for who, path, status in (
        ("manager", f"/assessments/drafts/{draft}", 404),
        ("nurse", f"/assessments/{first}", 404),
        ("nurse", f"/assessments/{first}/print", 404),
        ("farshire", f"/children/{child}/assessments", 404),
        ("manager", f"/assessments/{first}", 200),
    ):
        assert browsing.browser(south, who).get(path).status_code == status, (who, path)
    with acting(south, "nurse"):
        assert sheet_queries.about(child) == ()
