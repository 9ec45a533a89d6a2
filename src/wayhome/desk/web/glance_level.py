"""How safe a child is thought to be, since when, and what the newest score says: the first line of the overview."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile
from uuid import UUID

from markupsafe import Markup

from wayhome.desk.web.drawing import components
from wayhome.missing.web.episode_words import coded
from wayhome.missing.web.timeline import kind_title
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.platform.queries.posts import Colleague
from wayhome.record.queries.ledger import Entry
from wayhome.ui import words
from wayhome.ui.components import Badge, Colour

# The states whose latest value says how safe a child is thought to be.
LEVELS = ("exploitation-level", "toolkit-level", "seraf-category")
JUDGED = "exploitation.level-judged"
TOOLS = {"assessment.ceraf": "the CERAF", "assessment.cse-toolkit": "the toolkit", "assessment.seraf": "the SERAF"}
COLOURS = {
    "none": Colour.GREY, "not-at-risk": Colour.GREY, "low": Colour.YELLOW, "mild": Colour.YELLOW,
    "medium": Colour.ORANGE, "moderate": Colour.ORANGE, "high": Colour.RED, "significant": Colour.RED,
}  # fmt: skip
NOT_SAID = "No level is recorded that you may see. That is not the same as being safe."


def level_kinds() -> tuple[str, ...]:
    """Return the kinds of fact that tell a level, as the vocabulary has them."""
    states = load_vocabulary().states
    return tuple(dict.fromkeys(kind for state in LEVELS for kind in states[state].kinds))


def safe(entries: Sequence[Entry], people: Mapping[UUID, Colleague]) -> list[Markup]:
    """Say the level judged and since when, and the newest score: they are two things, and both may stand.

    `entries` are what holds now, the latest first.
    """
    kinds = set(level_kinds())
    levels = [e for e in entries if e.kind in kinds and e.code]
    judged = [e for e in levels if e.kind == JUDGED]
    scored = [e for e in levels if e.kind != JUDGED]
    if not levels:
        return [Markup(NOT_SAID)]
    said = _judged(judged, people) if judged else [Markup("Nobody has judged the level yet")]
    if scored:
        newest = scored[0]
        tool = TOOLS.get(newest.kind, kind_title(newest.kind))
        said.append(Markup("{} by the score of {}, {}").format(_badge(newest), tool, on_day(newest)))
    return said


def _judged(judged: Sequence[Entry], people: Mapping[UUID, Colleague]) -> list[Markup]:
    """Say the level and since when it has been so; who said so last and why; and what it was before."""
    newest = judged[0]
    alike = list(takewhile(lambda e: e.code == newest.code, judged))
    by = people.get(newest.by_user) if newest.by_user else None
    again = f", judged again {on_day(newest)}" if len(alike) > 1 else ""
    said = [
        Markup("{} <strong>since {}</strong>{}{}").format(
            _badge(newest), on_day(alike[-1]), again, f", by {by.name}" if by else ""
        )
    ]
    if newest.text:
        said.append(Markup("{}").format(short(newest.text)))
    if len(judged) > len(alike):
        said.append(Markup("Before that: {}").format(coded(judged[len(alike)].code)))
    return said


def _badge(entry: Entry) -> Markup:
    code = entry.code or ""
    return components().badge(Badge(coded(code), COLOURS.get(code, Colour.GREY)))


def on_day(entry: Entry) -> str:
    """Say the day something happened, or was told where nobody knows when it happened."""
    return words.day(entry.happened_from or entry.told_at).partition(" ")[2]


def short(said: str | None, longest: int = 140) -> str:
    """Return the beginning of what was said, on one line; never cut within a word."""
    line = " ".join((said or "").split())
    return line if len(line) <= longest else f"{line[:longest].rsplit(' ', 1)[0]} …"
