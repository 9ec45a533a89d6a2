"""Who a page is about, and what is due for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wayhome.engine.readings import State
from wayhome.ui.components.plain import Link

_WORDS = {
    State.NOT_STARTED: ("○", "Not started"),
    State.RUNNING: ("▶", "Running"),
    State.DUE_SOON: ("◆", "Due soon"),
    State.BREACHED: ("▲", "Overdue"),
    State.MET: ("✓", "Done"),
    State.MET_LATE: ("✓", "Done late"),
    State.STOOD_DOWN: ("–", "Not needed"),
    State.CANNOT_TELL: ("?", "Cannot tell"),
}


@dataclass(frozen=True, slots=True)
class DeadlineCell:
    """A deadline at one moment. `what` is the duty, "" where a heading above says it; `due` is aware,
    None if it cannot be told.

    `detail` is said beneath: why it is not needed, what is missing, who must act.
    `at_latest`: worked out from a date or a span, so "by … at the latest".
    """

    what: str
    state: State
    now: datetime
    due: datetime | None = None
    at_latest: bool = False
    about: bool = False
    detail: str = ""
    owner: str = ""

    @property
    def symbol(self) -> str:
        """The shape that says the state where colour cannot."""
        return _WORDS[self.state][0]

    @property
    def state_words(self) -> str:
        """The state in words."""
        return _WORDS[self.state][1]

    @property
    def counting(self) -> bool:
        """Whether time still moves this deadline."""
        return self.due is not None and self.state in (State.RUNNING, State.DUE_SOON, State.BREACHED)


@dataclass(frozen=True, slots=True)
class PersonBanner:
    """Who this page is about, the same on every page about a child."""

    preferred_name: str
    reference: str
    age: str
    href: str = ""
    full_name: str = ""
    pronouns: str = ""
    legal_status: str = ""
    lead_worker: str = ""
    communication_needs: str = ""
    missing_since: str = ""
    missing_how_long: str = ""
    missing_category: str = ""
    missing_href: str = ""
    notes: tuple[str, ...] = ()
    sections: tuple[Link, ...] = ()  # the other pages about this person
