"""The facts a package tells: drafts for the ledger, each with a key that is the same at every load."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from wayhome.engine.facts import Moment
from wayhome.intake.package.kinds import CHILD_COLUMNS, kinds
from wayhome.intake.package.records import Package, PackageChild, PackageEpisode, PackageEvent, PackageStatus
from wayhome.intake.package.times import day, write_moment

# Ours alone, so that no other system's keys can meet these.
NAMESPACE = UUID("6f0c1d52-7d0b-5f0a-9a56-6c1f6b6e8a11")


@dataclass(frozen=True, slots=True)
class FactDraft:
    """One fact, ready to be recorded; all times aware UTC.

    `key` names the fact for ever: loading it again finds it there. `content` is a digest of what it
    says: the same key with another content means that the source has changed its mind, which is a
    correction for a person to make. `recorded_at` None: the time of loading. Exactly one of `value`
    (a code or a person), `number` and `date` is set, or none; `text` may stand beside any.
    """

    key: UUID
    kind: str
    child: str
    episode: str | None
    moment: Moment
    until: datetime | None
    told_at: datetime
    recorded_at: datetime | None
    value: str | None
    text: str
    number: int | None
    date: date | None
    agency: str
    by: str
    source: str
    content: str
    file: str
    line: int


def child_key(package: Package, reference: str) -> UUID:
    """Return the child's id: the same in every package of that name."""
    return _key(package, "child", reference)


def episode_key(package: Package, reference: str) -> UUID:
    """Return the episode's id: the same in every package of that name."""
    return _key(package, "episode", reference)


def facts(package: Package) -> list[FactDraft]:
    """Return every fact the package tells, children first, in the order of its rows.

    When a row does not say when we were told, we were told as soon as it happened (a day: at its
    end), and never after it was recorded. Names and the like hold from when the child was first
    known: as told, or else from birth. Nothing here depends on other rows, so that the next export,
    with other rows, says the same of these.
    """
    drafts: list[FactDraft] = []
    for child in package.children:
        drafts += _of_child(package, child)
    for status in package.statuses:
        drafts.append(_of_status(package, status))
    for episode in package.episodes:
        drafts += _of_episode(package, episode)
    for event in package.events:
        drafts.append(_of_event(package, event))
    return drafts


def _of_child(package: Package, child: PackageChild) -> Iterator[FactDraft]:
    birth = day(child.born) if child.born else None
    since = child.known_from or birth or Moment(package.created, package.created)
    told = since.latest or package.created
    for column, kind in CHILD_COLUMNS.items():
        said = getattr(child, column)
        if not said:
            continue
        moment = day(said) if isinstance(said, date) else since
        key = _key(package, "child", child.reference, kind)
        yield _draft(
            package,
            key,
            kind,
            child.reference,
            None,
            moment,
            said,
            told=told,
            recorded=None,
            row=child,
            file="children.csv",
        )


def _of_status(package: Package, status: PackageStatus) -> FactDraft:
    key = _key(package, "status", status.child, status.kind, status.value, write_moment(status.holds_from))
    return _draft(
        package,
        key,
        status.kind,
        status.child,
        None,
        status.holds_from,
        status.value,
        until=status.until.earliest if status.until else None,
        told=_told(package, status, status.holds_from),
        recorded=_recorded(status),
        row=status,
        file="statuses.csv",
    )


_EPISODE_TEXTS = ("last_seen", "description", "circumstances", "instructions")


def _of_episode(package: Package, e: PackageEpisode) -> Iterator[FactDraft]:
    told: list[tuple[str, Moment, str, str]] = [("missing.began", e.began, e.category, "")]
    if e.missing_from:
        told.append(("missing.from", e.began, e.missing_from, ""))
    for column in _EPISODE_TEXTS:
        if getattr(e, column):
            told.append((f"missing.{column.replace('_', '-')}", e.began, "", getattr(e, column)))
    for kind, moment, text in (
        ("missing.located", e.located, e.located_where),
        ("missing.returned", e.returned, e.returned_where),
        ("missing.closed", e.closed, e.learned),
    ):
        if moment:
            told.append((kind, moment, "", text))
    for kind, moment, value, text in told:
        yield _draft(
            package,
            _key(package, "episode", e.reference, kind),
            kind,
            e.child,
            e.reference,
            moment,
            value,
            text=text,
            # `told` says when we heard that the child was missing; the end of it we heard as it came.
            told=_told(package, e, moment, first_news=moment is e.began),
            recorded=_recorded(e),
            row=e,
            file="episodes.csv",
        )


def _of_event(package: Package, event: PackageEvent) -> FactDraft:
    said = (event.child, event.episode, event.kind, write_moment(event.at), event.value, event.text)
    key = _key(package, "event-row", event.reference) if event.reference else _key(package, "event", *said)
    return _draft(
        package,
        key,
        event.kind,
        event.child,
        event.episode,
        event.at,
        event.value,
        text=event.text,
        told=_told(package, event, event.at),
        recorded=_recorded(event),
        row=event,
        file="events.csv",
    )


def _draft(
    package: Package,
    key: UUID,
    kind: str,
    child: str,
    episode: str | None,
    moment: Moment,
    said: str | date,
    *,
    told: datetime,
    recorded: datetime | None,
    row: Any,
    file: str,
    text: str = "",
    until: datetime | None = None,
) -> FactDraft:
    form = kinds()[kind].value
    words = said if isinstance(said, str) else ""
    body: dict[str, Any] = {
        "kind": kind,
        "child": child,
        "episode": episode,
        "moment": moment,
        "until": until,
        "told_at": told,
        "value": words if words and form in {"code", "person"} else None,
        "text": words if words and form == "text" else text,
        "number": int(words) if form == "number" else None,
        "date": said if isinstance(said, date) else None,
        "agency": getattr(row, "agency", "") or package.agency,
        "by": getattr(row, "by", ""),
        "source": getattr(row, "source", ""),
    }
    return FactDraft(key=key, recorded_at=recorded, content=_digest(body), file=file, line=row.line, **body)


def _told(
    package: Package, row: PackageStatus | PackageEpisode | PackageEvent, moment: Moment, first_news: bool = True
) -> datetime:
    recorded = _recorded(row)
    stated = row.told.latest if row.told and first_news else None
    told = stated or moment.latest or (row.told.latest if row.told else None) or recorded or package.created
    return min(told, recorded) if recorded else told


def _recorded(row: PackageStatus | PackageEpisode | PackageEvent) -> datetime | None:
    return row.recorded.latest if row.recorded else None


def _key(package: Package, *parts: str) -> UUID:
    return uuid5(NAMESPACE, json.dumps([package.name, *parts], ensure_ascii=False))


def _digest(body: dict[str, Any]) -> str:
    return sha256(json.dumps(body, ensure_ascii=False, default=_plain).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Moment):
        return [value.earliest, value.latest, value.precision]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat()
