"""That two records may be about one child: a judgement both records carry. Nothing is ever joined in silence."""

from __future__ import annotations

from typing import Literal
from uuid import UUID, uuid4

from django.db import transaction

from wayhome.engine.facts import Moment
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.queries.naming import seal_of
from wayhome.record.operations.errors import BadValue, NotFound
from wayhome.record.operations.facts import Draft, withdraw
from wayhome.record.operations.locks import lock_child
from wayhome.record.operations.particulars import tell
from wayhome.record.queries import children, ledger

KIND = "child.possibly-same"
Judgement = Literal["possible", "not-the-same"]


def judge(*, actor: Actor, one: UUID, other: UUID, judgement: Judgement, why: str) -> int:
    """Record on both records whether they may be about the same child, and why; what was judged before gives way.

    Writes: a fact on each, naming the other by its reference; the judgements before it, withdrawn with the reason. A
    sealed record is named on no other: then only the sealed one says so. Returns on how many it was written.
    Refuses: NotFound unless the actor sees both; BadValue for one record twice, for two sealed ones, or without a
    reason. All or nothing.
    """
    if one == other:
        raise BadValue("This is one record. Choose another to compare it with.")
    if not why.strip():
        raise BadValue("Say why: what shows it.")
    with transaction.atomic():
        for child in sorted(
            (one, other), key=str
        ):  # always in the same order, so that two people never wait for each other
            lock_child(child)
        named = children.banners([one, other])
        if len(named) != 2:
            raise NotFound("There is no such child, or you may not see the record. Ask your safeguarding lead.")
        sealed = {child for child in named if children.is_restricted(child) or seal_of(child) is not None}
        if len(sealed) == 2:
            raise BadValue(
                "Both records are sealed, so neither may name the other. Speak to the people named for each."
            )
        for child, its_twin in ((one, other), (other, one)):
            if its_twin not in sealed:
                _tell(actor, child, named[its_twin].reference, judgement, why)
    return 2 - len(sealed)


def _tell(actor: Actor, child: UUID, reference: str, judgement: Judgement, why: str) -> None:
    before = [e for e in ledger.current_facts(child, [KIND]) if e.text == reference]
    if any(e.code == judgement for e in before):
        return
    for entry in before:
        withdraw(actor=actor, fact=entry.id, reason=f"Judged anew: {why}")
    now = wall.now()
    draft = Draft(KIND, Moment(now, now), now, code=judgement, text=reference, source="same-child")
    tell(actor=actor, child=child, draft=draft, said={"why": why}, key=uuid4())
