"""The photograph on the sheet for the night: with its age and its permission, and on paper only where it is allowed."""

from __future__ import annotations

import io
from pathlib import Path
from uuid import UUID

import pypdf
import pytest
from django.test import Client, override_settings

from tests import browsing
from tests.partnership import acting, invented_child, northhaven, reported
from tests.record.test_documents import photograph
from tests.record.test_uploads import picture
from wayhome.platform import files
from wayhome.record.queries import documents

pytestmark = pytest.mark.django_db


def pictures(client: Client, child: UUID) -> tuple[int, str]:
    """Return how many pictures the paper holds, and its words."""
    made = pypdf.PdfReader(io.BytesIO(client.get(f"/children/{child}/at-night/pdf").content))
    assert len(made.pages) == 1
    return len(made.pages[0].images), " ".join(made.pages[0].extract_text().split())


def test_it_stands_on_the_sheet_and_on_paper_only_where_somebody_allowed_it(tmp_path: Path) -> None:
    with override_settings(FILES_ROOT=tmp_path):
        place = northhaven()
        child, client = invented_child(place), browsing.browser(place, "worker")
        assert "app-photograph" not in client.get(f"/children/{child}/at-night").content.decode()

        photograph(client, child, picture(), permission="not-given", by_whom="")
        page = client.get(f"/children/{child}/at-night")
        assert 'alt="The child, as photographed"' in page.content.decode()
        assert "Nobody has allowed the photograph to be shown to others" in browsing.words(page)
        assert "Older than 12 months" in browsing.words(page), "taken in 2020"
        assert pictures(client, child)[0] == 0, "paper is handed on, and this one may not be"

        photograph(client, child, picture(), permission="parents", by_whom="Invented Mother", uses="police only")
        shown, said = pictures(client, child)
        assert shown == 1 and "may be used to find the child: police only. Allowed by: Invented Mother." in said

        # An alert goes to every authority: a photograph that is allowed for some uses waits until the sender adds it.
        alert = f"/episodes/{reported(place, child, hours_ago=3)}/alert"
        asked = browsing.words(client.get(alert))
        assert "The photograph may be used for: police only. Add it only if" in asked
        assert 'width="160"' not in client.get(alert).content.decode()
        assert 'width="160"' in client.get(alert, {"with": ["", "photograph"]}).content.decode()

        with acting(place, "worker"):
            found = documents.photograph(child)
        assert found
        files.drop(found.id)
        shown, said = pictures(client, child)
        assert shown == 0 and "could not be read" in said, "a lost file does not take the sheet away"
        stranger = browsing.browser(place, "farshire").get(f"/children/{child}/at-night")
        assert stranger.status_code == 404
