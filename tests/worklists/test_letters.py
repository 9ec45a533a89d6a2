"""E-mails over a real mail server and a real HTTP server that speaks as GOV.UK Notify does: none lost, none doubled."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiosmtpd.controller import Controller
from django.db import connection, transaction
from django.test import Client, override_settings

from tests.browsing import browser, words
from tests.partnership import Partnership, acting, invented_child, reported
from wayhome.platform import wall
from wayhome.platform.models import Outbox
from wayhome.platform.operations import outbox
from wayhome.platform.roles import as_clock
from wayhome.worklists.models import MailChoice
from wayhome.worklists.operations import delivery, digests

MORNING = datetime(2031, 3, 4, 8, 30, tzinfo=UTC)


@dataclass
class Post:
    """What a mail server took, and the addresses it refuses for good."""

    taken: list[tuple[str, str, str]] = field(default_factory=list)
    refuses: str = ""

    async def handle_RCPT(self, _s: Any, _session: Any, envelope: Any, address: str, _o: Any) -> str:  # noqa: N802
        if address == self.refuses:
            return "550 there is no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _s: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        from email import message_from_bytes

        letter = message_from_bytes(envelope.content)
        self.taken.append((envelope.rcpt_tos[0], letter["Message-ID"], str(letter.get_payload(decode=True), "utf-8")))
        return "250 OK"


@contextmanager
def mail_server(post: Post) -> Iterator[None]:
    """Run a real SMTP server for the block, and have the settings name it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(post, hostname="127.0.0.1", port=port)
    server.start()
    try:
        smtp = "django.core.mail.backends.smtp.EmailBackend"
        with override_settings(EMAIL_BACKEND=smtp, EMAIL_HOST="127.0.0.1", EMAIL_PORT=port):
            yield
    finally:
        server.stop()


class Notify(BaseHTTPRequestHandler):
    """As much of GOV.UK Notify's interface as sending an e-mail needs; what it has is on the server."""

    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query).get("reference", [""])[0]
        found = [sent for sent in self.server.sent if sent["reference"] == asked]  # type: ignore[attr-defined]
        self._answer(200, {"notifications": found, "links": {}})

    def do_POST(self) -> None:
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert self.headers["Authorization"].startswith("Bearer ")
        if told["email_address"].startswith("refused"):
            self._answer(400, {"errors": [{"error": "ValidationError", "message": "not an address"}]})
            return
        self.server.sent.append(told)  # type: ignore[attr-defined]
        self._answer(201, {"id": "740e5834-3a29-46b4-9a6f-16142fde533a", "reference": told["reference"]})

    def _answer(self, status: int, said: dict[str, Any]) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(said).encode())

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def notify() -> Iterator[list[dict[str, Any]]]:
    """Run a server that speaks as Notify does for the block, and have the settings name it; give what it was sent."""
    server = HTTPServer(("127.0.0.1", 0), Notify)
    server.sent = []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    key = "tests-" + "7" * 8 + "-7777-4777-8777-" + "7" * 12 + "-" + "8" * 8 + "-8888-4888-8888-" + "8" * 12
    try:
        with override_settings(
            EMAIL_BACKEND="wayhome.platform.notify.NotifyBackend", NOTIFY_KEY=key, NOTIFY_TEMPLATE="template",
            NOTIFY_URL=f"http://127.0.0.1:{server.server_port}",
        ):  # fmt: skip
            yield server.sent  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        server.server_close()


def put(place: Partnership, name: str, key: str) -> None:
    with acting(place, name) as actor, as_clock():
        payload = {"user": str(actor.user), "why": "told", "path": "/my-work"}
        outbox.put(authority=place.authority, key=key, channel="email", payload=payload, now=wall.now())


def row(key: str) -> Outbox:
    with transaction.atomic(), as_clock():
        return Outbox.objects.get(key=key)


class Killed(BaseException):
    """The worker's process ends here, between the sending and the marking."""


def killed_after_sending(now: datetime) -> None:
    """Send what is due first, and die before it can be marked."""

    def send(parcel: outbox.Parcel) -> None:
        delivery.send(parcel)
        raise Killed

    with pytest.raises(Killed):
        outbox.deliver(send=send, now=now, batch=1)


def test_over_smtp_a_letter_killed_in_the_middle_is_the_same_letter_again(north: Partnership) -> None:
    put(north, "met", "one")
    post = Post()
    with mail_server(post):
        now = wall.now()
        killed_after_sending(now)
        assert delivery.deliver(now=now) == 1, "lost"
        assert delivery.deliver(now=now + timedelta(days=1)) == 0, "sent once more"
    assert {number for _, number, _ in post.taken} == {f"<outbox-{row('one').id}@wayhome>"}
    assert post.taken[0][0] == "met@northhaven.example" and "/my-work" in post.taken[0][2]


def test_over_notify_a_letter_killed_in_the_middle_is_sent_once(north: Partnership) -> None:
    put(north, "met", "one")
    with notify() as sent:
        now = wall.now()
        killed_after_sending(now)
        assert delivery.deliver(now=now) == 1
    assert [letter["reference"] for letter in sent] == [f"outbox-{row('one').id}@wayhome"]
    assert "Something in Wayhome needs you" in sent[0]["personalisation"]["body"]


def test_a_refused_address_holds_up_nobody_and_is_shown_until_mended(north: Partnership) -> None:
    put(north, "met", "refused")
    put(north, "worker", "taken")
    post = Post(refuses="met@northhaven.example")
    with mail_server(post):
        now = wall.now()
        assert delivery.deliver(now=now) == 1 and post.taken[0][0] == "worker@northhaven.example"
        assert row("refused").due_at == outbox.NEVER
        assert delivery.count(now=now) == 1
        assert "undelivered: 1" in Client().get("/healthy").content.decode()
        assert browser(north, "nurse").get("/undelivered").status_code == 404
        lead = browser(north, "manager")
        page = words(lead.get("/undelivered"))
        assert "met@northhaven.example" in page and "refuses the address" in page
        assert "could not be delivered" in words(browser(north, "met").get("/my-work"))
        assert lead.post("/undelivered", {"again": str(row("taken").id)}).status_code == 404
        post.refuses = ""
        assert lead.post("/undelivered", {"again": str(row("refused").id)}).status_code == 302
        assert delivery.deliver(now=wall.now()) == 1 and len(post.taken) == 2
    assert delivery.count(now=wall.now()) == 0
    assert Client().get("/healthy").content == b"ok\n"


def test_what_notify_refuses_is_given_up_at_once(north: Partnership) -> None:
    put(north, "met", "refused")
    from tests.partnership import as_owner
    from wayhome.platform.models import User

    with as_owner():
        User.objects.filter(id=north.people["met"]).update(email="refused@northhaven.example")
    try:
        with notify() as sent:
            assert delivery.deliver(now=wall.now()) == 0 and sent == []
        assert row("refused").due_at == outbox.NEVER and "Notify" in row("refused").last_error
    finally:
        with as_owner():
            User.objects.filter(id=north.people["met"]).update(email="met@northhaven.example")


def test_after_many_tries_it_is_given_up(north: Partnership) -> None:
    put(north, "met", "never")
    now = wall.now()
    with override_settings(EMAIL_BACKEND="tests.worklists.broken_post.Broken"):
        for _ in range(outbox.MOST_TRIES):
            assert row("never").due_at != outbox.NEVER
            delivery.deliver(now=now)
            now += outbox.LONGEST_WAIT
    assert row("never").due_at == outbox.NEVER


def test_another_partnership_s_letters_are_not_seen(north: Partnership, south: Partnership) -> None:
    put(north, "met", "one")
    with transaction.atomic(), as_clock():
        Outbox.objects.filter(key="one").update(due_at=outbox.NEVER)
    with acting(south, "manager"):
        assert not Outbox.objects.exists() and not outbox.retry(row=row_id("one"), now=wall.now())
    put(north, "met", "two")
    with acting(north, "manager"):
        assert set(Outbox.objects.values_list("key", flat=True)) == {"one"}, "what still waits was in sight"


def row_id(key: str) -> int:
    with connection.cursor() as cursor, as_clock():
        cursor.execute("select id from platform_outbox where key = %s", [key])
        return int(cursor.fetchone()[0])


def test_the_day_s_e_mail_once_at_the_hour_without_a_name(north: Partnership) -> None:
    reported(north, invented_child(north), hours_ago=90, police_risk="high")
    with acting(north, "met") as actor:
        digests.choose(actor=actor, hour=9)
    with acting(north, "inspector") as actor:
        digests.choose(actor=actor, hour=None)

    def put_so_far() -> dict[str, list[str]]:
        with transaction.atomic(), as_clock():
            rows = Outbox.objects.filter(key__startswith="digest:").values_list("payload", flat=True)
            return {payload["user"]: payload["counts"] for payload in rows}

    def run(now: datetime) -> dict[str, list[str]]:
        while digests.write(now=now):
            pass
        return put_so_far()

    def is_for(name: str, found: dict[str, list[str]]) -> bool:
        return str(north.people[name]) in found

    early = run(MORNING - timedelta(hours=1))
    assert early == {}, "before anybody's hour"
    first = run(MORNING)
    assert is_for("hub-one", first) and not is_for("met", first) and not is_for("inspector", first)
    assert not is_for("loner", first), "somebody for whom nothing waits had an e-mail"
    assert not is_for("head", first) and is_for("head-cover", first), "on leave; the cover has both"
    later = run(MORNING + timedelta(hours=1))
    assert is_for("met", later) and run(MORNING + timedelta(hours=2)) == later, "twice in a day"
    assert any("overdue" in line for line in later[str(north.people["hub-one"])])
    post = Post()
    with mail_server(post):
        while delivery.deliver(now=MORNING + timedelta(hours=2), batch=500):
            pass
    letters = [body for _, _, body in post.taken if "Your work in Wayhome today" in body]
    assert letters and all("Invented" not in body and "/my-work" in body for body in letters)
    with transaction.atomic(), as_clock():
        MailChoice.objects.filter(user_id=north.people["loner"]).update(last_on=None)


def test_choosing_the_hour_on_its_page(north: Partnership) -> None:
    client = browser(north, "nurse")
    assert client.get("/my-work/e-mail").status_code == 200
    assert client.post("/my-work/e-mail", {"hour": "99"}).status_code == 422
    assert client.post("/my-work/e-mail", {"hour": "never"}).status_code == 302
    with acting(north, "nurse") as actor:
        assert digests.chosen(actor.user) is None
