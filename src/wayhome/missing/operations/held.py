"""A report that cannot open an episode, because one its author may not see is open: held, then added to that one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from wayhome.engine.facts import Moment, Precision
from wayhome.missing.models import HeldReport
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.operations import audit
from wayhome.platform.queries.audiences import audience_of
from wayhome.record.operations.errors import NotFound
from wayhome.record.operations.facts import Draft, record
from wayhome.record.operations.locks import lock_child
from wayhome.record.queries import children
from wayhome.record.queries.ledger import current_facts

SOURCE = "held-report:"
# What begins an episode begins it once: told a second time, it is news.
_AS_NEWS = {"missing.began": "Also reported missing by another agency, as: "}


def is_held(report: UUID, child: UUID) -> bool:
    """Whether this report is held already: a form sent twice is held once."""
    return HeldReport.objects.filter(id=report, child_id=child).exists()


def keep(*, actor: Actor, child: UUID, report: UUID, drafts: Sequence[Draft], told_at: datetime) -> None:
    """Hold a report, as told. Refuses NotFound if the actor may not see the child."""
    restricted = children.is_restricted(child)
    if restricted is None:
        raise NotFound("There is no such child, or you may not see the record. Ask your safeguarding lead.")
    HeldReport.objects.create(
        id=report,
        authority_id=actor.authority,
        child_id=child,
        audience_id=audience_of(actor.agency, "missing"),
        restricted=restricted,
        by_agency_id=actor.agency,
        told_at=told_at,
        recorded_at=wall.now(),
        told=[_kept(draft) for draft in drafts],
    )
    # The same words in the trail as for a report that opened an episode.
    audit.write(actor=actor, verb="record", what=", ".join(sorted({d.kind for d in drafts})), subjects=[child])


def add_to(*, actor: Actor, episode: UUID, child: UUID, report: UUID) -> None:
    """Add what a held report told to the episode, as the facts they are; done twice, it is done once.

    Writes the facts with this actor's audience, each with the report as its source. Refuses NotFound.
    """
    with transaction.atomic():
        lock_child(child)
        row = HeldReport.objects.filter(id=report, child_id=child).first()
        if row is None:
            raise NotFound("There is no such report, or you may not see it.")
        if is_added(child, report):
            return
        drafts = [_draft(told, row.told_at, f"{SOURCE}{report}") for told in row.told]
        record(actor=actor, child=child, episode=episode, drafts=drafts)


def is_added(child: UUID, report: UUID) -> bool:
    """Whether a held report was added to an episode."""
    return any(e.source == f"{SOURCE}{report}" for e in current_facts(child, ["missing.update"]))


def _kept(draft: Draft) -> dict[str, Any]:
    moment = draft.moment
    return {
        "kind": draft.kind,
        "code": draft.code,
        "text": draft.text,
        "from": moment.earliest.isoformat() if moment.earliest else None,
        "until": moment.latest.isoformat() if moment.latest else None,
        "precision": moment.precision.value,
    }


def moment_of(told: dict[str, Any]) -> Moment:
    """Return when a thing told in a held report happened."""
    earliest, latest = (datetime.fromisoformat(told[n]) if told[n] else None for n in ("from", "until"))
    return Moment(earliest, latest, Precision(told["precision"]))


def _draft(told: dict[str, Any], told_at: datetime, source: str) -> Draft:
    kind, code, text = told["kind"], told["code"], told["text"]
    if kind in _AS_NEWS:
        kind, code, text = "missing.update", None, f"{_AS_NEWS[kind]}{(code or '').replace('-', ' ')}."
    return Draft(kind, moment_of(told), told_at, code=code, text=text, source=source)
