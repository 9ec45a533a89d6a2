"""Putting the invented partnership into an empty database: its agencies, people, posts and children."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from wayhome.assessment.operations.bulk import add_sheets
from wayhome.demonstration.assessing import assess
from wayhome.demonstration.generator import generate
from wayhome.demonstration.lives import House, Lives, lives
from wayhome.demonstration.lives.assessed import FORM
from wayhome.demonstration.looking import look_about
from wayhome.demonstration.meetings import CONTEXTS, meetings
from wayhome.demonstration.people import WORKERS, Partnership, people
from wayhome.demonstration.placing import share_placed
from wayhome.demonstration.raising import raise_up
from wayhome.demonstration.smaller import fewer
from wayhome.demonstration.whom_to_ring import directory as directory_entries
from wayhome.intake.operations.load import Beside, Loaded, load
from wayhome.packs.instruments import load_instrument
from wayhome.plans.operations.bulk import add_actions, add_plans
from wayhome.platform.operations import partnership as platform
from wayhome.platform.queries.directory import directory
from wayhome.record.operations import bulk
from wayhome.record.operations.bulk_beside import add_pictures, add_ties

# Printed at every start; the accounts exist only in a demonstration's own database.
PASSWORD = "invented-people-only"
EARLIER = timedelta(days=3 * 365)


def furnish(
    *, seed: int, now: datetime, each: Callable[[int, int], None], children: int | None = None
) -> Loaded:  # fmt: skip
    """Make the partnership and load its invented year up to `now`, all or nothing. Run as the owner.

    `children`: only so many, those missing now first; the quarters then no longer add up to what was published.
    """
    with transaction.atomic():
        authority, agency = _partnership(people(), now)
        bulk.add(
            authority=authority, agency=agency, children=(), facts=(*meetings(now, agency), *directory_entries(now, agency)), now=now,
            each=lambda _done, _all: None, contexts=CONTEXTS,
        )  # fmt: skip
        names = directory(authority)
        users, line = names.people, people().protocol
        asked = tuple(item.id for item in load_instrument(line, FORM).items())
        package = generate(seed, now) if children is None else fewer(generate(seed, now), children)
        told = lives(seed, now, package, House(authority, names.agencies, users, asked))
        beside = Beside(told.facts, told.said, told.adults, told.contexts)
        loaded = load(package, authority=authority, now=now, each=each, beside=beside)
        _beside_facts(told, authority, agency, names.agencies, line, now)
        assess(authority=authority, agency=agency, users=users, line=line, now=now)
        raise_up(authority=authority, agency=agency, users=users, now=now)
        share_placed(authority=authority, agency=agency, agencies=names.agencies, users=users)
        look_about(authority=authority, agency=agency, users=users)
        return loaded


def _beside_facts(
    told: Lives, authority: UUID, agency: UUID, agencies: Mapping[str, UUID], line: str, now: datetime
) -> None:
    """Write what facts announce and other rooms keep: links, pictures, plans, actions, forms."""
    add_ties(authority=authority, agencies=agencies, ties=told.ties, now=now)
    add_pictures(told.pictures, now)
    add_plans(authority=authority, agency=agency, line=line, written=told.plans)
    add_actions(authority=authority, agency=agency, undertaken=told.actions)
    add_sheets(authority=authority, agency=agency, line=line, instrument=FORM, sent=told.sheets)


def _partnership(all_: Partnership, now: datetime) -> tuple[UUID, UUID]:
    authority = platform.open_authority(
        slug=all_.authority,
        name=all_.name,
        partnership=f"{all_.name} Safeguarding Children Partnership",
        protocol=all_.protocol,
        demonstration=True,
    )
    platform.say_whom_to_ask(
        authority=authority, words=f"Ask {all_.name}’s safeguarding hub, 01632 960140, day and night."
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
