"""What the administrator is asked about posts, teams and vetting."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.validators import EmailValidator

from wayhome.packs.roles import load_roles
from wayhome.platform.queries import staff
from wayhome.platform.queries.directory import agencies_of
from wayhome.ui.forms import DateField, Select, Text, TimedForm

# The levels of vetting of people who are not police officers, as forces name them.
LEVELS = ("NPPV1", "NPPV2 abbreviated", "NPPV2 full", "NPPV3", "Another level")


def _choices(first: str, options: Iterable[tuple[object, str]]) -> list[tuple[str, str]]:
    return [("", first), *((str(value), text) for value, text in options)]


class PostForm(TimedForm):
    """A new post."""

    def __init__(self, *args: Any, authority: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = sorted(((r.id, r.label) for r in load_roles().values()), key=lambda r: r[1].casefold())
        teams = ((id_, f"{name}, {agency}") for id_, name, agency in staff.teams(authority))
        self.fields["role"] = Select(
            label="What the protocol calls it",
            help_text="Duties find the post by this",
            choices=_choices("Choose one", roles),
        )
        self.fields["title"] = Text(label="What you call it", max_length=120)
        self.fields["agency"] = Select(label="Agency", choices=_choices("Choose an agency", agencies_of(authority)))
        self.fields["team"] = Select(
            label="Only for one team?", required=False, choices=_choices("For the whole agency", teams)
        )


class TeamForm(TimedForm):
    """A new team."""

    def __init__(self, *args: Any, agencies: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = Text(label="What the team is called", max_length=120)
        self.fields["agency"] = Select(label="Agency", choices=_choices("Choose an agency", agencies))


class HoldingForm(TimedForm):
    """Which post somebody is put in."""

    def __init__(self, *args: Any, authority: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = ((post.id, _post_words(post)) for post in staff.posts(authority))
        self.fields["post"] = Select(label="Post", choices=_choices("Choose a post", there))
        self.fields |= _days(self.now)


class PersonForm(TimedForm):
    """Somebody who joins: who, for which agency, in which post."""

    def __init__(self, *args: Any, authority: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = ((post.id, _post_words(post)) for post in staff.posts(authority))
        self.fields["name"] = Text(label="Name", max_length=120)
        self.fields["email"] = Text(
            label="E-mail address",
            help_text="At work, and this person’s alone: they sign in with it",
            max_length=254,
            validators=[EmailValidator("Enter an e-mail address, such as name@agency.example")],
        )
        self.fields["job_title"] = Text(label="What they do", help_text="Such as: social worker", max_length=120)
        # One question, so that nobody is put in a team of another agency.
        places = [(id_, name) for id_, name in agencies_of(authority)]
        places += [(id_, f"{agency}, {name}") for id_, name, agency in staff.teams(authority)]
        self.fields["place"] = Select(
            label="Which agency, and which team if they are in one?",
            help_text="The agency decides what they read",
            choices=_choices("Choose one", sorted(places, key=lambda place: place[1].casefold())),
        )
        self.fields["post"] = Select(
            label="Post",
            required=False,
            help_text="Leave it if they hold none, or several: add those afterwards",
            choices=_choices("None for now", there),
        )
        self.fields |= _days(self.now)


class VettingForm(TimedForm):
    """What the police confirmed of somebody."""

    level = Select(label="Level", choices=_choices("Choose a level", ((x, x) for x in LEVELS)))
    from_on = DateField(label="First day")
    until_on = DateField(label="Last day", help_text="The police say until when it holds", may_be_future=True)
    confirmed_by = Text(label="Who in the police confirmed it", max_length=200)

    def __init__(self, *args: Any, person: staff.Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = ((h.post, h.title) for h in person.holdings if h.current)
        self.fields["post"] = Select(
            label="Only in one post?",
            required=False,
            help_text="It then ends with the post",
            choices=_choices("In whatever they do", held),
        )


class WhyForm(TimedForm):
    """Why something is ended."""

    why = Text(label="Why does it end?", help_text="Such as: the force has withdrawn it", max_length=200)


def _days(now: datetime) -> dict[str, DateField]:
    """Return the boxes for when a post begins and ends."""
    first = DateField(
        label="First day in the post", help_text="Leave empty for now", required=False, may_be_future=True
    )
    last = DateField(label="Last day in the post", help_text="If it is known", required=False, may_be_future=True)
    first.now = last.now = now
    return {"first": first, "last": last}


def _post_words(post: staff.PostView) -> str:
    now = ", ".join(h.name for h in post.holdings if h.current) or "nobody"
    team = f", {post.team}" if post.team else ""
    return f"{post.title}{team} (now: {now})"
