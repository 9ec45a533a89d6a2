"""Every write to the ledger goes through here."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from wayhome.engine.facts import Moment
from wayhome.packs.vocabulary import Kind, load_vocabulary
from wayhome.platform.actor import Actor
from wayhome.platform.operations import audit
from wayhome.platform.queries.audiences import audience_of
from wayhome.record.announcements import Recorded, announce
from wayhome.record.models import Child, Fact, Supersession
from wayhome.record.operations.errors import AlreadyCorrected, BadValue, NotFound, UnknownKind
from wayhome.record.operations.locks import lock_child


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact about to be recorded; the value goes in the field its kind asks for."""

    kind: str
    moment: Moment
    told_at: datetime
    code: str | None = None
    text: str | None = None
    number: int | None = None
    on_date: date | None = None
    person: UUID | None = None
    holds_until: datetime | None = None
    source: str = ""
    sealed: bool = False


FIELD_OF = {"code": "code", "text": "text", "number": "number", "date": "on_date", "person": "person"}
LONGEST_TEXT = 20_000


def check(draft: Draft) -> Kind:
    """Refuse a fact the vocabulary does not know or whose value does not fit; return its kind."""
    kind = load_vocabulary().kinds.get(draft.kind)
    if kind is None:
        raise UnknownKind(
            f"“{draft.kind}” is not a kind of fact. See protocols/vocabulary.yaml for the kinds there are."
        )
    if kind.subject not in ("child", "episode"):
        raise UnknownKind(f"“{draft.kind}” is about a {kind.subject}, so it cannot be recorded about a child.")
    given = {name for name in FIELD_OF.values() if getattr(draft, name) is not None}
    wanted = FIELD_OF.get(kind.value)
    # Words may go with any kind: a note to a code, the reason for a decision.
    if wanted and (wanted not in given or (wanted == "text" and not (draft.text or "").strip())):
        raise BadValue(f"“{draft.kind}” needs a {kind.value}.")
    if given - {wanted, "text"}:
        raise BadValue(f"“{draft.kind}” takes a {kind.value}, not {', '.join(sorted(given - {wanted, 'text'}))}.")
    if kind.values and draft.code is not None and draft.code not in kind.values:
        raise BadValue(f"“{draft.code}” is not a value of “{draft.kind}”: choose one of {', '.join(kind.values)}.")
    if draft.text is not None and (len(draft.text) > LONGEST_TEXT or "\x00" in draft.text):
        raise BadValue(f"Text must be {LONGEST_TEXT:,} characters or fewer, without null characters.")
    return kind


def record(*, actor: Actor, child: UUID, drafts: Sequence[Draft], episode: UUID | None = None) -> tuple[UUID, ...]:
    """Record facts about a child, in one transaction with everything that follows from them.

    Writes: the facts, an audit entry, and (through subscribers) projections, readings and notices.
    Refuses: UnknownKind, BadValue; NotFound if the actor may not see the child. All or nothing.
    """
    with transaction.atomic():
        lock_child(child)
        owner = _visible(child)
        rows = [_row(actor, owner, draft, episode, check(draft)) for draft in drafts]
        Fact.objects.bulk_create(rows)
        _announce(actor, owner, rows, "record")
    return tuple(row.id for row in rows)


def correct(*, actor: Actor, fact: UUID, draft: Draft, reason: str) -> UUID:
    """Replace a fact by a corrected one; the old stays in the ledger, marked, with the reason.

    Refuses: AlreadyCorrected if somebody did so first; BadValue without a reason or for another kind.
    """
    with transaction.atomic():
        old = _fact(fact)
        lock_child(old.child_id)
        if draft.kind != old.kind:
            raise BadValue("A correction must be of the same kind. Withdraw the fact and record the other kind.")
        row = replace_row(_row(actor, old.child, draft, old.episode_id, check(draft)), old)
        Fact.objects.bulk_create([row])
        _supersede(actor, old, row, reason)
        _announce(actor, old.child, [row], "correct")
    return row.id


def withdraw(*, actor: Actor, fact: UUID, reason: str) -> None:
    """Withdraw a fact that should not have been recorded; it stays in the ledger, marked, with the reason."""
    with transaction.atomic():
        old = _fact(fact)
        lock_child(old.child_id)
        _supersede(actor, old, None, reason)
        _announce(actor, old.child, [old], "withdraw")


def replace_row(row: Fact, old: Fact) -> Fact:
    """Put a new fact in the chain of the one it corrects, seen by the same people."""
    row.root_id, row.audience_id, row.restricted = old.root_id, old.audience_id, old.restricted
    return row


def backdate(draft: Draft, told_at: datetime) -> Draft:
    """Return the draft as told at another time."""
    return replace(draft, told_at=told_at)


def _visible(child: UUID) -> Child:
    found = Child.objects.filter(id=child).first()
    if found is None:
        raise NotFound("There is no such child, or you may not see the record. Ask your safeguarding lead.")
    return found


def _fact(fact: UUID) -> Fact:
    found = Fact.objects.select_related("child").filter(id=fact).first()
    if found is None:
        raise NotFound("There is no such fact, or you may not see it.")
    return found


def _row(actor: Actor, child: Child, draft: Draft, episode: UUID | None, kind: Kind) -> Fact:
    new = uuid.uuid4()
    return Fact(
        id=new,
        authority_id=child.authority_id,
        kind=draft.kind,
        child=child,
        episode_id=episode if kind.subject == "episode" else None,
        root_id=new,
        happened_from=draft.moment.earliest,
        happened_until=draft.moment.latest,
        precision=draft.moment.precision.value,
        holds_until=draft.holds_until,
        told_at=draft.told_at,
        code=draft.code,
        text=draft.text,
        number=draft.number,
        on_date=draft.on_date,
        person=draft.person,
        by_user=actor.user,
        by_agency_id=actor.agency,
        source=draft.source,
        audience_id=audience_of(actor.agency, kind.handling),
        restricted=child.restricted or draft.sealed,
    )


def _supersede(actor: Actor, old: Fact, new: Fact | None, reason: str) -> None:
    if not reason.strip():
        raise BadValue("Say why the record is being corrected.")
    try:
        with transaction.atomic():
            Supersession.objects.create(
                authority_id=old.authority_id,
                child_id=old.child_id,
                old=old,
                new=new,
                reason=reason,
                by_user=actor.user,
                audience_id=old.audience_id,
                restricted=old.restricted,
            )
    except IntegrityError as clash:
        raise AlreadyCorrected(
            "Somebody has already corrected this. Open the record again to see their correction."
        ) from clash


def _announce(actor: Actor, child: Child, rows: Sequence[Fact], verb: str) -> None:
    kinds = frozenset(row.kind for row in rows)
    audit.write(actor=actor, verb=verb, what=", ".join(sorted(kinds)), subjects=[child.id])
    announce(
        Recorded(
            child=child.id,
            authority=child.authority_id,
            facts=tuple(row.id for row in rows),
            kinds=kinds,
            episodes=frozenset(row.episode_id for row in rows if row.episode_id),
        )
    )
