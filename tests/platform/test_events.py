"""Live events on a real server: three hundred open boards, a pool of four, and nothing personal in any stream."""

from __future__ import annotations

import asyncio
import os
import re
import time
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import uuid4

import psycopg
import pytest
from pytest_django import DjangoDbBlocker

from tests import browsing, scratch
from tests.partnership import Partnership, acting, invented_child, northhaven, reported, said
from wayhome.missing.operations import episodes as operations
from wayhome.platform import wall
from wayhome.platform.web import events
from wayhome.platform.web.events import reach_of
from wayhome.platform.web.hearing import Change, Hub, Reach

BOARDS = 300
LIMIT = 310
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def served(fresh_module_database: None, django_db_blocker: DjangoDbBlocker) -> Iterator[scratch.House]:
    """Serve one process with a pool of four, a thread for each stream it allows and some for pages."""
    before = os.environ.get("WAYHOME_LIVE_LIMIT")
    os.environ["WAYHOME_LIVE_LIMIT"] = str(LIMIT)
    try:
        with django_db_blocker.unblock(), scratch.house(threads=LIMIT + 30) as house:
            yield house
    finally:
        os.environ.pop("WAYHOME_LIVE_LIMIT")
        if before is not None:
            os.environ["WAYHOME_LIVE_LIMIT"] = before


def cookie(place: Partnership, name: str) -> str:
    return f"sessionid={browsing.browser(place, name).cookies['sessionid'].value}"


class Stream:
    """One open stream, reading in the background what it is sent."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writer = writer
        self.sent = b""
        self._reading = asyncio.create_task(self._read(reader))

    async def _read(self, reader: asyncio.StreamReader) -> None:
        while got := await reader.read(4096):
            self.sent += got

    async def until(self, what: bytes, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while what not in self.sent and time.monotonic() < end:
            await asyncio.sleep(0.02)
        return what in self.sent

    def changes(self) -> int:
        return self.sent.count(b"event: changed")

    def close(self) -> None:
        self._reading.cancel()
        self.writer.close()


@asynccontextmanager
async def streams(house: scratch.House, cookies: list[str]) -> AsyncIterator[list[Stream]]:
    port = int(house.address.rsplit(":", 1)[1])
    opened: list[Stream] = []
    try:
        for sign in cookies:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            since = int(wall.now().timestamp() * 1000)
            head = f"GET /events?since={since} HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: {sign}\r\n\r\n"
            writer.write(head.encode())
            opened.append(Stream(reader, writer))
        yield opened
    finally:
        for stream in opened:
            stream.close()


def page(house: scratch.House, sign: str) -> tuple[float, str]:
    began = time.monotonic()
    request = urllib.request.Request(f"{house.address}/missing/board", headers={"Cookie": sign})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return time.monotonic() - began, answer.read().decode()


def test_after_the_listening_breaks_every_page_looks_again_and_goes_on_hearing(served: scratch.House) -> None:
    place = northhaven()
    child = invented_child(place)
    episode = reported(place, child, hours_ago=30)
    sign = cookie(place, "worker")

    def cut() -> int:
        with psycopg.connect(scratch.CLUSTER.root_url(), autocommit=True) as root:
            found = root.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s "
                "and (query ilike 'listen wayhome_changed%%' or (query = 'select 1' and state = 'idle'))",
                [scratch.DATABASE],
            )
            return len(found.fetchall())

    def tell() -> None:
        with acting(place, "worker") as actor:
            operations.add(actor=actor, episode=episode, drafts=[said("missing.update", 1, text="Seen")])

    async def play() -> None:
        async with streams(served, [sign] * 3) as opened:
            assert all(await asyncio.gather(*(s.until(b"retry: 3000", 30) for s in opened)))
            await asyncio.sleep(2)
            for act in (cut, tell):
                before = [s.changes() for s in opened]
                assert await asyncio.to_thread(act) != 0
                end = time.monotonic() + 6
                while time.monotonic() < end and any(s.changes() == b for s, b in zip(opened, before, strict=True)):
                    await asyncio.sleep(0.05)
                assert all(s.changes() > b for s, b in zip(opened, before, strict=True)), act.__name__

    asyncio.run(play())


def test_three_hundred_boards_hear_of_a_change_and_pages_still_answer(served: scratch.House) -> None:
    place = northhaven()
    child = invented_child(place)
    episode = reported(place, child, hours_ago=30)
    mine, theirs = cookie(place, "worker"), cookie(place, "farshire")

    def tell() -> None:
        with acting(place, "worker") as actor:
            operations.add(actor=actor, episode=episode, drafts=[said("missing.risk-graded", 1, code="high")])

    async def play() -> None:
        async with streams(served, [mine] * BOARDS + [theirs]) as opened:
            ready = await asyncio.gather(*(s.until(b"retry: 3000", 30) for s in opened))
            assert all(ready)
            await asyncio.sleep(2.5)  # the first stream starts the listening, and whoever was there looks again once
            slowest = max([(await asyncio.to_thread(page, served, mine))[0] for _ in range(10)])
            assert slowest < 2, f"a page took {slowest:.2f} s"
            before = [s.changes() for s in opened]
            told = time.monotonic()
            await asyncio.to_thread(tell)
            while time.monotonic() - told < 5 and any(
                s.changes() == was for s, was in zip(opened[:BOARDS], before, strict=False)
            ):
                await asyncio.sleep(0.02)
            took = time.monotonic() - told
            assert took < 2, f"the last board heard after {took:.2f} s"
            await asyncio.sleep(0.5)
            assert opened[-1].changes() == before[-1], "another agency heard of it"
            everything = b"".join(s.sent.partition(b"\r\n\r\n")[2] for s in opened).decode()
            assert str(child) not in everything
            assert str(episode) not in everything
            said_ = {line for line in everything.splitlines() if line and not re.fullmatch(r"[0-9A-F]+", line)}
            assert all(re.fullmatch(r"retry: 3000|event: changed|data: \d+|: still here", line) for line in said_), (
                said_
            )

    asyncio.run(play())


def test_beyond_the_limit_a_page_is_told_to_poll_and_polling_works(served: scratch.House) -> None:
    place = northhaven()
    sign = cookie(place, "worker")

    async def play() -> None:
        async with streams(served, [sign] * (LIMIT + 5)) as opened:
            await asyncio.gather(*(s.until(b"\r\n\r\n", 40) for s in opened))
            refused = [s for s in opened if s.sent.startswith(b"HTTP/1.1 503")]
            # Streams of the test before may still be on their way out, so at least those over the limit.
            assert len(refused) >= 5
            assert all(re.search(rb"retry-after: 15", s.sent, re.I) for s in refused)
            request = urllib.request.Request(
                f"{served.address}/missing/board?fragment=1", headers={"Cookie": sign, "X-Wayhome-Background": "live"}
            )
            fragment = await asyncio.to_thread(lambda: urllib.request.urlopen(request, timeout=10).read().decode())
            assert "Missing now" in fragment

    asyncio.run(play())


@pytest.mark.parametrize("sign", ["", f"sessionid={uuid4().hex}"], ids=["no session", "a session nobody has"])
def test_nobody_is_streamed_nothing(served: scratch.House, sign: str) -> None:
    async def play() -> None:
        async with streams(served, [sign]) as opened:
            assert await opened[0].until(b"\r\n\r\n", 10)
            assert opened[0].sent.startswith(b"HTTP/1.1 401")

    asyncio.run(play())


def test_a_restricted_change_is_heard_only_by_who_is_granted_the_child() -> None:
    child = str(uuid4())
    open_one, restricted = Change(3, "", NOON), Change(3, child, NOON)
    assert Reach(frozenset({3})).covers(open_one)
    assert not Reach(frozenset({4}), frozenset({child})).covers(open_one)
    assert not Reach(frozenset({3})).covers(restricted)
    assert Reach(frozenset({3}), frozenset({child})).covers(restricted)
    assert not Reach(frozenset({3}), frozenset({child}), frozenset({child})).covers(restricted)
    assert Change.read("x:y", NOON) is None


class Quiet(Hub):
    """A hub that listens to nobody: changes are told to it by the test."""

    def _start(self) -> None:
        self._listening_since = NOON


def test_a_page_opened_after_a_change_it_did_not_read_looks_again() -> None:
    hub, reach = Quiet(), Reach(frozenset({3}))
    first = hub.open(reach, since=NOON, most=9)
    assert first and not first.news.is_set()
    hub.heard(Change(3, "", NOON.replace(minute=5)))
    assert first.news.is_set()
    late, fresh, other = (
        hub.open(r, since=NOON.replace(minute=m), most=9)
        for r, m in ((reach, 4), (reach, 6), (Reach(frozenset({4})), 4))
    )
    assert late and late.news.is_set()
    assert fresh and not fresh.news.is_set()
    assert other and not other.news.is_set()
    assert hub.open(reach, since=None, most=4) is None
    hub.close(fresh)
    hub.close(fresh)
    assert len(hub) == 3


@pytest.mark.django_db
def test_a_session_that_ends_or_a_person_who_leaves_hears_no_more() -> None:
    place = northhaven()
    client = browsing.browser(place, "worker")
    key = client.session.session_key or ""
    reach = reach_of(key)
    assert reach and reach.audiences
    other = reach_of(browsing.browser(place, "farshire").session.session_key or "")
    assert other and not reach.audiences <= other.audiences
    client.logout()
    assert reach_of(key) is None
    assert reach_of("") is None


@pytest.mark.django_db
def test_a_stream_ends_when_its_reader_does(monkeypatch: pytest.MonkeyPatch) -> None:
    client = browsing.browser(northhaven(), "worker")
    key = client.session.session_key or ""
    reach = reach_of(key)
    assert reach
    monkeypatch.setattr(events, "AUTHORISE_SECONDS", 0)
    hub = Quiet()
    ear = hub.open(reach, since=None, most=1)
    assert ear
    parts = iter(events.Stream(ear, key))
    assert next(parts) == b"retry: 3000\n\n"
    assert next(parts).startswith(b"event: changed")
    client.logout()
    assert list(parts) == []
