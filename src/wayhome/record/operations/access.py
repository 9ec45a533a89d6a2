"""Deciding who may see a child's record: sealing it, naming people for it, keeping somebody away from it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.operations import naming
from wayhome.platform.queries import naming as asking
from wayhome.platform.queries import posts
from wayhome.record.operations.errors import BadValue, NotFound
from wayhome.record.operations.locks import lock_child
from wayhome.record.queries import children

ONE_FIRST = (
    "Nobody is named for this record any more. Name one colleague or team, not yourself: whoever is named then seals the "
    "record and names others."
)


def seal(*, actor: Actor, child: UUID, users: Collection[UUID], teams: Collection[UUID], reason: str) -> None:
    """Seal a child's whole record, also all that is there already, to the people and teams named and the actor.

    Writes the names, one line of the trail, and audit entries. Refuses: NotFound; BadValue without a reason, when it
    is sealed already, and for an actor who may not decide it.
    """
    with transaction.atomic():
        _check(actor, child, reason)
        if asking.seal_of(child) is not None:
            raise BadValue("This record is sealed already.")
        if asking.may(child).again:
            raise BadValue(ONE_FIRST)
        known = {n.user for n in asking.named_for(child, wall.now())}
        _name(actor, child, {*users, actor.user} - known, teams, reason, None)
        naming.seal(actor=actor, subject=child, reason=reason.strip(), sealed=True)


def open_again(*, actor: Actor, child: UUID, reason: str) -> None:
    """Open a sealed record to everybody whose work it is. Refuses as `seal`, and when it is not sealed."""
    with transaction.atomic():
        _check(actor, child, reason)
        if asking.seal_of(child) is None:
            raise BadValue("This record is not sealed.")
        if not asking.may(child).named:
            raise BadValue("Only somebody named for this record can open it again.")
        naming.seal(actor=actor, subject=child, reason=reason.strip(), sealed=False)


def name(
    *,
    actor: Actor,
    child: UUID,
    users: Collection[UUID],
    teams: Collection[UUID],
    until: datetime | None,
    reason: str,
) -> None:
    """Name people and teams for what is sealed of a child, until a time (aware) or until it is ended.

    Whoever names the first people is named too. When the time of everybody named is over, the data guardian names one
    colleague again, and nobody does so for themselves. Refuses as `seal`; BadValue for nobody, or a time that has passed.
    """
    with transaction.atomic():
        _check(actor, child, reason)
        if not users and not teams:
            raise BadValue("Choose at least one colleague or team.")
        if until is not None and until <= wall.now():
            raise BadValue("That time has passed. Choose a later day.")
        if asking.may(child).again and (len(users) + len(teams) != 1 or actor.user in users):
            raise BadValue(ONE_FIRST)
        first = set() if asking.may(child).again or asking.may(child).named or actor.user in users else {actor.user}
        if first:
            _name(actor, child, first, (), reason, None)
        _name(actor, child, users, teams, reason, until)


def end_naming(*, actor: Actor, child: UUID, grant: UUID, reason: str) -> None:
    """End one naming. Refuses as `seal`; BadValue for the last person without an end of a sealed record."""
    with transaction.atomic():
        _check(actor, child, reason)
        staying = [n.user for n in asking.named_for(child, wall.now()) if n.id != grant and n.until is None and n.user]
        if asking.seal_of(child) is not None and not posts.still_here(staying):
            raise BadValue(
                "Somebody must stay named, or nobody could open this record again. Name somebody else first."
            )
        if not naming.end_naming(actor=actor, subject=child, grant=grant, reason=reason.strip()):
            raise BadValue("This has been ended already, or you may not end it.")


def keep_away(*, actor: Actor, child: UUID, user: UUID, reason: str) -> None:
    """Keep a colleague away from a child's whole record, such as a relation. Refuses as `seal`; BadValue for oneself."""
    with transaction.atomic():
        _check(actor, child, reason, naming_others=False)
        if user == actor.user:
            raise BadValue("Ask a colleague to do this for you: nobody shuts themselves out by mistake.")
        try:
            with transaction.atomic():
                naming.keep_away(actor=actor, subject=child, user=user, reason=reason.strip())
        except IntegrityError as twice:
            raise BadValue("This colleague is kept away already, or is not known here.") from twice


def let_back(*, actor: Actor, child: UUID, exclusion: UUID, reason: str) -> None:
    """Let a colleague back in who was kept away. Refuses as `seal`."""
    with transaction.atomic():
        _check(actor, child, reason, naming_others=False)
        if not naming.end_keeping_away(actor=actor, subject=child, exclusion=exclusion, reason=reason.strip()):
            raise BadValue("This has been ended already, or you may not end it.")


def be_named(*, actor: Actor, child: UUID, reason: str) -> None:
    """Make sure that whoever seals something can read it themselves. BadValue for an actor who may not decide it."""
    may = asking.may(child)
    if may.named:
        return
    if not may.names:
        raise BadValue(
            "You cannot seal this yourself: you are not named for this child. Ask somebody named for the record, "
            "or, where nobody is any more, the data guardian."
        )
    naming.name(actor=actor, subject=child, users=[actor.user], reason=reason)


def _check(actor: Actor, child: UUID, reason: str, *, naming_others: bool = True) -> None:
    lock_child(child)
    if children.banner(child) is None:
        raise NotFound("There is no such child, or you may not see the record. Ask your safeguarding lead.")
    if not reason.strip():
        raise BadValue("Say why. Whoever looks back must be able to see on what ground this was decided.")
    may = asking.may(child)
    if not (may.names if naming_others else may.keeps):
        raise BadValue(
            "You may not decide who sees this record. Ask children’s social care, somebody named for it, or, where nobody "
            "is named any more, the data guardian."
        )


def _name(
    actor: Actor,
    child: UUID,
    users: Collection[UUID],
    teams: Collection[UUID],
    reason: str,
    until: datetime | None,
) -> None:
    try:
        # Oneself first: once somebody is named, only those named may name others.
        ordered = sorted(users, key=lambda user: user != actor.user)
        naming.name(actor=actor, subject=child, users=ordered, teams=teams, until=until, reason=reason.strip())
    except naming.TooMany as many:
        raise BadValue(str(many)) from many
