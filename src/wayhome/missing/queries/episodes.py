"""Episodes, as a reader may see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, JSONField, QuerySet
from django.db.models.expressions import RawSQL

from wayhome.engine.facts import Moment, Precision
from wayhome.missing.models import Episode


@dataclass(frozen=True, slots=True)
class EpisodeView:
    """One episode as the ledger has it now, for one reader. Empty text is "not recorded".

    `withheld` names what is recorded in a fact this reader may not see: police_risk, local_risk, missing_from, category,
    reported, ended or closed. Of these only `section` tells that they are there.
    """

    id: UUID
    child_id: UUID
    authority_id: UUID
    section: str
    first_category: str
    category: str
    missing_from: str
    since_from: datetime | None
    since_until: datetime | None
    since_precision: str
    reported_at: datetime | None
    police_risk: str
    local_risk: str
    ended_from: datetime | None
    ended_until: datetime | None
    ended_precision: str
    closed_at: datetime | None
    updated_at: datetime
    withheld: frozenset[str] = frozenset()

    @property
    def since(self) -> Moment:
        """Missing since, as closely as it is known."""
        return Moment(self.since_from, self.since_until, Precision(self.since_precision))

    @property
    def ended(self) -> Moment | None:
        """When the child was located or returned; None while the child is missing."""
        if not self.ended_precision:
            return None
        return Moment(self.ended_from, self.ended_until, Precision(self.ended_precision))

    @property
    def missing_now(self) -> bool:
        return self.section == "missing"


_PLAIN = (
    "id", "child_id", "authority_id", "section", "first_category", "since_from", "since_until", "since_precision",
    "updated_at",
)  # fmt: skip
# The facts behind the columns, those that the reader's own policy on facts returns: in the same statement. Their ids come
# as one array: a join would cast beside the policy, where a cast may not go first, and so read the whole ledger instead.
_SEEN = RawSQL(
    "(select jsonb_object_agg(f.id, jsonb_build_array(f.code, f.happened_from, f.happened_until, f.precision, f.told_at)) "
    "from record_fact f where f.id = any((select array_agg(b.value::uuid) from jsonb_each_text(missing_episode.behind) b)::uuid[]))",
    (),
    output_field=JSONField(),
)


def by_ids(ids: Iterable[UUID]) -> dict[UUID, EpisodeView]:
    """Return the episodes the reader may see among these, by id: one statement."""
    return {view.id: view for view in _read(Episode.objects.filter(id__in=list(ids)))}


def episode(episode_id: UUID) -> EpisodeView | None:
    """Return one episode, or None if there is none the reader may see."""
    return by_ids([episode_id]).get(episode_id)


def of_child(child: UUID) -> tuple[EpisodeView, ...]:
    """Return every episode of a child, newest first, those recorded in error last."""
    return tuple(sorted(_read(Episode.objects.filter(child_id=child)), key=_newest))


def missing_now(child: UUID) -> EpisodeView | None:
    """Return the episode in which the child is missing now, if any."""
    return next(iter(_read(Episode.objects.filter(child_id=child, section="missing"))), None)


def missing_children(children: Iterable[UUID]) -> dict[UUID, EpisodeView]:
    """Return, of these children, those missing now with their episode."""
    rows = _read(Episode.objects.filter(child_id__in=list(children), section="missing"))
    return {view.child_id: view for view in rows}


def _read(rows: QuerySet[Episode]) -> list[EpisodeView]:
    found = rows.annotate(seen=_SEEN, ids=F("behind")).values_list(*_PLAIN, "ids", "seen")
    return [_view(dict(zip(_PLAIN, row, strict=False)), row[-2], row[-1] or {}) for row in found]


def _view(plain: dict[str, Any], behind: dict[str, str], seen: dict[str, list[Any]]) -> EpisodeView:
    """Put an episode together from its row and the facts behind it that the reader sees."""
    facts = {name: seen[fact] for name, fact in behind.items() if fact in seen}

    def code(name: str) -> str:
        return facts[name][0] or "" if name in facts else ""

    ended, closed, reported = facts.get("ended"), facts.get("closed"), facts.get("reported")
    untimed = "unknown" if plain["section"] in ("returned", "closed") else ""
    return EpisodeView(
        **plain,
        category=code("category") or plain["first_category"],
        missing_from=code("missing_from"),
        police_risk=code("police_risk"),
        local_risk=code("local_risk"),
        reported_at=_time(reported[1]) if reported else None,
        ended_from=_time(ended[1]) if ended else None,
        ended_until=_time(ended[2]) if ended else None,
        ended_precision=ended[3] if ended else untimed,
        closed_at=(_time(closed[2]) or _time(closed[4])) if closed else None,
        withheld=frozenset(behind.keys() - facts.keys()),
    )


def _time(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said) if said else None


def _newest(view: EpisodeView) -> tuple[bool, float]:
    since = view.since_from or view.updated_at
    return (view.section == "error", -since.timestamp())
