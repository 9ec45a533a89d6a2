"""Who was told of one episode: whom colleagues say they told, and whom Wayhome told and whether they have seen it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from markupsafe import Markup

from wayhome.missing.web.timeline import kind_title, moment_of
from wayhome.platform.queries.posts import Colleague
from wayhome.record.queries.ledger import Entry
from wayhome.ui import words
from wayhome.ui.components import Cell, Column, Empty, Row, Table
from wayhome.worklists.queries.work import NoticeView

_LISTED = Markup("<br>")
_ALSO = frozenset(
    {"missing.school-told", "missing.parents-told", "missing.reviewing-officer-told", "return.parents-told"}
)
_NOT = "not-told"
_TAIL = re.compile(r", (?:or the reason|whoever|and why).*$")


def tellings(entries: Sequence[Entry]) -> tuple[str, ...]:
    """Return what colleagues recorded of whom they told, the newest first, as one line each."""
    return tuple(
        f"{_whom(entry)}: {words.moment(moment_of(entry))}"
        for entry in entries
        if entry.current and (entry.kind.startswith("told.") or entry.kind in _ALSO) and entry.code != _NOT
    )


def _whom(entry: Entry) -> str:
    said = _TAIL.sub("", kind_title(entry.kind))
    return f"{said} ({entry.text})" if entry.text else said


def told(
    notices: Sequence[NoticeView], people: Mapping[UUID, Colleague], titles: Mapping[str, str], now: datetime
) -> Table:
    """Return whom Wayhome told, as what, of which duties, and whether they have said "seen"; posts with nobody say so."""
    rows = [
        Row(
            f"told-{number}",
            (
                Cell(who),
                Cell(f"{role}: {because}"),
                Cell(
                    _LISTED.join(
                        dict.fromkeys(titles.get(n.reading_key, "A duty that no longer stands") for n in group)
                    )
                ),
                Cell(words.short_when(group[0].told_at, now)),
                Cell(_seen(group, now)),
            ),
            urgent=group[0].recipient is None,
        )
        for number, ((who, role, because, _), group) in enumerate(_grouped(notices, people).items())
    ]
    headings = ("Who", "As", "Of what", "Last told", "Seen")
    empty = Empty("Wayhome itself has sent nobody a notice about this episode.")
    return Table("Told by Wayhome", tuple(map(Column, headings)), tuple(rows), empty)


def _grouped(
    notices: Sequence[NoticeView], people: Mapping[UUID, Colleague]
) -> dict[tuple[str, str, str, str], list[NoticeView]]:
    """Gather the notices of one person in one post that stand alike, the newest first."""
    groups: dict[tuple[str, str, str, str], list[NoticeView]] = {}
    for notice in notices:
        person = people.get(notice.recipient) if notice.recipient else None
        who = person.name if person else "Nobody"
        groups.setdefault((who, notice.role_label, notice.because, _standing(notice)), []).append(notice)
    return groups


def _standing(notice: NoticeView) -> str:
    if notice.acknowledged_at:
        return "seen"
    if notice.recipient is None:
        return "nobody"
    return "passed on" if notice.passed_up_at else "waiting" if notice.acknowledge_by else "at rest"


def _seen(group: Sequence[NoticeView], now: datetime) -> str:
    latest = group[0]
    match _standing(latest):
        case "seen" if latest.acknowledged_at:
            return f"Seen {_small(words.short_when(latest.acknowledged_at, now))}"
        case "nobody":
            return "Nobody to tell: the next post was told at once"
        case "passed on" if latest.passed_up_at:
            return f"Not seen in time, passed on {_small(words.short_when(latest.passed_up_at, now))}"
        case "waiting":
            by = min(n.acknowledge_by for n in group if n.acknowledge_by)
            return f"Not yet. Asked to: by {_small(words.short_when(by, now))}"
    return "Not seen; nothing waits for it any more"


def _small(said: str) -> str:
    return said[:1].lower() + said[1:]
