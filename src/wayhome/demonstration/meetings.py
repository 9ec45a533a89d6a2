"""What the invented partnership did as a whole, and the two places it worries about: figures, reports, reviews.

Most was done in time, one report came late, and the last week's figures are still owed, as in a real office.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from wayhome.engine.facts import Moment, Precision
from wayhome.record.operations.bulk import Arriving, Known

BEGAN = 400  # days ago
_SPACE = uuid5(NAMESPACE_URL, "https://wayhome.example/demonstration/seaport")
ARCADE, STATION = (uuid5(_SPACE, name) for name in ("arcade", "bus station"))
CONTEXTS = (Known(ARCADE, "P-SEAP-ARCD"), Known(STATION, "P-SEAP-BUSS"))
# Days ago on which each was done. The weekly figures: every week but the last.
_DONE: tuple[tuple[str, tuple[int, ...], str], ...] = (
    ("partnership.began", (BEGAN,), "The pathway was adopted by the partnership."),
    ("partnership.response-figures", tuple(range(BEGAN - 7, 7, -7)), ""),
    ("partnership.monthly-analysis", (*range(BEGAN - 29, 40, -29), 16), "Themes, trends and risk, month by month."),
    ("partnership.practice-review", (BEGAN - 175, BEGAN - 372), "Ten children whose plans were looked at closely."),
)
_PLACES: tuple[tuple[UUID, str, int, str | None, str], ...] = (
    (ARCADE, "context.name", 130, None, "Anchor Arcade (invented)"),
    (ARCADE, "context.identified", 130, "repeated", "Three children were found near it in one month."),
    (ARCADE, "context.discussed", 125, "assess", "The MET meeting asked for an assessment."),
    (ARCADE, "context.team-named", 121, None, ""),
    (ARCADE, "context.reviewed", 45, None, "Quieter since the youth workers come in the evening."),
    (STATION, "context.name", 8, None, "Old bus station (invented)"),
    (STATION, "context.identified", 8, "event", "Named in two return home conversations."),
)


def meetings(now: datetime, agency: UUID) -> tuple[Arriving, ...]:
    """Return the facts of the partnership and of its contexts up to `now` (aware): the same for the same `now`."""
    return (*_partnership(now, agency), *_contexts(now, agency))


def _partnership(now: datetime, agency: UUID) -> Iterator[Arriving]:
    for kind, days, words in _DONE:
        for ago in days:
            yield _fact(now, agency, kind, ago, None, words)


def _contexts(now: datetime, agency: UUID) -> Iterator[Arriving]:
    for context, kind, ago, code, words in _PLACES:
        yield replace(_fact(now, agency, kind, ago, code, words, str(context)), context=context)


def _fact(now: datetime, agency: UUID, kind: str, ago: int, code: str | None, words: str, of: str = "") -> Arriving:
    at = (now - timedelta(days=ago)).replace(hour=10, minute=30, second=0, microsecond=0)
    return Arriving(
        id=uuid5(_SPACE, f"{of}/{kind}/{at.date()}"),
        kind=kind,
        child=None,
        episode=None,
        moment=Moment(at, at, Precision.EXACT),
        told_at=at + timedelta(minutes=20),
        recorded_at=at + timedelta(minutes=30),
        agency=agency,
        source="Invented minutes",
        code=code,
        text=words or None,
    )
