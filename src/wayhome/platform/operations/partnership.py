"""Setting up a partnership: its agencies, people, posts, and who reads what. Run as the owner, by an administrator."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from wayhome.packs.vocabulary import load_vocabulary
from wayhome.platform.models import Agency, Audience, Authority, Exclusion, Holding, Leave, Post, Reader, Team, User
from wayhome.platform.reading_rules import reads, reads_when_vetted

MOST_AUDIENCES = 64


def open_authority(*, slug: str, name: str, partnership: str, protocol: str, demonstration: bool = False) -> UUID:
    """Open an authority's partnership. Writes one row; a slug is used once."""
    made = Authority.objects.create(
        slug=slug, name=name, partnership=partnership, protocol=protocol, demonstration=demonstration
    )
    return made.id


def say_whom_to_ask(*, authority: UUID, words: str) -> None:
    """Say whom to ask about a child this partnership holds, told to who looks for that child; empty: tell nobody."""
    Authority.objects.filter(id=authority).update(whom_to_ask=words.strip())


def add_agency(*, authority: UUID, slug: str, name: str, kind: str) -> UUID:
    """Add an agency, with an audience for each handling class of the vocabulary."""
    made = Agency.objects.create(authority_id=authority, slug=slug, name=name, kind=kind)
    last = Audience.objects.aggregate(last=Max("id"))["last"] or 0
    classes = sorted(load_vocabulary().handling)
    Audience.objects.bulk_create(
        Audience(id=last + i, authority_id=authority, agency=made, handling=handling)
        for i, handling in enumerate(classes, start=1)
    )
    for user in User.objects.filter(authority_id=authority):
        refresh_reader(user=user.id)
    return made.id


def add_team(*, authority: UUID, agency: UUID, name: str) -> UUID:
    """Add a team to an agency."""
    return Team.objects.create(authority_id=authority, agency_id=agency, name=name).id


def add_person(
    *,
    authority: UUID,
    agency: UUID,
    email: str,
    name: str,
    job_title: str,
    password: str | None,
    team: UUID | None = None,
) -> UUID:
    """Add somebody who signs in, reading what people of their agency read; None: they choose a password by a link."""
    user = User(
        id=uuid.uuid4(),
        username=email,
        email=email,
        display_name=name,
        job_title=job_title,
        authority_id=authority,
        agency_id=agency,
        team_id=team,
    )
    user.set_password(password)
    user.save(force_insert=True)
    refresh_reader(user=user.id)
    return user.id


def refresh_reader(*, user: UUID) -> None:
    """Work out again which audiences a person reads, from the rules. Nobody reads more than 64."""
    person = User.objects.select_related("agency").get(id=user)
    if person.agency is None or person.authority_id is None or not person.is_active:
        wanted: dict[int, bool] = {}
    else:
        wanted = _wanted(person.authority_id, person.agency)
    if len(wanted) > MOST_AUDIENCES:
        raise ValueError(f"{person.email} would read {len(wanted)} audiences; {MOST_AUDIENCES} is the most")
    Reader.objects.filter(user_id=user).exclude(audience_id__in=wanted).delete()
    Reader.objects.bulk_create(
        [Reader(user_id=user, audience_id=a, vetted=vetted) for a, vetted in wanted.items()], ignore_conflicts=True
    )


def _wanted(authority: UUID, agency: Agency) -> dict[int, bool]:
    """Return each audience that people of an agency read, and whether only while they are vetted."""
    rows = Audience.objects.filter(authority_id=authority).values_list("id", "agency_id", "agency__kind", "handling")
    wanted = {}
    for id_, recorder, kind, handling in rows:
        if reads(agency.kind, own=recorder == agency.id, handling=handling):
            wanted[id_] = False
        elif reads_when_vetted(agency.kind, recorder_kind=kind, handling=handling):
            wanted[id_] = True
    return wanted


def add_post(*, authority: UUID, role: str, title: str, agency: UUID, team: UUID | None = None) -> UUID:
    """Add a post that clocks may name."""
    return Post.objects.create(authority_id=authority, role=role, title=title, agency_id=agency, team_id=team).id


def hold(*, authority: UUID, post: UUID, users: Iterable[UUID], from_at: datetime) -> None:
    """Put people in a post from a moment on."""
    Holding.objects.bulk_create(
        Holding(authority_id=authority, post_id=post, user_id=u, from_at=from_at) for u in users
    )


def leave(
    *, authority: UUID, user: UUID, from_at: datetime, until_at: datetime, covered_by: UUID | None = None
) -> None:
    """Record that somebody is away: what is theirs goes to the cover, across or up at once."""
    Leave.objects.create(
        authority_id=authority, user_id=user, from_at=from_at, until_at=until_at, covered_by_id=covered_by
    )


def exclude(*, authority: UUID, user: UUID, subject: UUID, reason: str) -> None:
    """Keep a person away from one subject's record, such as a relation's."""
    Exclusion.objects.get_or_create(
        authority_id=authority, user_id=user, subject=subject, ended_at=None, defaults={"reason": reason}
    )
