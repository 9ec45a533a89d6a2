"""Linking people, places and things; correcting, ending and withdrawing a link. Nothing is ever overwritten."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from wayhome.platform.actor import Actor
from wayhome.platform.operations import audit
from wayhome.platform.queries.audiences import audience_of
from wayhome.record.link_kinds import CONFIDENCES, HANDLINGS, LINK_KINDS, STRENGTHS
from wayhome.record.models import Adult, Child, Context, Link, LinkChange
from wayhome.record.operations.errors import AlreadyCorrected, BadValue, NotFound
from wayhome.record.operations.facts import LONGEST_TEXT
from wayhome.record.operations.locks import lock_subject
from wayhome.record.operations.things import things_of
from wayhome.record.subjects import Subject
from wayhome.record.things import Identity

_ROWS: dict[str, type[Child] | type[Adult] | type[Context]] = {"child": Child, "adult": Adult, "context": Context}


@dataclass(frozen=True, slots=True)
class LinkDraft:
    """A link about to be recorded. Each end is a subject of the record, or a thing by what it is.

    `kind` is one of `LINK_KINDS`, read from `first` to `other`. Dates are London's; None is "not known".
    """

    kind: str
    first: Subject | Identity
    other: Subject | Identity
    source: str
    confidence: str
    strength: str = ""
    since: date | None = None
    until: date | None = None
    note: str = ""
    handling: str = ""
    source_fact: UUID | None = None
    source_episode: UUID | None = None


def link(*, actor: Actor, draft: LinkDraft) -> UUID:
    """Record that two are linked; the very same link told again is the one there is already.

    Writes: the link, the thing at its end if it was not known, an audit entry. Refuses: BadValue for what does not
    fit; NotFound for an end the actor may not see.
    """
    return link_all(actor=actor, drafts=[draft])[0]


def link_all(*, actor: Actor, drafts: Sequence[LinkDraft]) -> tuple[UUID, ...]:
    """Record several links in one transaction: all or none."""
    with transaction.atomic():
        for subject in sorted({s for d in drafts for s in _subjects(d)}, key=lambda s: str(s.id)):
            lock_subject(subject)
            _visible(subject)
        return tuple(_link(actor, draft) for draft in drafts)


def correct_link(*, actor: Actor, link: UUID, draft: LinkDraft, reason: str) -> UUID:
    """Replace a link by a corrected one between the same ends; the old stays, marked, with the reason.

    Ending a link is a correction that says until when. Refuses: AlreadyCorrected, BadValue, NotFound.
    """
    with transaction.atomic():
        old = _locked(link)
        row = _row(actor, draft)
        if {_end(old, "from"), _end(old, "to")} != {_end(row, "from"), _end(row, "to")}:
            raise BadValue("A correction keeps both ends. Withdraw this link, and record the other one.")
        row.audience_id = audience_of(actor.agency, draft.handling) if draft.handling else old.audience_id
        Link.objects.bulk_create([row])
        _replace(actor, old, row, reason)
        _write_down(actor, "correct", row)
    return row.id


def withdraw_link(*, actor: Actor, link: UUID, reason: str) -> None:
    """Withdraw a link that should not have been recorded; it stays, marked, with the reason."""
    with transaction.atomic():
        old = _locked(link)
        _replace(actor, old, None, reason)
        _write_down(actor, "withdraw", old)


def _link(actor: Actor, draft: LinkDraft) -> UUID:
    row = _row(actor, draft)
    same = Link.objects.filter(
        **{name: getattr(row, name) for name in (*_ENDS, "kind", "source", "since", "until", "note", "strength")},
        authority_id=row.authority_id, confidence=row.confidence, by_user=actor.user, replaced_by__isnull=True,
    )  # fmt: skip
    if (found := same.values_list("id", flat=True).first()) is not None:
        return found
    Link.objects.bulk_create([row])
    _write_down(actor, "record", row)
    return row.id


_ENDS = tuple(f"{side}_{end}_id" for side in ("from", "to") for end in ("child", "adult", "context", "thing"))


def _row(actor: Actor, draft: LinkDraft) -> Link:
    kind = LINK_KINDS.get(draft.kind)
    if kind is None or draft.first.kind not in kind.first or draft.other.kind not in kind.other:
        raise BadValue("These two cannot be linked in that way. Choose another way.")
    _check(draft)
    row = Link(
        id=uuid.uuid4(), authority_id=actor.authority, kind=draft.kind, strength=draft.strength, since=draft.since,
        until=draft.until, confidence=draft.confidence, source=draft.source.strip(), source_fact=draft.source_fact,
        source_episode=draft.source_episode, note=draft.note.strip(), by_user=actor.user, by_agency_id=actor.agency,
        audience_id=audience_of(actor.agency, draft.handling or kind.handling),
    )  # fmt: skip
    for side, end in (("from", draft.first), ("to", draft.other)):
        if isinstance(end, Subject):
            setattr(row, f"{side}_{end.kind}_id", end.id)
        else:
            setattr(row, f"{side}_thing_id", _thing(actor.authority, end))
    if _end(row, "from") == _end(row, "to"):
        raise BadValue("Nobody and nothing is linked to itself. Choose who or what is at the other end.")
    return row


def _check(draft: LinkDraft) -> None:
    if draft.confidence not in CONFIDENCES:
        raise BadValue("Say how sure this is.")
    if draft.strength and draft.strength not in STRENGTHS:
        raise BadValue("Choose how strong the link is from the list.")
    if draft.handling and draft.handling not in HANDLINGS:
        raise BadValue("Choose who may see the link from the list.")
    if not draft.source.strip():
        raise BadValue("Say who told us, or where this comes from.")
    if any(len(text) > LONGEST_TEXT or "\x00" in text for text in (draft.source, draft.note)):
        raise BadValue(f"Text must be {LONGEST_TEXT:,} characters or fewer, without null characters.")
    if draft.since and draft.until and draft.until < draft.since:
        raise BadValue("It cannot be over before it began. Check the two dates.")


def _thing(authority: UUID, thing: Identity) -> UUID:
    # Whether somebody else wrote it down before is not told: an id that was drawn then looks like one drawn now.
    return things_of(authority, [thing])[thing]


def _subjects(draft: LinkDraft) -> list[Subject]:
    return [end for end in (draft.first, draft.other) if isinstance(end, Subject)]


def _visible(subject: Subject) -> None:
    rows = _ROWS.get(subject.kind)
    if rows is None or not rows.objects.filter(id=subject.id).exists():
        raise NotFound("One end of this link is not there, or you may not see it.")


def _locked(link: UUID) -> Link:
    old = Link.objects.filter(id=link).first()
    if old is None:
        raise NotFound("There is no such link, or you may not see it.")
    for subject in sorted(subjects_of(old), key=lambda s: str(s.id)):
        lock_subject(subject)
    return old


def subjects_of(row: Link) -> list[Subject]:
    """Return the ends of a link that are people or contexts."""
    makers = {"child": Subject.child, "adult": Subject.adult, "context": Subject.context}
    found = ((make, getattr(row, f"{side}_{end}_id")) for side in ("from", "to") for end, make in makers.items())
    return [make(id_) for make, id_ in found if id_ is not None]


def _end(row: Link, side: str) -> UUID | None:
    ids = (getattr(row, f"{side}_{end}_id") for end in ("child", "adult", "context", "thing"))
    return next((id_ for id_ in ids if id_ is not None), None)


def _replace(actor: Actor, old: Link, new: Link | None, reason: str) -> None:
    if not reason.strip():
        raise BadValue("Say why the link is being changed.")
    try:
        with transaction.atomic():
            LinkChange.objects.create(
                authority_id=old.authority_id, old=old, new=new, reason=reason.strip(), by_user=actor.user,
                audience_id=old.audience_id,
            )  # fmt: skip
    except IntegrityError as clash:
        raise AlreadyCorrected("Somebody has already changed this link. Open it again to see what they did.") from clash


def _write_down(actor: Actor, verb: str, row: Link) -> None:
    audit.write(actor=actor, verb=verb, what=f"link {row.kind}", subjects=[s.id for s in subjects_of(row)])
