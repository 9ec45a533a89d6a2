"""A manager finds the children who need somebody, keeps the list for the team, and a worker finds it there."""

from __future__ import annotations

import pytest

from tests.journeys.faults import faults
from tests.journeys.reception import Reception
from tests.partnership import acting, invented_child, northhaven, reported, said
from wayhome.record.operations import facts
from wayhome.record.queries import children

pytestmark = pytest.mark.browser
PAGES = (
    "/children", "/children?only=missing&sort=review", "/children?level=worst", "/children/mine",
    "/children/export?level=high", "/team",
)  # fmt: skip


def test_a_list_is_chosen_kept_for_the_team_and_read_by_everybody(reception: Reception) -> None:
    place = northhaven()
    child = invented_child(place)
    with acting(place, "worker") as actor:
        facts.record(actor=actor, child=child, drafts=[said("exploitation.level-judged", 2, code="high")])
        known = children.banner(child)
    assert known
    reported(place, child, hours_ago=4)
    manager = reception.signed_in(place, "manager")
    manager.go("/children")
    manager.page.get_by_label("High or significant").check()
    manager.page.get_by_label("Missing now").check()
    manager.page.get_by_role("button", name="Apply filters").click()
    manager.page.wait_for_url("**/children?*level=high*")
    assert known.reference in manager.page.locator("table").inner_text()
    assert "Invented" not in manager.page.url and "Invented" not in manager.page.title()
    manager.page.get_by_text("Keep this choice as a list").click()
    manager.page.get_by_label("Name of the list").fill("High and missing")
    manager.page.get_by_label("For my whole team").check()
    manager.page.get_by_role("button", name="Keep", exact=True).click()
    worker = reception.signed_in(place, "worker")
    worker.go("/children")
    worker.page.get_by_role("link", name="High and missing").click()
    worker.page.wait_for_url("**only=missing*")
    assert known.reference in worker.page.locator("table").inner_text()
    wrong = []
    for path in PAGES:
        manager.go(path)
        manager.page.evaluate("document.querySelectorAll('details').forEach((folded) => { folded.open = true })")
        wrong += [f"{path}: {fault}" for fault in faults(manager)]
    assert not wrong, "\n" + "\n".join(wrong)
