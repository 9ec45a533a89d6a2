"""The children at the edge of a context: each considered by somebody, or not yet."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from wayhome.contexts.queries.contexts import moment_of
from wayhome.engine.facts import Moment
from wayhome.record.link_kinds import EDGE
from wayhome.record.queries import ledger
from wayhome.record.queries.links import End, LinkView

CONSIDERED = "child.context-considered"


@dataclass(frozen=True, slots=True)
class AtTheEdge:
    """One child at the edge of a context. Nobody considered the child yet if `decision` is empty."""

    child: End
    link: LinkView
    decision: str
    why: str
    by: UUID | None
    at: Moment | None


def source_of(context: UUID) -> str:
    """Return what the source of a consideration says, so that it is found again by its context."""
    return f"context:{context}"


def at_the_edge(context: UUID, links: Collection[LinkView]) -> tuple[AtTheEdge, ...]:
    """Return the children at the edge of a context, those not yet considered first. One statement.

    `links` are the context's current links. A consideration of the child in another context is no answer here.
    """
    edges = {view.beside(context).id: view for view in links if view.kind == EDGE}
    facts = ledger.current_of("child", edges, [CONSIDERED])
    made = []
    for child, view in edges.items():
        said = [fact for fact in facts.get(child, ()) if fact.source == source_of(context)]
        last = said[-1] if said else None
        made.append(
            AtTheEdge(
                view.beside(context),
                view,
                (last.code or "") if last else "",
                (last.text or "") if last else "",
                last.by_user if last else None,
                moment_of(last) if last else None,
            )
        )
    return tuple(sorted(made, key=lambda each: (bool(each.decision), each.child.label)))
