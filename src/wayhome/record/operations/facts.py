"""Every write to the ledger goes through here."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from wayhome.engine.facts import Moment
from wayhome.packs.vocabulary import Kind, load_vocabulary
from wayhome.platform.actor import Actor
from wayhome.platform.operations import audit
from wayhome.platform.queries.audiences import audience_of
from wayhome.record.announcements import Recorded, announce
from wayhome.record.models import Adult, Child, Context, Fact, Supersession
from wayhome.record.operations.errors import AlreadyCorrected, BadValue, NotFound, UnknownKind
from wayhome.record.operations.locks import lock_subject
from wayhome.record.subjects import SUBJECT_OF, Subject, SubjectKind


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


_WORDS: dict[SubjectKind, str] = {
    "child": "a child", "adult": "an adult of concern", "context": "a context", "partnership": "the partnership",
}  # fmt: skip


_ROWS: dict[str, QuerySet[Child] | QuerySet[Adult] | QuerySet[Context]] = {
    "child": Child.objects.all(), "adult": Adult.objects.all(), "context": Context.objects.all(),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Owner:
    """Whom the facts are about, as the writer sees it."""

    subject: Subject
    authority: UUID
    restricted: bool


def check(draft: Draft, subject: SubjectKind = "child") -> Kind:
    """Refuse a fact the vocabulary does not know, of another subject, or whose value does not fit; return its kind."""
    kind = load_vocabulary().kinds.get(draft.kind)
    if kind is None:
        raise UnknownKind(
            f"“{draft.kind}” is not a kind of fact. See protocols/vocabulary.yaml for the kinds there are."
        )
    if SUBJECT_OF[kind.subject] != subject:
        of = _WORDS[SUBJECT_OF[kind.subject]]
        raise UnknownKind(f"“{draft.kind}” is about {of}, so it cannot be recorded about {_WORDS[subject]}.")
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
    return _record(actor, Subject.child(child), drafts, episode)


def record_about(*, actor: Actor, subject: Subject, drafts: Sequence[Draft]) -> tuple[UUID, ...]:
    """Record facts about an adult, a context, the partnership, or a child outside any episode: as `record` does.

    Refuses also a kind of fact that is about something else, and another authority's partnership.
    """
    return _record(actor, subject, drafts, None)


def _record(actor: Actor, subject: Subject, drafts: Sequence[Draft], episode: UUID | None) -> tuple[UUID, ...]:
    with transaction.atomic():
        lock_subject(subject)
        owner = _visible(actor, subject)
        rows = [_row(actor, owner, draft, episode, check(draft, subject.kind)) for draft in drafts]
        Fact.objects.bulk_create(rows)
        _announce(actor, owner, rows, "record")
    return tuple(row.id for row in rows)


def correct(*, actor: Actor, fact: UUID, draft: Draft, reason: str) -> UUID:
    """Replace a fact by a corrected one; the old stays in the ledger, marked, with the reason.

    Refuses: AlreadyCorrected if somebody did so first; BadValue without a reason or for another kind.
    """
    with transaction.atomic():
        old = _fact(fact)
        owner = _locked(actor, old)
        if draft.kind != old.kind:
            raise BadValue("A correction must be of the same kind. Withdraw the fact and record the other kind.")
        row = replace_row(_row(actor, owner, draft, old.episode_id, check(draft, owner.subject.kind)), old)
        Fact.objects.bulk_create([row])
        _supersede(actor, old, row, reason)
        _announce(actor, owner, [row], "correct")
    return row.id


def withdraw(*, actor: Actor, fact: UUID, reason: str) -> None:
    """Withdraw a fact that should not have been recorded; it stays in the ledger, marked, with the reason."""
    with transaction.atomic():
        old = _fact(fact)
        owner = _locked(actor, old)
        _supersede(actor, old, None, reason)
        _announce(actor, owner, [old], "withdraw")


def replace_row(row: Fact, old: Fact) -> Fact:
    """Put a new fact in the chain of the one it corrects, seen by the same people, or by fewer when it is sealed."""
    row.root_id, row.audience_id, row.restricted = old.root_id, old.audience_id, old.restricted or row.restricted
    return row


def backdate(draft: Draft, told_at: datetime) -> Draft:
    """Return the draft as told at another time."""
    return replace(draft, told_at=told_at)


def _visible(actor: Actor, subject: Subject) -> _Owner:
    if subject.kind == "partnership":
        if subject.id != actor.authority:
            raise NotFound("There is no such partnership, or it is not yours.")
        return _Owner(subject, subject.id, restricted=False)
    found = _ROWS[subject.kind].filter(id=subject.id).values_list("authority_id", "restricted").first()
    if found is None:
        named = _WORDS[subject.kind].partition(" ")[2]
        raise NotFound(f"There is no such {named}, or you may not see the record. Ask your safeguarding lead.")
    return _Owner(subject, *found)


def _locked(actor: Actor, old: Fact) -> _Owner:
    subject = Subject.of_row(old)
    lock_subject(subject)
    return _visible(actor, subject)


def _fact(fact: UUID) -> Fact:
    found = Fact.objects.filter(id=fact).first()
    if found is None:
        raise NotFound("There is no such fact, or you may not see it.")
    return found


def _row(actor: Actor, owner: _Owner, draft: Draft, episode: UUID | None, kind: Kind) -> Fact:
    new = uuid.uuid4()
    return Fact(
        id=new,
        authority_id=owner.authority,
        kind=draft.kind,
        **owner.subject.keys,
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
        restricted=owner.restricted or draft.sealed,
    )


def _supersede(actor: Actor, old: Fact, new: Fact | None, reason: str) -> None:
    if not reason.strip():
        raise BadValue("Say why the record is being corrected.")
    try:
        with transaction.atomic():
            Supersession.objects.create(
                authority_id=old.authority_id,
                **Subject.of_row(old).keys,
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


def _announce(actor: Actor, owner: _Owner, rows: Sequence[Fact], verb: str) -> None:
    kinds = frozenset(row.kind for row in rows)
    audit.write(actor=actor, verb=verb, what=", ".join(sorted(kinds)), subjects=[owner.subject.id])
    announce(
        Recorded(
            subject=owner.subject,
            authority=owner.authority,
            facts=tuple(row.id for row in rows),
            kinds=kinds,
            episodes=frozenset(row.episode_id for row in rows if row.episode_id),
        )
    )
