"""Between two meetings the chair tells the operational leads, and it is seen whether something was done."""

from django.urls import reverse

from tests.browsing import browser, words
from tests.partnership import Partnership, acting, invented_child, said
from wayhome.clocks.queries import duties
from wayhome.record.operations import facts
from wayhome.record.queries import children
from wayhome.worklists.models import Notice

SENT = {"news": "Seen at the harbour with an older man.", "wanted": "Police go there now."}


def test_the_chair_tells_the_leads_and_what_was_done_ends_it(north: Partnership) -> None:
    child = invented_child(north)
    met, worker = browser(north, "met"), browser(north, "worker")
    there = reverse("between-meetings", args=[child])
    with acting(north, "met"):
        banner = children.banner(child)
    assert banner is not None
    reference = banner.reference
    assert "cannot wait" in words(met.get("/meetings")) and "cannot wait" not in words(worker.get("/meetings"))
    assert "No child that you may see" in words(met.get("/meetings/between?reference=R-99999"))
    assert met.get(f"/meetings/between?reference={reference}").headers["Location"] == there
    before = words(met.get(there))
    assert "Lead nurse for safeguarding" in before and "So far" not in before
    assert met.post(there, {**SENT, "news": " "}).status_code == 422
    assert met.post(there, {**SENT, "wanted": "x" * 2001}).status_code == 422
    refused = worker.post(there, SENT)
    assert refused.status_code == 422 and "Only the chair" in words(refused)
    assert not asked(north, child)
    after = words(met.post(there, SENT, follow=True))
    assert "To be done at once: Police go there now." in after and "To be done now" in after
    (duty,) = asked(north, child)
    assert duty.open and duty.owner == "met-chair" and duty.due_at is not None and duty.start_at is not None
    assert (duty.due_at - duty.start_at).total_seconds() == 4 * 3600
    with acting(north, "met"):
        assert Notice.objects.filter(child_id=child, role="met-coordinator").exists()
    assert "Seen at the harbour" in words(browser(north, "inspector").get(there)), "every agency must be able to act"
    overview = words(browser(north, "inspector").get(reverse("child", args=[child])))
    assert "To be done at once Seen at the harbour" in overview, "whoever is told lands there"
    with acting(north, "inspector") as actor:
        facts.record(actor=actor, child=child, drafts=[said("met.immediate-action-taken", text="Brought home.")])
    assert not [each for each in asked(north, child) if each.open]
    assert "To be done at once Seen" not in words(met.get(reverse("child", args=[child])))
    ended = words(met.get(there))
    assert "Brought home." in ended and "To be done now" not in ended


def test_a_protocol_without_it_has_no_such_page(south: Partnership) -> None:
    child, head = invented_child(south), browser(south, "manager")
    assert head.get(reverse("between-meetings", args=[child])).status_code == 404
    assert head.get("/meetings/between").status_code == 404
    assert "cannot wait" not in words(head.get(reverse("child-meetings", args=[child])))


def asked(place: Partnership, child: object) -> list[duties.Duty]:
    with acting(place, "met"):
        return [each for each in duties.of_child(child) if each.clock == "immediate-action"]  # type: ignore[arg-type]
