"""Working out where an episode stands from its facts. Runs as the clock, in the transaction of the fact."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from uuid import UUID

from wayhome.missing.models import Episode
from wayhome.missing.models.episode import Section
from wayhome.missing.operations.errors import AlreadyMissing, MayBeHeld
from wayhome.platform.queries.audiences import of_classes
from wayhome.platform.reading_rules import READ_BY_ALL
from wayhome.platform.roles import as_clock, as_reader
from wayhome.record.announcements import Recorded
from wayhome.record.queries import current
from wayhome.record.queries.current import Standing

STATES = {
    "missing.from": "missing_from",
    "missing.risk-graded": "police_risk",
    "missing.local-risk": "local_risk",
}
CATEGORY = ("missing.began", "missing.category-changed")
ENDED = ("missing.located", "missing.returned")


def on_recorded(recorded: Recorded) -> None:
    """Bring each touched episode's projection up to date."""
    if recorded.episodes:
        with as_clock():
            rows = project(recorded.episodes)
            if other := _another(rows, recorded.episodes):
                with as_reader():
                    raise AlreadyMissing(other) if Episode.objects.filter(id=other).exists() else MayBeHeld
            store(rows)
            Episode.objects.filter(id__in=recorded.episodes - {row.id for row in rows}).delete()


def _another(rows: Iterable[Episode], touched: Iterable[UUID]) -> UUID | None:
    """Return the other episode in which a child would be missing at once, such as after withdrawing an earlier return.

    Looked for as the clock: it may be one that the writer must not see, and then the writer is not told which.
    """
    for row in rows:
        if row.section == Section.MISSING:
            others = Episode.objects.filter(child_id=row.child_id, section=Section.MISSING)
            if found := others.exclude(id__in=list(touched)).values_list("id", flat=True).first():
                return found
    return None


def store(rows: list[Episode]) -> None:
    """Store projections; the one still missing last, so that a child going missing again is no clash."""
    Episode.objects.bulk_create(
        sorted(rows, key=lambda r: r.section == Section.MISSING),
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[f.name for f in Episode._meta.fields if not f.primary_key],
    )


def rebuild(children: Sequence[UUID], _each: Callable[[], None]) -> None:
    """Work out every episode of these children again, in a few statements."""
    with as_clock():
        rows = projected(children)
        store(rows)
        Episode.objects.filter(child_id__in=children).exclude(id__in=[r.id for r in rows]).delete()


def projected(children: Sequence[UUID]) -> list[Episode]:
    """Return every episode of these children as the ledger has it now; nothing is stored."""
    return _each_episode(current.of_children(children))


def project(episodes: Iterable[UUID]) -> list[Episode]:
    """Return these episodes as their current facts have them; none whose beginning was withdrawn."""
    return _each_episode(current.of_episodes(episodes))


def _each_episode(facts: Iterable[Standing]) -> list[Episode]:
    by_episode: dict[UUID, list[Standing]] = {}
    for fact in facts:
        if fact.episode_id and fact.for_all:
            by_episode.setdefault(fact.episode_id, []).append(fact)
    authorities = {fact.authority_id for each in by_episode.values() for fact in each[:1]}
    shared = frozenset(a for authority in authorities for a in of_classes(authority, READ_BY_ALL))
    return [row for each in by_episode.values() if (row := from_facts(each, shared))]


def from_facts(facts: Iterable[Standing], shared: Collection[int]) -> Episode | None:
    """Work the projection out of one episode's current facts, whatever their order.

    It was last changed when the newest was recorded of those in the `shared` audiences, which every agency working with
    the child reads: the time says nothing of what some may not read.
    """
    ordered = sorted(facts, key=lambda f: f.order)
    began = next((f for f in ordered if f.kind == "missing.began"), None)
    if began is None or began.episode_id is None or began.child_id is None:
        return None
    row = Episode(
        id=began.episode_id,
        authority_id=began.authority_id,
        child_id=began.child_id,
        audience_id=began.audience_id,
        restricted=began.restricted,
        first_category=began.code or "",
        since_from=began.happened_from,
        since_until=began.happened_until,
        since_precision=began.precision,
        updated_at=max((f.recorded_at for f in ordered if f.audience_id in shared), default=began.recorded_at),
    )
    for fact in ordered:
        if fact.kind in STATES:
            setattr(row, STATES[fact.kind], fact.code or "")
            row.behind[STATES[fact.kind]] = str(fact.id)
        elif fact.kind in CATEGORY:
            row.category = fact.code or ""
            row.behind["category"] = str(fact.id)
        elif fact.kind == "missing.reported" and row.reported_at is None:
            row.reported_at = fact.happened_from
            row.behind["reported"] = str(fact.id)
    _end(row, ordered)
    return row


def _end(row: Episode, ordered: list[Standing]) -> None:
    ended = next((f for f in ordered if f.kind in ENDED and f.happened_from), None)
    ended = ended or next((f for f in ordered if f.kind in ENDED), None)
    closed = next((f for f in ordered if f.kind == "missing.closed"), None)
    if ended:
        row.ended_from, row.ended_until, row.ended_precision = (
            ended.happened_from,
            ended.happened_until,
            ended.precision,
        )
        row.behind["ended"] = str(ended.id)
    elif closed:
        row.ended_precision = "unknown"
    if closed:
        row.closed_at = closed.happened_until or closed.told_at
        row.behind["closed"] = str(closed.id)
    if any(f.kind == "missing.recorded-in-error" for f in ordered):
        row.section = Section.ERROR
    else:
        row.section = Section.CLOSED if closed else Section.RETURNED if ended else Section.MISSING


def differences(children: Sequence[UUID]) -> list[str]:
    """Return the episodes whose stored projection is not what the ledger says. Run as the clock."""
    stored = {row.id: row for row in Episode.objects.filter(child_id__in=children)}
    fresh = {row.id: row for row in projected(children)}
    names = [f.attname for f in Episode._meta.fields if f.attname != "updated_at"]
    return [
        f"episode {id_}"
        for id_ in sorted(stored.keys() | fresh.keys())
        if id_ not in stored
        or id_ not in fresh
        or any(getattr(stored[id_], n) != getattr(fresh[id_], n) for n in names)
    ]
