"""Documents in the browser: kept outside the web's reach, handed over only to who may see, never to be run."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, connection, transaction
from django.test import Client, override_settings
from django.urls import reverse

from tests import browsing
from tests.partnership import Partnership, acting, invented_child, northhaven, said
from tests.record.test_uploads import PDF, picture
from wayhome.platform import files
from wayhome.platform.web.uploads import LARGEST
from wayhome.record.models import Document
from wayhome.record.operations import facts
from wayhome.record.queries import documents

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    with override_settings(FILES_ROOT=tmp_path / "files"):
        yield tmp_path / "files"


@pytest.fixture
def place(db: None, folder: Path) -> Partnership:
    return northhaven()


@pytest.fixture
def child(place: Partnership) -> UUID:
    return invented_child(place)


def send(browser: Client, child: UUID, content: bytes = PDF, name: str = "Amara smith.pdf", **boxes: str):  # type: ignore[no-untyped-def]
    where = reverse("add-document", args=[child])
    given = {"type": "minutes", "title": "Strategy meeting", "seen_by": "identity", "key": str(uuid4()), **boxes}
    return browser.post(where, {**given, "file": SimpleUploadedFile(name, content, "text/html")})


def sent(place: Partnership, child: UUID, by: str = "worker") -> tuple[documents.DocumentView, ...]:
    with acting(place, by):
        return documents.of_child(child)


def kept(folder: Path) -> list[Path]:
    return [Path(where) / name for where, _, names in os.walk(folder) for name in names]


def test_a_document_is_kept_announced_listed_and_handed_over(place: Partnership, child: UUID, folder: Path) -> None:
    browser = browsing.browser(place, "worker")
    assert "choose a file" in browsing.words(browser.post(reverse("add-document", args=[child]), {}))
    assert send(browser, child).status_code == 302
    (found,) = sent(place, child)
    page = browsing.words(browser.get(reverse("child-documents", args=[child])))
    assert "Strategy meeting" in page
    assert "Minutes, PDF, 1 KB" in page
    assert "Every agency that works with the child" in page
    answer = browser.get(reverse("document", args=[found.id]))
    assert answer.content == PDF
    assert re.fullmatch(r'attachment; filename="C-[A-Z0-9-]+-minutes-[0-9a-f]{8}\.pdf"', answer["Content-Disposition"])
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "no-store"
    timeline = browsing.words(browser.get(reverse("child-timeline", args=[child])))
    assert "Strategy meeting" in timeline


def test_on_disk_there_is_a_random_name_and_nobody_else_may_read(place: Partnership, child: UUID, folder: Path) -> None:
    send(browsing.browser(place, "worker"), child, name="../../../etc/Amara Smith.html")
    (found,), (file,) = sent(place, child), kept(folder)
    assert file == folder / found.id.hex[:2] / found.id.hex
    assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(FileExistsError):
        files.put(found.id, b"another")
    assert file.read_bytes() == PDF


def test_a_form_sent_twice_keeps_one(place: Partnership, child: UUID, folder: Path) -> None:
    browser, key = browsing.browser(place, "worker"), str(uuid4())
    assert send(browser, child, key=key).status_code == send(browser, child, key=key).status_code == 302
    assert len(sent(place, child)) == len(kept(folder)) == 1


@pytest.mark.parametrize(
    ("seen_by", "sees"),
    [
        ("identity", {"worker", "inspector", "nurse"}),
        ("care", {"worker", "inspector"}),
        ("health", {"worker", "nurse"}),  # the own agency sees what it recorded
        ("intelligence", {"worker", "inspector"}),
    ],
)
def test_it_is_seen_by_whom_its_class_allows_and_by_nobody_else(
    place: Partnership, child: UUID, seen_by: str, sees: set[str]
) -> None:
    send(browsing.browser(place, "worker"), child, seen_by=seen_by)
    (found,) = sent(place, child)
    where = reverse("document", args=[found.id])
    for name in ("worker", "inspector", "nurse", "farshire"):
        browser = browsing.browser(place, name)
        assert browser.get(where).status_code == (200 if name in sees else 404), name
        listed = browser.get(reverse("child-documents", args=[child])).content.decode()
        assert ("Strategy meeting" in listed) is (name in sees), name
    assert Client().get(where).status_code == 302  # nobody signed in: to the sign-in page


def test_every_opening_is_written_down(place: Partnership, child: UUID) -> None:
    browser = browsing.browser(place, "worker")
    send(browser, child)
    (found,) = sent(place, child)
    browser.get(reverse("document", args=[found.id]))
    with acting(place, "worker"), connection.cursor() as cursor:
        cursor.execute(
            "select verb, subjects from platform_auditentry where what = %s", [f"download document {found.id}"]
        )
        assert [(verb, str(child) in subjects) for verb, subjects in cursor.fetchall()] == [("read", True)]


def test_a_withdrawn_document_is_listed_and_not_handed_over(place: Partnership, child: UUID) -> None:
    browser = browsing.browser(place, "worker")
    send(browser, child)
    (found,) = sent(place, child)
    assert browser.post(reverse("withdraw-fact", args=[found.fact]), {"reason": "Of another child"}).status_code == 302
    assert browser.get(reverse("document", args=[found.id])).status_code == 404
    assert "Withdrawn: Of another child" in browsing.words(browser.get(reverse("child-documents", args=[child])))


def test_a_corrected_title_is_shown_and_takes_nothing_away(place: Partnership, child: UUID) -> None:
    browser = browsing.browser(place, "worker")
    send(browser, child, title="Strategy meting")
    photograph(browser, child, picture())
    for found in sent(place, child):
        with acting(place, "worker") as actor:
            draft = said(
                found.kind, 30, **({} if found.photograph else {"code": "minutes", "text": "Strategy meeting"})
            )
            facts.correct(actor=actor, fact=found.fact, draft=draft, reason="Spelt wrongly")
    page = browsing.words(browser.get(reverse("child-documents", args=[child])))
    assert "Strategy meeting" in page
    assert "Strategy meting" not in page
    assert "by somebody with parental responsibility" in page  # the permission stays with the photograph
    for found in sent(place, child):
        assert found.withdrawn == ""
        assert browser.get(reverse("document", args=[found.id])).status_code == 200


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<html><script>alert(1)</script>", "photo.jpg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "photo.png"),
        (b"\xff\xd8\xff<script>alert(1)</script>", "photo.jpg"),
    ],
)
def test_a_file_that_lies_is_refused_and_nothing_of_it_is_kept(
    place: Partnership, child: UUID, folder: Path, content: bytes, name: str
) -> None:
    answer = send(browsing.browser(place, "worker"), child, content, name)
    assert answer.status_code == 422
    assert "There is a problem" in browsing.words(answer)
    assert "Strategy meeting" in answer.content.decode()  # what was typed is still there
    assert sent(place, child) == ()
    assert kept(folder) == []


def test_a_file_too_large_is_thrown_away_as_it_arrives(place: Partnership, child: UUID, folder: Path) -> None:
    answer = send(browsing.browser(place, "worker"), child, PDF + b"\0" * LARGEST)
    assert answer.status_code == 422
    assert "20 MB or less" in browsing.words(answer)
    assert kept(folder) == []


def test_a_refused_fact_leaves_no_file(place: Partnership, child: UUID, folder: Path) -> None:
    answer = send(browsing.browser(place, "worker"), child, title="x" * 10_000)
    assert answer.status_code == 422
    assert kept(folder) == []


def photograph(browser: Client, child: UUID, content: bytes, **boxes: str):  # type: ignore[no-untyped-def]
    given = {
        "taken_on_day": "1",
        "taken_on_month": "3",
        "taken_on_year": "2020",
        "permission": "parents",
        "by_whom": "Mum",
    }
    given |= {"key": str(uuid4()), **boxes}
    return browser.post(
        reverse("add-photograph", args=[child]), {**given, "file": SimpleUploadedFile("x.svg", content)}
    )


def test_a_photograph_is_shown_with_its_date_and_permission_and_may_not_run(place: Partnership, child: UUID) -> None:
    browser = browsing.browser(place, "worker")
    assert "Who gave permission" in browsing.words(photograph(browser, child, picture(), by_whom=""))
    assert photograph(browser, child, PDF).status_code == 422
    assert photograph(browser, child, picture("PNG", (400, 400))).status_code == 302
    (found,) = sent(place, child)
    page = browser.get(reverse("child-documents", args=[child]))
    assert "1 March 2020. Older than 12 months" in browsing.words(page)
    assert "by somebody with parental responsibility" in browsing.words(page)
    shown = browser.get(reverse("photograph", args=[found.id]))
    assert (shown["Content-Type"], shown["Content-Disposition"]) == ("image/jpeg", "inline")
    assert shown["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert shown.content[:3] == b"\xff\xd8\xff"
    assert browsing.browser(place, "farshire").get(reverse("photograph", args=[found.id])).status_code == 404


def test_a_document_is_never_shown_on_a_page_even_a_picture(place: Partnership, child: UUID) -> None:
    browser = browsing.browser(place, "worker")
    send(browser, child, picture(), "a.jpg", type="message-or-screenshot")
    (found,) = sent(place, child)
    assert browser.get(reverse("photograph", args=[found.id])).status_code == 404
    assert browser.get(reverse("document", args=[found.id]))["Content-Disposition"].startswith("attachment")


def test_a_lost_file_is_not_passed_over_in_silence(place: Partnership, child: UUID, folder: Path) -> None:
    send(browsing.browser(place, "worker"), child)
    (found,) = sent(place, child)
    files.drop(found.id)
    with pytest.raises(files.NoFile, match="WAYHOME_FILES"):
        files.get(found.id)


def test_rows_are_append_only_and_guarded(place: Partnership, child: UUID) -> None:
    send(browsing.browser(place, "worker"), child)
    with acting(place, "worker"):
        assert Document.objects.count() == 1
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Document.objects.update(size=2)


def test_nobody_sees_nothing(place: Partnership, child: UUID, as_app) -> None:  # type: ignore[no-untyped-def]
    with as_app(None) as nobody:
        assert isinstance(nobody, psycopg.Connection)
        for table in ("record_document", "record_particulars"):
            assert nobody.execute(f"select count(*) from {table}").fetchone() == (0,)  # type: ignore[arg-type]


def test_the_folder_is_not_among_the_files_anybody_is_served() -> None:
    from django.conf import settings

    assert not Path(settings.FILES_ROOT).is_relative_to(settings.STATIC_ROOT)
    assert not Path(settings.STATIC_ROOT).is_relative_to(settings.FILES_ROOT)
