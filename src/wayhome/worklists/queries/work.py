"""What one person should do next, and what that person was told."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wayhome.clocks.queries import duties
from wayhome.clocks.queries.duties import Duty
from wayhome.packs.roles import load_roles
from wayhome.platform.queries import posts
from wayhome.record.queries import children
from wayhome.record.subjects import Subject
from wayhome.worklists.models import Notice


@dataclass(frozen=True, slots=True)
class NoticeView:
    """One notice as its recipient, or a colleague who may see what it is about, sees it."""

    id: UUID
    authority_id: UUID
    child_id: UUID | None
    adult_id: UUID | None
    context_id: UUID | None
    episode_id: UUID | None
    reading_key: str
    rung: str
    role: str
    recipient: UUID | None
    because: str
    told_at: datetime
    acknowledge_by: datetime | None
    acknowledged_at: datetime | None
    passed_up_at: datetime | None

    @property
    def subject(self) -> Subject:
        """What the notice is about."""
        return Subject.of_row(self)

    @property
    def role_label(self) -> str:
        known = load_roles().get(self.role)
        return known.label if known else self.role


_FIELDS = tuple(NoticeView.__dataclass_fields__)


def duties_of(user: UUID, authority: UUID, *, now: datetime) -> tuple[Duty, ...]:
    """Return a person's open duties, overdue first: those of the posts held or covered, and of children allocated."""
    roles = posts.roles_of(user, at=now)
    mine = list(duties.open_of(authority, roles - {"line-manager"})) if roles else []
    own = children.of_workers([user, *posts.covering(user, at=now)])
    if own:
        mine += duties.open_of(authority, ["allocated-worker"], children=own)
    if "line-manager" in roles:
        team = children.of_workers(posts.managed_by(user, "line-manager", at=now))
        mine += duties.open_of(authority, ["line-manager"], children=team)
    return tuple(sorted({d.key: d for d in mine}.values(), key=duties.urgency))


def notices_of(user: UUID, *, unanswered: bool = True) -> tuple[NoticeView, ...]:
    """Return a person's notices, newest first; only those not yet acknowledged unless asked otherwise."""
    rows = Notice.objects.filter(recipient=user)
    if unanswered:
        rows = rows.filter(acknowledged_at__isnull=True)
    return tuple(NoticeView(*row) for row in rows.order_by("-told_at", "id").values_list(*_FIELDS)[:200])


def notice(notice_id: UUID, user: UUID) -> NoticeView | None:
    """Return one notice of this person's, or None."""
    row = Notice.objects.filter(id=notice_id, recipient=user).values_list(*_FIELDS).first()
    return NoticeView(*row) if row else None


def notices_about(episode: UUID) -> tuple[NoticeView, ...]:
    """Return who was told about an episode and what became of it, newest first; posts with nobody included."""
    rows = Notice.objects.filter(episode_id=episode).order_by("-told_at", "id").values_list(*_FIELDS)
    return tuple(NoticeView(*row) for row in rows)


def notices_of_duties(keys: Collection[str]) -> tuple[NoticeView, ...]:
    """Return who was told of these duties, newest first; posts with nobody included: one statement."""
    rows = Notice.objects.filter(reading_key__in=list(keys)).order_by("-told_at", "id").values_list(*_FIELDS)
    return tuple(NoticeView(*row) for row in rows)


def unanswered_count(user: UUID) -> int:
    """Return how many notices wait for this person's "seen"."""
    return Notice.objects.filter(recipient=user, acknowledged_at__isnull=True).count()
