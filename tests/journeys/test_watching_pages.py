"""The pages of who watches over the records, and of keeping and giving out: wide and narrow, no fault, nothing cut off."""

from __future__ import annotations

import json
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.urls import reverse

from tests.browsing import browser
from tests.disclosure.test_sharing import decided, filled
from tests.journeys.faults import faults
from tests.journeys.reception import Reception
from tests.partnership import LONG_AGO, Partnership, acting, as_owner, invented_child, northhaven, said
from wayhome.packs.odd_looks import load_odd_looks
from wayhome.platform.operations import audit
from wayhome.platform.operations import partnership as setting_up
from wayhome.platform.roles import as_clock
from wayhome.record.models import OddLook
from wayhome.record.operations import facts

pytestmark = pytest.mark.browser


@pytest.fixture
def watched(reception: Reception) -> tuple[Partnership, UUID, UUID]:
    """Let "met" watch over the records; return a child of whom something was given out, and the fact that was."""
    place = northhaven()
    with as_owner():
        post = setting_up.add_post(
            authority=place.authority, role="data-guardian", title="Guardian", agency=place.agencies["social-care"]
        )
        setting_up.hold(authority=place.authority, post=post, users=[place.people["met"]], from_at=LONG_AGO)
    child = invented_child(place)
    with acting(place, "worker") as actor:
        told = [
            said("child.name", text="Ida Worker"),
            said("child.said", 3, text="I was with Zebedee Northgate. 07700 900321"),
        ]
        _, fact = facts.record(actor=actor, child=child, drafts=told)
        audit.write(actor=actor, verb="read", what="child", subjects=[child])
    client = browser(place, "worker")
    share = f"/children/{child}/share"
    body = filled(place, client.get(share), facts=[str(fact)], named=[str(child)])
    assert client.post(share, decided(client.post(share, body), body)).status_code == 302
    rules = {**load_odd_looks().numbers(), "every": 0}
    with transaction.atomic(), as_clock(), connection.cursor() as cursor:
        cursor.execute("select wayhome_find_odd_looks(%s::jsonb, clock_timestamp())", [json.dumps(rules)])
    return place, child, fact


def test_every_page_of_who_watches_can_be_read(reception: Reception, watched: tuple[Partnership, UUID, UUID]) -> None:
    place, child, fact = watched
    who = reception.signed_in(place, "met")
    with acting(place, "met"):
        odd = OddLook.objects.values_list("id", flat=True).first()
    assert odd, "a look to ask about, so that no page is tested empty"
    wrong = []
    for name, address in (
        ("odd looks", reverse("odd-looks")), ("one odd look", reverse("odd-look", args=[odd])),
        ("openings", reverse("openings")), ("audit", reverse("audit")), ("keeping", reverse("retention")),
        ("who may see an entry", reverse("entry-access", args=[child, fact])), ("share", f"/children/{child}/share?fact={fact}"),
        ("sharings", reverse("sharings")),
    ):  # fmt: skip
        who.go(address)
        wrong += [f"{name}: {fault}" for fault in faults(who)]
    assert not wrong, "\n" + "\n".join(wrong)
