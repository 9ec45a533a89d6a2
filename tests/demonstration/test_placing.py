"""The neighbouring council reads the children it placed here, and no other child."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests import browsing, partnership
from tests.partnership import acting, as_owner, invented_child, said
from wayhome.demonstration.placing import COORDINATOR, share_placed
from wayhome.record.operations.facts import record

pytestmark = pytest.mark.django_db


def test_a_placed_child_is_read_by_the_council_that_placed_the_child_and_no_other_is() -> None:
    east = partnership.build(partnership._database(), "easthaven", "portsmouth-pathway")
    with as_owner():  # what the owner's connection does not commit itself, it does not see
        placed, own = invented_child(east), invented_child(east)
        with acting(east, "worker") as actor:
            record(actor=actor, child=placed, drafts=[said("child.placement", 9, code="placed-in")])
        share_placed(
            authority=east.authority, agency=east.agencies["social-care"],
            agencies={"northmoor": east.agencies["other-authority"]}, users={COORDINATOR: east.people["met"]},
        )  # fmt: skip
    council = browsing.browser(east, "farshire")
    page = council.get(reverse("child", args=[placed]))
    assert "What was agreed Nothing is recorded that you may see." in browsing.words(page)
    assert council.get(reverse("child", args=[own])).status_code == 404
