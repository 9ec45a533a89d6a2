"""Putting a release in force for a partnership, from a moment. Run as the owner, by an administrator."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from wayhome.clocks.models import Activation
from wayhome.clocks.queries.activations import activations
from wayhome.engine.plain_times import moment_words
from wayhome.packs.loading import load_names
from wayhome.packs.overlays import load_overlay
from wayhome.packs.places import protocols_home
from wayhome.packs.releases import Pack, Stage, lock_problems, open_pack, open_retired, retired_packs
from wayhome.platform import wall
from wayhome.platform.queries.partnerships import partnership
from wayhome.platform.roles import as_clock


class UnableToActivate(Exception):
    """A release cannot be put in force; the message says why and what to do."""


def activate(
    *,
    authority: UUID,
    protocol: str,
    overlay: str = "",
    from_at: datetime,
    by: str,
    because: str,
    moves_all: bool = False,
) -> UUID:
    """Put a released protocol, with an overlay or none, in force from a moment (aware).

    What it does to running duties is written in the overlay, change by change; `moves_all` moves every running duty of
    the protocol itself. Writes one activation; the next sweep after `from_at` reads every child again. Raises
    UnableToActivate for a draft outside the demonstration, a changed release, nobody named, a moment before a law that
    is already written down; PackFault for what cannot be read.
    """
    pack = pack_of(protocol)
    _sound(pack, demonstration=partnership(authority).demonstration)
    if not by.strip() or not because.strip():
        raise UnableToActivate("Say who activates it, and why.")
    if from_at.tzinfo is None:
        raise UnableToActivate("Say the zone of the moment.")
    for earlier in activations(authority):
        if earlier.from_at >= from_at:
            raise UnableToActivate(
                f"{earlier.law} is already to begin on {moment_words(earlier.from_at)}. Choose a later moment."
            )
    laid = load_overlay(pack.protocol.id, overlay) if overlay else None
    moves = {clock.id for clock in pack.protocol.clocks} if moves_all else set(laid.moves if laid else ())
    made = Activation.objects.create(
        authority_id=authority,
        protocol=pack.protocol.id,
        hash=pack.hash,
        overlay=laid.name if laid else "",
        overlay_hash=laid.hash if laid else "",
        moves=sorted(moves),
        from_at=from_at,
        by=by.strip(),
        because=because.strip(),
        recorded_at=wall.now(),
    )
    return made.id


def counted(*, activation: UUID, at: datetime) -> None:
    """Say that every child has been read again under an activation. Writes its one changeable column, as the clock."""
    with transaction.atomic(), as_clock(), connection.cursor() as cursor:
        cursor.execute("update clocks_activation set counted_at = %s where id = %s", [at, activation])


def pack_of(protocol: str) -> Pack:
    """Return a pack by its id, with or without a version, also a retired one. Raises PackFault."""
    if protocol in retired_packs():
        return open_retired(protocol)
    pack = open_pack(protocols_home() / protocol.partition("@")[0], load_names())
    if "@" in protocol and pack.protocol.id != protocol:
        raise UnableToActivate(f"{protocol} is not here; {pack.protocol.id} is. Only what is kept can be put in force.")
    return pack


def _sound(pack: Pack, *, demonstration: bool) -> None:
    for problem in lock_problems(pack):
        raise UnableToActivate(str(problem))
    if pack.stage not in (Stage.RELEASED, Stage.RETIRED) and not demonstration:
        raise UnableToActivate(
            f"{pack.protocol.id} is {pack.stage}. Only a release can be put in force: wayhome protocol release."
        )
