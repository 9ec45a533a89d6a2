"""Two invented partnerships to test on, committed in the test process's own database: every way a post can stand.

Northhaven runs Portsmouth's protocol, Southhaven Lewisham's. Nobody in them is real.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from uuid import UUID

from django.db import connection, connections, transaction
from django.db.backends.postgresql.base import DatabaseWrapper
from django.test import override_settings

from wayhome.engine.facts import Moment, Precision
from wayhome.missing.operations import episodes
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.operations import partnership as setting_up
from wayhome.platform.roles import enter
from wayhome.record.operations.children import open_record
from wayhome.record.operations.facts import Draft
from wayhome.record.operations.things import things_of
from wayhome.record.things import Identity

PASSWORD = "only for tests, nobody real"
QUICK_PASSWORDS = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
FAR_AHEAD = datetime(2090, 1, 1, tzinfo=UTC)
UNTIMED = Moment(None, None, Precision.UNKNOWN)

AGENCIES = {
    "social-care": "Children's Services", "police": "Police", "health": "Health", "other-authority": "Farshire",
}  # fmt: skip
# name: (agency, in the team)
PEOPLE = {
    "worker": ("social-care", True),
    "manager": ("social-care", True),
    "loner": ("social-care", False),
    "met": ("social-care", False),
    "hub-one": ("social-care", False),
    "hub-two": ("social-care", False),
    "head": ("social-care", False),
    "head-cover": ("social-care", False),
    "service": ("social-care", False),
    "lead": ("social-care", False),
    "duty-manager": ("social-care", False),
    "director": ("social-care", False),
    "inspector": ("police", False),
    "nurse": ("health", False),
    "farshire": ("other-authority", False),
}
# role: holders. Those without a holder are posts that stand empty.
POSTS: dict[str, tuple[str, ...]] = {
    "line-manager": ("manager",),
    "met-coordinator": ("met",),
    "safeguarding-hub-manager": ("hub-one", "hub-two"),
    "head-of-service": ("head",),  # on leave, with cover
    "service-manager": ("service",),  # on leave, without
    "return-conversation-lead": ("lead",),
    "duty-team-manager": ("duty-manager",),
    "duty-social-worker": (),
    "deputy-director": (),
    "director": ("director",),
    "police-missing-person-lead": (),
    "police-duty-inspector": ("inspector",),
}
IN_THE_TEAM = {"line-manager"}


@dataclass(frozen=True, slots=True)
class Partnership:
    """One partnership: its people by name."""

    authority: UUID
    agencies: dict[str, UUID]
    people: dict[str, UUID]

    def actor(self, name: str) -> Actor:
        """Return somebody as an actor."""
        agency = self.agencies[PEOPLE[name][0]]
        return Actor(self.people[name], name.title(), agency, self.authority, "test")


@contextmanager
def as_owner() -> Iterator[None]:
    """Let the block's statements run as the role that migrates, on a connection of its own that commits."""
    mine = connections["default"]
    connections["default"] = _owners()
    try:
        with transaction.atomic():
            yield
    finally:
        connections["default"].close()
        connections["default"] = mine


@cache
def build(database: int, slug: str, protocol: str, vacant: frozenset[str] = frozenset()) -> Partnership:
    """Set a partnership up in the current database, which `database` (its oid) stands for; once each."""
    with as_owner(), QUICK_PASSWORDS:
        authority = setting_up.open_authority(
            slug=slug,
            name=slug.title(),
            partnership=f"{slug.title()} Partnership",
            protocol=protocol,
            demonstration=True,
        )
        agencies = {
            kind: setting_up.add_agency(authority=authority, slug=f"{slug}-{kind}", name=f"{slug} {name}", kind=kind)
            for kind, name in AGENCIES.items()
        }
        team = setting_up.add_team(authority=authority, agency=agencies["social-care"], name="Adolescent team")
        people = {
            name: setting_up.add_person(
                authority=authority, agency=agencies[agency], email=f"{name}@{slug}.example", name=name.title(),
                job_title=name, password=PASSWORD, team=team if in_team else None,
            )
            for name, (agency, in_team) in PEOPLE.items()
        }  # fmt: skip
        for role, holders in POSTS.items():
            post = setting_up.add_post(
                authority=authority, role=role, title=role, agency=agencies["social-care"],
                team=team if role in IN_THE_TEAM else None,
            )  # fmt: skip
            setting_up.hold(
                authority=authority,
                post=post,
                users=[people[h] for h in holders if role not in vacant],
                from_at=LONG_AGO,
            )
        away = {"authority": authority, "from_at": LONG_AGO, "until_at": FAR_AHEAD}
        setting_up.leave(**away, user=people["head"], covered_by=people["head-cover"])
        setting_up.leave(**away, user=people["service"])
    return Partnership(authority, agencies, people)


def northhaven() -> Partnership:
    """Return Northhaven in the current database, setting it up at its first use."""
    return build(_database(), "northhaven", "portsmouth-pathway")


def southhaven() -> Partnership:
    """Return Southhaven, whose director's post stands empty as well."""
    return build(_database(), "southhaven", "lewisham-2017", frozenset({"director"}))


def _owners() -> DatabaseWrapper:
    # A fresh connection under the default's name, so that operations which know one database use it.
    return DatabaseWrapper(connections.settings["owner"], "default")


def _database() -> int:
    # Asked on the connection that is open anyway: a new one is dearer than all else a partnership costs a test.
    with connections["default"].cursor() as cursor:
        cursor.execute("select oid from pg_database where datname = current_database()")
        return int(cursor.fetchone()[0])


@contextmanager
def acting(place: Partnership, name: str) -> Iterator[Actor]:
    """Let somebody act in the block, in one transaction, as the role that serves."""
    with transaction.atomic():
        enter(place.people[name])
        yield place.actor(name)


def meanwhile(
    place: Partnership, name: str, first: Callable[[], object], then: Callable[[], object]
) -> BaseException | None:
    """Do `then` while somebody has done `first` and not yet finished; return how `then` was refused. Commits."""

    def second() -> None:
        try:
            then()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with acting(place, name):
            first()
            running = pool.submit(second)
            until = time.monotonic() + 10
            with connection.cursor() as cursor:
                waits = False
                while not waits and not running.done() and time.monotonic() < until:
                    cursor.execute("select exists (select from pg_locks where not granted)")
                    waits = cursor.fetchone()[0]
        return running.exception(timeout=20)


def at(moment: datetime) -> Moment:
    """Return an exact moment."""
    return Moment(moment, moment)


def ago(hours: float) -> datetime:
    """Return the moment so many hours ago."""
    return wall.now() - timedelta(hours=hours)


def said(kind: str, hours_ago: float = 0, **value: object) -> Draft:
    """Return a fact that happened so long ago and is told now."""
    return Draft(kind, at(ago(hours_ago)), wall.now(), **value)  # type: ignore[arg-type]


def invented_child(
    place: Partnership, *, by: str = "worker", care: str = "looked-after", worker: str | None = "worker"
) -> UUID:
    """Open the record of an invented child who has been known for a year."""
    year = 24 * 365
    drafts = [
        Draft("child.name", UNTIMED, wall.now(), text="Invented Child"),
        Draft("child.born", UNTIMED, wall.now(), on_date=date(2012, 2, 29)),
        said("child.care-status", year, code=care),
        said("child.plan", year, code="none"),
        said("child.placement", year, code="here"),
        said("child.allocation", year, code="allocated" if worker else "unallocated"),
    ]
    if worker:
        drafts.append(said("child.allocated-worker", year, person=place.people[worker]))
    with acting(place, by) as actor:
        return open_record(actor=actor, drafts=drafts)


def reported(place: Partnership, child: UUID, *, hours_ago: float, by: str = "worker", **told: object) -> UUID:
    """Report a child missing since so many hours ago, told now."""
    report = episodes.Report(**{"category": "missing", "since": at(ago(hours_ago)), "missing_from": "care", **told})  # type: ignore[arg-type]
    with acting(place, by) as actor:
        return episodes.report(actor=actor, child=child, report=report, told_at=wall.now())


def thing_of(place: Partnership, thing: Identity) -> UUID:
    """Return the id of a phone, vehicle, account or address in a partnership, writing it down if nobody has."""
    with acting(place, "worker"):
        return things_of(place.authority, [thing])[thing]
