"""Loading a data package into the ledger: everything or nothing, and nothing twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from wayhome.intake.package import FactDraft, Fault, Package, PackageRefused, child_key, episode_key, facts
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.platform.queries.directory import Directory, directory
from wayhome.record.operations import bulk
from wayhome.record.operations.bulk import Arriving, Known
from wayhome.record.operations.bulk_beside import Said


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: children and facts added, facts that were there already, and remarks for the person."""

    children: int
    facts: int
    there_already: int
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """What arrives together with a package and is in no file of it, so that each one's duties are read once.

    `said`: what goes with some of the facts, by the fact.
    """

    facts: Sequence[Arriving] = ()
    said: Said = field(default_factory=dict)
    adults: Sequence[Known] = ()
    contexts: Sequence[Known] = ()


def _quietly(_done: int, _all: int) -> None:
    """Show nothing."""


def load(
    package: Package, *, authority: UUID, now: datetime, each: Callable[[int, int], None] = _quietly,
    beside: Beside | None = None,
) -> Loaded:  # fmt: skip
    """Load a checked package for an authority, in one transaction. Run as the owner.

    `each(done, all)` is called as the duties of each child are read. Loading the same package again adds
    nothing. `beside` is loaded with it, unchecked. Raises PackageRefused when a row names somebody unknown, or says
    otherwise than when first loaded.
    """
    more = beside or Beside()
    with transaction.atomic():
        bulk.hold_ledger()
        names = directory(authority)
        drafts = facts(package)
        arriving = {d.key: _arriving(package, d, names) for d in drafts}
        faults = [f for d in drafts if (f := _unknown(d, arriving[d.key]))]
        changed = bulk.changed(list(arriving.values()))
        faults += [_said_otherwise(d) for d in drafts if d.key in changed]
        if faults:
            raise PackageRefused(faults)
        added = bulk.add(
            authority=authority,
            agency=names.home,
            children=[Known(child_key(package, c.reference), c.reference) for c in package.children],
            facts=[*arriving.values(), *more.facts],
            now=now,
            each=each,
            adults=more.adults,
            contexts=more.contexts,
            said=more.said,
        )
    there = len(arriving) + len(more.facts) - added.facts
    return Loaded(added.children, added.facts, there, _remarks(drafts, names))


def _arriving(package: Package, d: FactDraft, names: Directory) -> Arriving:
    person = names.people.get(d.value or "") if _names_person(d) else None
    return Arriving(
        id=d.key,
        kind=d.kind,
        child=child_key(package, d.child),
        episode=episode_key(package, d.episode) if d.episode else None,
        moment=d.moment,
        told_at=d.told_at,
        agency=names.agencies.get(d.agency, names.home),
        source=f"{package.name}: {d.source}" if d.source else package.name,
        recorded_at=d.recorded_at,
        holds_until=d.until,
        code=None if _names_person(d) else d.value,
        text=d.text or None,
        number=d.number,
        on_date=d.date,
        person=person,
    )


def _names_person(d: FactDraft) -> bool:
    return load_vocabulary().kinds[d.kind].value == "person"


def _unknown(d: FactDraft, arriving: Arriving) -> Fault | None:
    if not _names_person(d) or arriving.person is not None:
        return None
    mend = "Use the sign-in address of somebody in this partnership, or leave the row out."
    return Fault(d.file, d.line, "value", f"nobody here signs in as “{d.value}”", mend)


def _said_otherwise(d: FactDraft) -> Fault:
    mend = "The ledger does not change: record a correction on the child's page, with the reason."
    return Fault(d.file, d.line, d.kind, "this row was loaded before and said something else then", mend)


def _remarks(drafts: list[FactDraft], names: Directory) -> tuple[str, ...]:
    strange = sorted({d.agency for d in drafts} - names.agencies.keys())
    return tuple(f"{a or 'No agency named'}: not an agency here, so kept for {names.home_name}." for a in strange)
