"""Every page that shows somebody's record writes exactly one audit entry before it leaves, with everybody on it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from tests import browsing
from tests.partnership import UNTIMED, Partnership, acting, invented_child, reported, said
from wayhome.platform import wall
from wayhome.platform.roles import enter
from wayhome.record.models import ChildNow
from wayhome.record.operations import about, facts, links
from wayhome.record.operations.facts import Draft
from wayhome.record.operations.links import LinkDraft
from wayhome.record.subjects import Subject
from wayhome.record.things import identity

pytestmark = pytest.mark.django_db
# Which table an id in an address is looked up in; what is not here is not asked for.
BEHIND = {
    "child": "record_child", "episode": "missing_episode", "fact": "record_fact", "document": "record_document",
    "context": "record_context", "adult": "record_adult", "action": "plans_action", "link": "record_link",
    "thing": "record_thing", "notice": "worklists_notice", "meeting": "forums_meeting", "item": "forums_item",
    "draft": "assessment_draft", "sheet": "assessment_sheet", "opening": "platform_opening",
    "odd_look": "record_oddlook",
}  # fmt: skip
WORDS = {
    "act": "seal", "status": "care-status", "topic": "warning", "what": "description", "kind": "safer-plan",
    "line": "portsmouth-pathway", "section": "1",
}  # fmt: skip
# Pages on which no record of a child, an adult or a context can stand; each group says why.
SILENT = {
    "home", "healthy", "help", "accessibility", "privacy", "language-guide", "session", "security-txt",  # the same for all
    "export-children",  # the form: what is taken out by it is written down when it is sent
    "protocols", "protocol", "protocol-meeting", "rule", "indicator", "instrument", "national", "what-if",  # rules
    "directory-tell", "directory-change", "directory-take-out",  # services and colleagues
    "people", "person", "posts", "add-person", "send-link", "first-sign-in", "add-post", "put-in-post", "time-away", "undelivered",  # staff
    "end-other-sign-ins", "record-vetting", "end-person-sign-ins", "close-account", "forget-second-step", "add-team",
    "end-sign-in", "end-holding", "end-vetting", "day-mail", "arrange", "home-postcode",
    "find-child", "new-child", "emergency", "new-context", "new-adult", "new-meeting", "find-between-meetings",  # empty forms
    "meetings", "meetings-calendar", "meetings-feed", "set-years", "keep-list", "forget-list", "events",
    "partnership-act",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Leaf:
    """One audit entry: what it says was read, and of whom."""

    what: str
    subjects: frozenset[str]


@pytest.fixture
def told(north: Partnership) -> Partnership:
    """Write a little of what has pages of its own."""
    child, other = invented_child(north), invented_child(north)
    reported(north, child, hours_ago=30)
    with acting(north, "worker") as actor:
        facts.record(actor=actor, child=child, drafts=[said("child.known-as", text="Pip")])
        context = about.open_context(actor=actor, drafts=[Draft("context.name", UNTIMED, wall.now(), text="The pier")])
        ends = (Subject.child(child), Subject.child(other), identity("phone", "07700 900111"))
        links.link_all(actor=actor, drafts=[
            LinkDraft("uses", ends[0], ends[2], source="School", confidence="likely"),
            LinkDraft("friend", ends[0], ends[1], source="School", confidence="likely"),
        ])  # fmt: skip
        assert context
    return north


def routes() -> Iterator[URLPattern]:
    """Return every address of ours that has a name; the sign-in's own are the library's."""
    for part in get_resolver().url_patterns:
        if "accounts" not in str(part.pattern):
            yield from (each for each in getattr(part, "url_patterns", [part]) if each.name)


def address(route: URLPattern, place: Partnership) -> str | None:
    """Return the address with ids of rows that there are, or None where there is nothing to ask for."""
    found: dict[str, Any] = {}
    for part in route.pattern.converters:
        if part in WORDS:
            found[part] = WORDS[part]
        elif part in BEHIND:
            found[part] = _row(BEHIND[part], place)
        if found.get(part) is None:
            return None
    try:
        return reverse(str(route.name), kwargs=found)
    except NoReverseMatch:
        return None


def _row(table: str, place: Partnership) -> UUID | None:
    with acting(place, "worker"), connection.cursor() as cursor:
        order = "recorded_at desc" if table == "record_fact" else "id"
        cursor.execute(f"select id from {table} order by {order} limit 1")
        found = cursor.fetchone()
    return found[0] if found else None


def asked(client: Client, where: str, place: Partnership) -> tuple[Any, list[Leaf]]:
    """Ask for a page; return it and the entries that were written meanwhile."""
    enter(place.people["worker"])
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(max(id), 0) from platform_auditentry")
        before = cursor.fetchone()[0]
        answer = client.get(where)
        enter(place.people["worker"])
        cursor.execute("select what, subjects from platform_auditentry where id > %s order by id", [before])
        rows = cursor.fetchall()
    return answer, [Leaf(what, frozenset(json.loads(s) if isinstance(s, str) else s)) for what, s in rows]


def wrong(name: str, answer: Any, leaves: list[Leaf], references: dict[str, str]) -> list[str]:
    """Say what is wrong with a page: entries too few or too many, or a child on it who is in none."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    shown = {child for reference, child in references.items() if reference.encode() in body}
    said_ = []
    if len(leaves) != (0 if name in SILENT else 1):
        said_.append(f"{name}: {len(leaves)} entries ({[leaf.what for leaf in leaves]})")
    if missing := shown - {each for leaf in leaves for each in leaf.subjects}:
        said_.append(f"{name}: {len(missing)} children on the page are in no entry")
    return said_


def test_every_page_writes_one_entry_with_everybody_on_it(told: Partnership) -> None:
    client = browsing.browser(told, "worker")
    with acting(told, "worker"):
        references = {row.reference: str(row.child_id) for row in ChildNow.objects.all()}
    faults, answered = [], 0
    for route in routes():
        where = address(route, told)
        if where is None or route.name == "events":
            continue
        answer, leaves = asked(client, where, told)
        if answer.status_code == 200:
            answered += 1
            faults += wrong(str(route.name), answer, leaves, references)
    assert not faults, "\n" + "\n".join(faults)
    assert answered > 80, f"only {answered} pages answered"


def test_a_page_that_writes_none_or_two_or_leaves_somebody_out_is_found() -> None:
    class Page:
        streaming, content = False, b"C-AAAA-AAAA"

    one = Leaf("child", frozenset({"1"}))
    assert wrong("child", Page, [one], {"C-AAAA-AAAA": "1"}) == []
    assert wrong("child", Page, [], {"C-AAAA-AAAA": "1"})
    assert wrong("child", Page, [one, one], {"C-AAAA-AAAA": "1"})
    assert wrong("child", Page, [one], {"C-AAAA-AAAA": "2"})
    assert wrong("help", Page, [], {"C-AAAA-AAAA": "2"})
