"""Access and sharing: who may see a child's record, sealing it, naming people for it, and keeping somebody away."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests import browsing
from tests.partnership import Partnership, invented_child

pytestmark = pytest.mark.django_db


def test_the_page_is_in_the_row_and_not_there_for_who_may_not_see_the_child(north: Partnership) -> None:
    child = invented_child(north)
    page = browsing.browser(north, "worker").get(reverse("child-access", args=[child]))
    assert "Access and sharing" in browsing.words(page)
    assert browsing.browser(north, "farshire").get(reverse("child-access", args=[child])).status_code == 404
