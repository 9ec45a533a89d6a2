"""Who leads the work on a context and who belongs to its satellite team."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse

from wayhome.contexts.operations import contexts as operations
from wayhome.contexts.queries.contexts import ContextView
from wayhome.contexts.web.asking import ContextForm, Step, Told, ask
from wayhome.engine.facts import Moment
from wayhome.platform.queries.partnerships import colleagues_of
from wayhome.ui.forms import Select, Textarea, WhenField

PLACES = 6
LONGEST = 2000
_DAY = ("exact", "about", "day")


class Team(ContextForm):
    """A lead, colleagues, and people of agencies that do not sign in here."""

    lead = Select(label="Who leads?", help_text="The meeting’s chair names a lead of the adolescent service")
    partners = Textarea(
        label="Who else belongs to the team, and does not sign in here?",
        help_text="One on each line: name, agency",
        required=False,
        rows=3,
        max_length=LONGEST,
    )
    since = WhenField(label="Since when?", sureness=_DAY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(c.id), f"{c.name}, {c.agency}") for c in colleagues_of(self.authority)]
        for number in range(1, PLACES + 1):
            self.fields[f"member_{number}"] = Select(label=f"Member {number} of the team", required=False)
        for name in ("lead", *self.members()):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "Choose a person"), *people]
        self.order_fields(["lead", *self.members(), "partners", "since"])

    def members(self) -> list[str]:
        """Return the names of the boxes for members."""
        return [f"member_{number}" for number in range(1, PLACES + 1)]


def _standing(view: ContextView) -> dict[str, Any]:
    """Return the team as it stands, in the boxes: whoever is there is never asked for again."""
    people = [m.person for m in view.team if m.person and not m.lead and m.until is None][:PLACES]
    others = [m.words for m in view.team if m.person is None and m.until is None]
    begun = {f"member_{n}": str(person) for n, person in enumerate(people, start=1)}
    return begun | {"lead": str(view.lead.person) if view.lead else "", "partners": "\n".join(others)}


def _save_team(told: Told) -> str:
    data = told.data
    operations.name_team(
        actor=told.actor,
        context=told.view.id,
        lead=UUID(data["lead"]),
        members=[UUID(data[f"member_{n}"]) for n in range(1, PLACES + 1) if data[f"member_{n}"]],
        partners=data["partners"].splitlines(),
        since=data["since"],
        told_at=told.now,
    )
    return "The lead and the team are saved."


TEAM = Step(
    "Name the lead and the team",
    "Save the team",
    Team,
    _save_team,
    intro=("Those named already are here. Leaving a name out takes nobody off: do that on the context’s page.",),
    initial=_standing,
)


class Leaving(ContextForm):
    """Since when somebody is no longer of the team."""

    until = WhenField(label="Until when were they of the team?", sureness=_DAY)


def team(request: HttpRequest, context: UUID) -> HttpResponse:
    """Name who leads and who belongs to the team."""
    return ask(request, context, TEAM)


def leave(request: HttpRequest, context: UUID, member: UUID) -> HttpResponse:
    """Record that somebody is no longer of the team."""

    def save(told: Told) -> str:
        until: Moment = told.data["until"]
        operations.leave_team(actor=told.actor, context=context, member=member, until=until, told_at=told.now)
        return "They are no longer of the team. That they were is kept."

    def gate(view: ContextView) -> str:
        if member not in {m.fact for m in view.team}:
            raise Http404("nobody of this team")
        return ""

    return ask(request, context, Step("Take somebody off the team", "Save", Leaving, save, gate=gate))
