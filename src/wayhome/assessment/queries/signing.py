"""Who may sign a form: the writer's manager, or somebody who stands above."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from wayhome.platform.actor import Actor
from wayhome.platform.queries import posts

# Posts that may sign for anybody of the partnership; a line manager signs for their own team.
ABOVE = frozenset(
    {
        "service-manager", "head-of-service", "deputy-director", "director", "duty-team-manager",
        "safeguarding-hub-manager", "police-duty-inspector",
    }
)  # fmt: skip


def may_sign(actor: Actor, writer: UUID | None, *, at: datetime) -> bool:
    """Whether a person may sign what `writer` sent: never one's own."""
    if writer is None or actor.user == writer:
        return False
    if posts.roles_of(actor.user, at=at) & ABOVE:
        return True
    return writer in posts.managed_by(actor.user, "line-manager", at=at)


def signs_for(actor: Actor, *, at: datetime) -> frozenset[UUID] | None:
    """Return whose forms a person signs; None for everybody's."""
    if posts.roles_of(actor.user, at=at) & ABOVE:
        return None
    return frozenset(posts.managed_by(actor.user, "line-manager", at=at)) - {actor.user}
