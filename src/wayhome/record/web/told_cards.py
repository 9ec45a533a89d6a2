"""What is recorded of a child, as cards: one a group, each line with its links to correct it and to say if it is still so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from wayhome.platform.queries import posts
from wayhome.platform.queries.posts import Colleague
from wayhome.record.queries import particulars
from wayhome.record.queries.particulars import Told
from wayhome.record.topics import GROUPS, Topic, of_groups
from wayhome.record.web.told_words import named_in, shown
from wayhome.record.web.topic_words import topic_words
from wayhome.ui.components import Link, SummaryCard, SummaryRow


@dataclass(frozen=True, slots=True)
class Card:
    """One group: what is so now, what was so before, and the links that add to it. `id` is its anchor."""

    id: str
    card: SummaryCard
    before: tuple[SummaryRow, ...]
    add: tuple[Link, ...]


def cards(
    child: UUID, groups: Sequence[str], now: datetime, *, more: Mapping[str, tuple[SummaryRow, ...]] | None = None
) -> tuple[Card, ...]:
    """Return the cards of these groups for one child: three statements however much is recorded. `more`: lines of others."""
    topics = of_groups(*groups)
    told = particulars.told(child, [topic.kind for topic in topics])
    people = posts.colleagues(named_in(told))
    by_kind: dict[str, list[Told]] = {}
    for one in told:
        by_kind.setdefault(one.entry.kind, []).append(one)
    return tuple(_card(child, group, by_kind, people, now, (more or {}).get(group, ())) for group in groups)


def standing(topic: Topic, told: Sequence[Told], now: datetime) -> tuple[list[Told], list[Told]]:
    """Return what is so now and what was so before: of a topic with one answer, the latest that holds counts."""
    holding = [one for one in told if one.holds(now)]
    if not topic.many:
        # The latest answer counts, and when the latest has ended nothing does: an older one does not come back.
        holding = holding[:1] if told and told[0].holds(now) else []
    return holding, [one for one in told if one not in holding]


def _card(
    child: UUID, group: str, by_kind: Mapping[str, list[Told]], people: Mapping[UUID, Colleague], now: datetime,
    more: tuple[SummaryRow, ...],
) -> Card:  # fmt: skip
    rows: list[SummaryRow] = []
    before: list[SummaryRow] = []
    add: list[Link] = []
    for topic in of_groups(group):
        now_so, was_so = standing(topic, by_kind.get(topic.kind, []), now)
        rows += [_row(child, topic, one, people, now) for one in now_so] or [
            SummaryRow(topic.title, "", (_add(child, topic),))
        ]
        before += [SummaryRow(topic.title, shown(one, people, now)) for one in was_so]
        if now_so:
            add.append(_add(child, topic))
    return Card(group, SummaryCard(GROUPS[group], (*more, *rows)), tuple(before), tuple(add))


def _row(child: UUID, topic: Topic, one: Told, people: Mapping[UUID, Colleague], now: datetime) -> SummaryRow:
    about = f"{topic.title.lower()}: {(one.entry.text or '')[:60]}" if one.entry.text else topic.title.lower()
    named = topic_words(one.entry.kind, one.entry.code) if topic.text_required else ""
    return SummaryRow(
        named or topic.title,
        shown(one, people, now, without_code=bool(named)),
        (
            Link("Still so?", reverse("still-so", args=[child, one.entry.id]), about),
            Link("Correct", reverse("correct-told", args=[child, one.entry.id]), about),
        ),
    )


def _add(child: UUID, topic: Topic) -> Link:
    first = topic.title.split()[0]
    # What is read aloud keeps the capitals of NHS, GP and National Insurance.
    what = topic.title if first.isupper() or first == "National" else topic.title[:1].lower() + topic.title[1:]
    href = reverse("tell-topic", args=[child, topic.slug])
    add = "Add" if first in {"How", "What"} else "Add another"  # "Add what the child says": nobody adds another what
    return Link(add if topic.many else "Change", href, what)
