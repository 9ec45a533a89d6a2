"""What a form is filled in about, and which facts its signing off records, as a protocol writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from wayhome.engine.questions import Question


class About(StrEnum):
    """What a form is filled in about."""

    CHILD = "child"
    EPISODE = "episode"  # one time a child was missing
    CONTEXT = "context"  # a place, group, school or online space
    PARTNERSHIP = "partnership"  # nobody's own: information that comes in


class Source(StrEnum):
    """What gives a fact its value."""

    NOTHING = "nothing"  # that it was signed off is all
    LEVEL = "level"  # the level reached, or the level judged where an instrument leaves it to judgement
    JUDGEMENT = "judgement"  # the level a professional judged
    REASON = "reason"  # the words beside that judgement
    ITEM = "item"  # the answer to one item


@dataclass(frozen=True, slots=True)
class Record:
    """One fact that signing off records.

    `codes` turns a level, an option or a tick into the fact's code; what it does not list records nothing, and an
    empty one keeps the word as it is. `when`: only when this is known to hold. `at`: the item that says when it
    happened; without one it happened when the form was signed off.
    """

    kind: str
    source: Source = Source.NOTHING
    item: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    when: Question | None = None
    at: str = ""
