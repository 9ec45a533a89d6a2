"""Who has a duty, in words: given to whom, by whom, why; put off until when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from wayhome.packs.roles import load_roles
from wayhome.platform.queries import posts, teams
from wayhome.ui import words
from wayhome.ui.components import Event
from wayhome.worklists.queries.gestures import Given, Made, PutOff

VERBS = {
    "given": "Given to somebody", "taken": "Taken", "given-back": "Given back to the post that owns it",
    "put-off": "Put off", "brought-back": "Brought back",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Names:
    """What colleagues and teams are called."""

    people: Mapping[UUID, str]
    teams: Mapping[UUID, str]

    def person(self, user: UUID | None) -> str:
        """Return a colleague's name."""
        return self.people.get(user, "a colleague") if user else "a colleague"

    def whom(self, made: Given | Made) -> str:
        """Return to whom a gesture gave a duty."""
        if made.post:
            known = load_roles().get(made.post)
            return f"whoever is {known.label if known else made.post}"
        return self.teams.get(made.team, "a team") if made.team else self.person(made.user)


def names(authority: UUID, made: Iterable[Given | PutOff | Made]) -> Names:
    """Read what is needed to say these in words: two statements."""
    users = {u for each in made for u in (getattr(each, "user", None), each.by_user) if u}
    return Names({user: one.name for user, one in posts.colleagues(users).items()}, teams.names(authority))


def with_whom(given: Given | None, known: Names) -> str:
    """Say with whom a duty is, or nothing."""
    if given is None:
        return ""
    if given.verb == "taken":
        return f"{known.person(given.user)} has taken this."
    why = f" {given.reason}" if given.reason else ""
    return f"{known.person(given.by_user)} gave this to {known.whom(given)} on {words.when(given.at)}.{why}"


def until_when(off: PutOff, known: Names) -> str:
    """Say until when a duty is put off, by whom and why."""
    return f"Put off by {known.person(off.by_user)} until {words.when(off.until)}. {off.reason}"


def events(history: Iterable[Made], known: Names) -> tuple[Event, ...]:
    """Return a duty's gestures for a timeline, newest first."""
    return tuple(_event(made, known) for made in history)


def _event(made: Made, known: Names) -> Event:
    said = [f"To {known.whom(made)}." if made.verb == "given" else "", made.reason]
    if made.until:
        said.insert(0, f"Until {words.when(made.until)}.")
    return Event(
        title=VERBS[made.verb], when=words.when(made.at), machine_time=made.at.isoformat(),
        by=known.person(made.by_user), text=" ".join(each for each in said if each), links=(),
    )  # fmt: skip
