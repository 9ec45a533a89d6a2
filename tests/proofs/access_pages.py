"""The doors people use: every address asked for by every kind of person, for records that are and are not theirs.

Each record is told with words of its own. A page that holds words of a record its reader may not see is a leak,
whichever page it is; and a record one may not see is answered to the byte as one that is not there.
"""

from __future__ import annotations

import logging
import random
import re
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from tests.proofs import access_person, access_rules
from tests.proofs.access_rules import Rules
from tests.proofs.access_world import Root, keys_of, tables_of

if TYPE_CHECKING:
    from tests.partnership import Partnership
    from tests.proofs.access import Tally

CHILDREN = 6  # of each partnership: open, sealed, with somebody kept away, let out, with a sealed fact, opened
WORDS = re.compile(r"Zq[0-9a-f]{10}z", re.I)
# Which table answers for an id in an address.
BEHIND = {
    "child": "record_child", "episode": "missing_episode", "fact": "record_fact", "document": "record_document",
    "context": "record_context", "adult": "record_adult", "action": "plans_action", "link": "record_link",
    "thing": "record_thing", "notice": "worklists_notice", "report": "missing_heldreport",
}  # fmt: skip
ALWAYS = {
    "child",
    "child-about",
    "child-people",
    "child-timeline",
    "child-documents",
    "child-access",
    "episode",
    "document",
}
OF_EVERYBODY = ("my-work", "board", "contexts", "adults", "assessments", "my-assessments", "find-child")
CLASSES = {"social-care": ("child.address", "child.phone"), "health": ("child.medication",), "police": ("child.phone",)}


def prove(root: Root, tally: Tally, chance: random.Random, *, tries: int) -> None:
    """Build two partnerships with something of each kind, and ask for their pages `tries` times."""
    from django.test import override_settings

    from tests import partnership

    logging.getLogger("django.request").setLevel(logging.CRITICAL)  # a refusal is what is looked for here
    with override_settings(ALLOWED_HOSTS=["*"], PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        places = (partnership.northhaven(), partnership.southhaven())
        for place in places:
            _more_agencies(place)
            _records(place, chance)
        _browse(root, places, tally, chance, tries)


def _more_agencies(place: Partnership) -> None:
    from tests.partnership import LONG_AGO, PASSWORD, as_owner
    from wayhome.platform.operations import partnership as setting_up

    with as_owner():
        for kind in ("education", "housing", "youth-justice", "voluntary"):
            agency = setting_up.add_agency(
                authority=place.authority, slug=f"{place.authority.hex[:6]}-{kind}", name=kind, kind=kind
            )
            setting_up.add_person(
                authority=place.authority, agency=agency, email=f"{kind}@{place.authority.hex[:6]}.example",
                name=kind.title(), job_title=kind, password=PASSWORD,
            )  # fmt: skip
        post = setting_up.add_post(
            authority=place.authority, role="data-guardian", title="guardian", agency=place.agencies["social-care"]
        )
        setting_up.hold(authority=place.authority, post=post, users=[place.people["service"]], from_at=LONG_AGO)
        post = setting_up.add_post(
            authority=place.authority, role="administrator", title="administrator", agency=place.agencies["social-care"]
        )
        setting_up.hold(authority=place.authority, post=post, users=[place.people["director"]], from_at=LONG_AGO)


def _word(chance: random.Random) -> str:
    return f"Zq{chance.getrandbits(40):010x}z"


def _records(place: Partnership, chance: random.Random) -> None:
    from tests.partnership import acting, invented_child, reported, said
    from wayhome.missing.operations import episodes
    from wayhome.record.operations import access, emergency, facts, sharing
    from wayhome.record.queries import children

    for number in range(CHILDREN):
        child = invented_child(place)
        episode = reported(place, child, hours_ago=30 + number)
        with acting(place, "worker") as actor:
            names = [said("child.name", 5, text=_word(chance)), said("child.known-as", 4, text=_word(chance))]
            facts.record(actor=actor, child=child, drafts=names)
            episodes.add(actor=actor, episode=episode, drafts=[said("missing.update", 3, text=_word(chance))])
        for name, agency in (("worker", "social-care"), ("nurse", "health"), ("inspector", "police")):
            with acting(place, name) as actor:
                told = [said(kind, 2, text=_word(chance)) for kind in CLASSES[agency]]
                facts.record(actor=actor, child=child, drafts=told)
        with acting(place, "worker") as actor:
            match number:
                case 1:
                    access.seal(actor=actor, child=child, users=[place.people["met"]], teams=[], reason=_word(chance))
                case 2:
                    access.keep_away(actor=actor, child=child, user=place.people["hub-one"], reason=_word(chance))
                case 3:
                    sharing.let_in(
                        actor=actor, child=child, agency=place.agencies["other-authority"], until=None,
                        reason=_word(chance),
                    )  # fmt: skip
                case 4:
                    access.be_named(actor=actor, child=child, reason="a secret")
                    drafts = [facts.Draft(**{**_fields(said("child.address", 1, text=_word(chance))), "sealed": True})]
                    facts.record(actor=actor, child=child, drafts=drafts)
                case 5:
                    access.seal(actor=actor, child=child, users=[], teams=[], reason=_word(chance))
                    reference = children.banners([child])[child].reference
        if number == 5:
            with acting(place, "inspector") as actor:
                emergency.open_record(actor=actor, reference=reference, name="", born=None, reason=_word(chance))


def _fields(draft: Any) -> dict[str, Any]:
    from dataclasses import fields

    return {f.name: getattr(draft, f.name) for f in fields(draft)}


def _browse(root: Root, places: tuple[Partnership, ...], tally: Tally, chance: random.Random, tries: int) -> None:
    from datetime import UTC, datetime

    from tests.proofs.access import read_all

    tables = tables_of(root)
    world, now = read_all(root, tables), datetime.now(UTC)
    words = _holders(world)
    addresses = _addresses()
    people = sorted(id_ for id_, u in world["platform_user"].items() if u["agency_id"])
    rules = {id_: Rules(world, access_person.person(world, id_, now)) for id_ in people}
    signed_in = {id_: _sign_in(UUID(id_)) for id_ in people}
    for number in range(tries):
        who = people[number % len(people)]
        _one(signed_in[who], rules[who], world, words, addresses, tally, chance)
    _hear(root, rules, world, tally)


def _holders(world: access_person.Tables) -> dict[str, list[tuple[str, str]]]:
    """Return, for each word of ours, the rows that hold it."""
    found: dict[str, list[tuple[str, str]]] = {}
    for table, rows in world.items():
        for key, row in rows.items():
            for word in set(WORDS.findall(str(row))):
                found.setdefault(word.lower(), []).append((table, key))
    return found


def _addresses() -> list[tuple[str, tuple[str, ...]]]:
    """Return every address of ours whose parts are all ids we know of: its name and its parts."""
    from django.urls import get_resolver

    found = []
    for pattern in get_resolver().url_patterns:
        for each in getattr(pattern, "url_patterns", [pattern]):
            parts = tuple(each.pattern.converters)
            ids = all(part in BEHIND for part in parts)
            if parts and ids and each.name and "accounts" not in str(pattern.pattern):
                found.append((each.name, parts))
    return found


def _sign_in(user: UUID) -> Any:
    from django.contrib.auth import get_user_model
    from django.db import transaction
    from django.test import Client

    from wayhome.platform.roles import enter

    client = Client(raise_request_exception=False)
    with transaction.atomic():
        enter(user)
        client.force_login(get_user_model().objects.get(id=user))
    return client


def _one(
    browser: Any,
    rules: Rules,
    world: access_person.Tables,
    words: dict[str, list[tuple[str, str]]],
    addresses: list[tuple[str, tuple[str, ...]]],
    tally: Tally,
    chance: random.Random,
) -> None:
    """Ask once: for a record's page, one of everybody's pages, or a search."""
    from django.urls import NoReverseMatch, reverse

    draw = chance.random()
    if draw < 0.08:
        word = chance.choice(sorted(words))
        asked, answer = f"find {word}", browser.post(reverse("find-child"), {"words": word})
        tally.tried("searched")
    elif draw < 0.14:
        name = chance.choice(OF_EVERYBODY)
        try:
            asked, answer = name, browser.get(reverse(name))
        except NoReverseMatch:
            return
        tally.tried("pages of lists")
    else:
        name, parts = chance.choice(addresses)
        ids = {part: _id(world[BEHIND[part]], chance) for part in parts}
        verb = "post" if chance.random() < 0.2 else "get"
        asked = f"{verb} {name} {ids}"
        answer = getattr(browser, verb)(reverse(name, kwargs=ids))
        tally.tried("pages of records")
        hidden = [part for part, id_ in ids.items() if not rules.reads(BEHIND[part], str(id_))]
        _judge(browser, rules, asked, name, ids, hidden, answer, verb, tally)
    _scan(rules, asked, answer, words, tally)


def _id(rows: dict[str, access_person.Row], chance: random.Random) -> UUID:
    if not rows or chance.random() < 0.05:
        return uuid4()
    return UUID(chance.choice(sorted(rows)))


def _judge(
    browser: Any, rules: Rules, asked: str, name: str, ids: dict[str, UUID], hidden: list[str], answer: Any,
    verb: str, tally: Tally,
) -> None:  # fmt: skip
    from django.urls import reverse

    who = rules.who.id
    if answer.status_code >= 500:
        tally.complaints.append(f"BROKEN {who} {asked}: {answer.status_code}")
    if hidden and answer.status_code not in (404, 405):
        tally.complaints.append(f"LEAK {who} {asked}: {answer.status_code} of what is hidden: {hidden}")
    if hidden and answer.status_code == 404:
        # Asked twice, for the first page after an act also says that the act was done.
        same = getattr(browser, verb)(reverse(name, kwargs=ids))
        nothing = getattr(browser, verb)(reverse(name, kwargs={part: uuid4() for part in ids}))
        if _body(nothing) != _body(same):
            tally.complaints.append(f"LEAK {who} {asked}: refused otherwise than what is not there")
    if not hidden and name in ALWAYS and verb == "get" and answer.status_code != 200:
        tally.complaints.append(f"REFUSED {who} {asked}: {answer.status_code}")


def _body(answer: Any) -> bytes:
    """Return a page without the form's token, new each time, and the seconds left of one's own sign-in."""
    body = b"" if answer.streaming else answer.content
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"|data-longest="\d+"', b"", body)


def _scan(rules: Rules, asked: str, answer: Any, words: dict[str, list[tuple[str, str]]], tally: Tally) -> None:
    """Complain of each word on the page that is in no row its reader may see; but a search gives its own word back."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    for word in {w.lower() for w in WORDS.findall(body.decode("utf-8", "replace"))}:
        if asked == f"find {word}" or word not in words:
            continue
        if not any(table in access_rules.READ and rules.reads(table, key) for table, key in words[word]):
            tally.complaints.append(f"LEAK {rules.who.id} {asked}: {word} of {words[word][:2]}")


def _hear(root: Root, rules: dict[str, Rules], world: access_person.Tables, tally: Tally) -> None:
    """Let each change of a duty or an episode be heard by exactly those who may know of it."""
    from datetime import UTC, datetime

    from django.db import connection, transaction

    from wayhome.platform.roles import enter
    from wayhome.platform.web.hearing import Change, Reach

    keys = keys_of(root)
    changes = [
        (table, str(key), Change.read(str(said), datetime.now(UTC)))
        for table in ("clocks_standing", "missing_episode")
        for key, said in root.execute(
            f"select {keys[table]}, wayhome_change(audience_id, child_id, restricted) from {table}"  # type: ignore[call-overload]
        )
    ]
    for who, rule in rules.items():
        with transaction.atomic(), connection.cursor() as cursor:
            enter(UUID(who))
            cursor.execute("select wayhome_audiences(), wayhome_granted()::text[], wayhome_excluded()::text[]")
            reach = Reach(*map(frozenset, cursor.fetchone()))
        # Who was let in, or opened a record in an emergency, looks again by themselves.
        kept = rule.who.let_in, rule.who.opened_audiences
        rule.who.let_in, rule.who.opened_audiences = set(), set()
        for table, key, change in changes:
            right = access_rules.READ[table](rule, world[table][key])
            if change is not None and reach.covers(change) is not right:
                tally.complaints.append(f"{'REFUSED' if right else 'LEAK'} {who} hears {table} {key}")
        rule.who.let_in, rule.who.opened_audiences = kept
        tally.tried("changes heard", len(changes))
