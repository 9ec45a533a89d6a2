"""Whose work: the open duties of a colleague, a team, an agency or a post, and giving several on at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from wayhome.clocks.queries.duties import Duty
from wayhome.clocks.web.deadlines import cell
from wayhome.packs.roles import load_roles
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.queries import posts, teams
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.operations.errors import Refused
from wayhome.record.subjects import Subject
from wayhome.ui import words
from wayhome.ui.components import DeadlineCell
from wayhome.worklists.operations import giving
from wayhome.worklists.queries import work
from wayhome.worklists.queries.reach import MANAGER, Reach, above, looked_after, reach
from wayhome.worklists.queries.work import Mine
from wayhome.worklists.web import said
from wayhome.worklists.web.arrange import address
from wayhome.worklists.web.arrange_forms import GiveForm
from wayhome.worklists.web.whom import Whom, whom

MOST = 200
LOOKS_AFTER = above(MANAGER) | {MANAGER, "met-coordinator"}  # who sees to e-mails that did not arrive


@dataclass(frozen=True, slots=True)
class Choice:
    """One list that may be looked at."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One duty of the list: whose, who has it, until when it is put off, and whether the reader may give it on."""

    key: str
    anchor: str
    whom: Whom
    href: str
    owner: str
    note: str
    may: bool
    deadline: DeadlineCell


def lists(request: HttpRequest) -> HttpResponseBase:
    """Show one list, or give the chosen duties of it to somebody: each is asked about by itself."""
    actor, now = actor_of(request), wall.now()
    choices = _choices(actor, now)
    of = request.GET.get("of", "")
    of = of if of in {choice.value for choice in choices} else choices[0].value
    sent = request.method == "POST"
    form = GiveForm(request.POST if sent else None, now=now, authority=actor.authority)
    keys = [key for key in request.POST.getlist("key") if "\x00" not in key][:MOST] if sent else []
    if sent and not keys and form.is_valid():
        form.add_error(None, "Choose at least one duty in the list.")
    if sent and form.is_valid():
        try:
            left = giving.give_many(actor=actor, keys=keys, to=form.to(), reason=form.cleaned_data["reason"], now=now)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            _say(request, len(set(keys)) - len(left), left)
            return redirect(f"{reverse('whose-work')}?of={of}")
    found = _found(actor, of, now)
    shown = (*found.todo, *found.team, *found.off, *found.elsewhere)
    page = _page(actor, found, shown[:MOST], now)
    write_down(request, "worklist", [line.subject.id for line in shown[:MOST]])
    page["leads"] = bool(posts.roles_of(actor.user, at=now) & LOOKS_AFTER)
    page |= {"form": form, "choices": choices, "of": of, "more": len(shown) - MOST, "chosen": set(keys)}
    page["called"] = next(choice.label for choice in choices if choice.value == of)
    return render(request, "worklists/lists.html", page, status=422 if sent else 200)


def _say(request: HttpRequest, given: int, left: tuple[giving.Refusal, ...]) -> None:
    if given:
        messages.success(request, f"{words.counted(given, 'duty', 'duties')} given, and they have been told.")
    for refusal in left:
        messages.warning(request, f"Left as it was: {refusal.title}. {refusal.why}")


def _choices(actor: Actor, now: datetime) -> tuple[Choice, ...]:
    """Return the lists a person may look at: one's own, one's teams', each colleague's of those, one's agency's, a post's."""
    seen = looked_after(actor, now)
    names = teams.names(actor.authority)
    made = [Choice("me", "My own")]
    made += [Choice(f"team:{team}", f"{names[team]}, the whole team") for team in seen if team in names]
    made += [Choice(f"person:{one.id}", one.name) for one in teams.members(seen).values() if one.id != actor.user]
    held = posts.roles_of(actor.user, at=now)
    below = sorted(key for key, role in load_roles().items() if role.by == "post" and (held & above(key)))
    made += [Choice(f"post:{key}", f"Whoever is {load_roles()[key].label}") for key in below]
    if below:
        made.append(Choice("agency", "Everybody of my agency"))
    return tuple(made)


def _found(actor: Actor, of: str, now: datetime) -> Mine:
    kind, _, value = of.partition(":")
    if kind == "me":
        return work.mine(actor.user, actor.authority, now=now)
    if kind == "person":
        return work.mine(UUID(value), actor.authority, now=now)
    if kind == "post":
        return work.theirs((), [value], (), actor.authority, now=now)
    wanted = [UUID(value)] if kind == "team" else list(teams.of_agency(actor.agency))
    people = teams.members(wanted) if kind == "team" else teams.everybody_of(actor.agency)
    roles = posts.roles_of_any(list(people), at=now)
    return work.theirs(list(people), roles, wanted, actor.authority, now=now)


def _page(actor: Actor, found: Mine, shown: tuple[Duty, ...], now: datetime) -> dict[str, object]:
    who = whom({duty.subject for duty in shown})
    known = said.names(actor.authority, [*found.given.values(), *found.put_off.values()])
    mine = reach(actor.user, now=now)
    return {"lines": [_line(duty, found, who, known, mine, now) for duty in shown if duty.subject in who]}


def _line(duty: Duty, found: Mine, who: dict[Subject, Whom], known: said.Names, mine: Reach, now: datetime) -> Listed:
    given, off = found.given.get(duty.key), found.put_off.get(duty.key)
    role = load_roles().get(duty.owner)
    note = " ".join(each for each in (said.with_whom(given, known), said.until_when(off, known) if off else "") if each)
    return Listed(
        key=duty.key,
        anchor="duty-" + duty.key.partition("/")[2].replace("/", "-"),
        whom=who[duty.subject],
        href=address(duty.key),
        owner=role.label if role else duty.owner,
        note=note,
        may=mine.may(duty, given),
        deadline=cell(duty, now),
    )
