"""Putting the invented partnership into an empty database: its agencies, people, posts and children."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from wayhome.demonstration.assessing import assess
from wayhome.demonstration.generator import generate
from wayhome.demonstration.meetings import CONTEXTS, meetings
from wayhome.demonstration.people import WORKERS, Partnership, people
from wayhome.intake.operations.load import Loaded, load
from wayhome.platform.operations import partnership as platform
from wayhome.platform.queries.directory import directory
from wayhome.record.operations import bulk

# Printed at every start; the accounts exist only in a demonstration's own database.
PASSWORD = "invented-people-only"
EARLIER = timedelta(days=3 * 365)


def furnish(*, seed: int, now: datetime, each: Callable[[int, int], None]) -> Loaded:
    """Make the partnership and load its invented year up to `now`, all or nothing. Run as the owner."""
    with transaction.atomic():
        authority, agency = _partnership(people(), now)
        bulk.add(
            authority=authority, agency=agency, children=(), facts=meetings(now, agency), now=now,
            each=lambda _done, _all: None, contexts=CONTEXTS,
        )  # fmt: skip
        loaded = load(generate(seed, now), authority=authority, now=now, each=each)
        users = directory(authority).people
        assess(authority=authority, agency=agency, users=users, line=people().protocol, now=now)
        return loaded


def _partnership(all_: Partnership, now: datetime) -> tuple[UUID, UUID]:
    authority = platform.open_authority(
        slug=all_.authority,
        name=all_.name,
        partnership=f"{all_.name} Safeguarding Children Partnership",
        protocol=all_.protocol,
        demonstration=True,
    )
    agencies = {
        a.slug: platform.add_agency(authority=authority, slug=a.slug, name=a.name, kind=a.kind) for a in all_.agencies
    }
    home = agencies[all_.people[0].agency]
    team = platform.add_team(authority=authority, agency=home, name="Safeguarding team")
    users = {
        p.name: platform.add_person(
            authority=authority,
            agency=agencies[p.agency],
            email=p.email,
            name=p.display_name,
            job_title=p.job_title,
            password=PASSWORD,
            team=team if p.name in WORKERS else None,
        )
        for p in all_.people
    }
    _posts(all_, authority, agencies, users, team, now)
    return authority, home


def _posts(
    all_: Partnership, authority: UUID, agencies: dict[str, UUID], users: dict[str, UUID], team: UUID, now: datetime
) -> None:
    for each in all_.posts:
        post = platform.add_post(
            authority=authority,
            role=each.role,
            title=each.title,
            agency=agencies[each.agency],
            team=team if each.role == "line-manager" else None,
        )
        platform.hold(authority=authority, post=post, users=[users[h] for h in each.holders], from_at=now - EARLIER)
    for person in all_.people:
        if person.on_leave:
            platform.leave(
                authority=authority,
                user=users[person.name],
                from_at=now - timedelta(days=3),
                until_at=now + timedelta(days=365),
                covered_by=users.get(person.covered_by),
            )


def sign_ins() -> str:
    """Return the sign-ins worth trying, for the person who started the demonstration."""
    shown = [p for p in people().people if p.shown]
    wide = max(len(p.email) for p in shown)
    lines = [f"    {p.email:<{wide}}  {p.job_title}: {p.shown}" for p in shown]
    return "\n".join([f"  Sign in as any of these, password {PASSWORD}", *lines])
