"""My work: what is mine to do, overdue first, and what I was told and have not yet said I have seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from wayhome.assessment.queries.mine import Mine as MyForms
from wayhome.assessment.queries.mine import mine as my_forms
from wayhome.clocks.queries import duties
from wayhome.clocks.queries.duties import Duty
from wayhome.clocks.web.deadlines import cell
from wayhome.plans.queries import actions as plan_actions
from wayhome.plans.queries import plans
from wayhome.platform import wall
from wayhome.platform.queries import posts
from wayhome.platform.queries.posts import Colleague
from wayhome.platform.queries.undelivered import letters
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.queries import children
from wayhome.record.subjects import Subject
from wayhome.ui import words
from wayhome.ui.components import DeadlineCell, Live
from wayhome.worklists.queries import work
from wayhome.worklists.queries.work import Mine, NoticeView
from wayhome.worklists.web import beside, said, sent
from wayhome.worklists.web.actions import action_lines, actions_heading, children_of, draft_lines
from wayhome.worklists.web.arrange import address
from wayhome.worklists.web.because import why_you
from wayhome.worklists.web.whom import Whom, page_of, whom

MOST = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One duty of mine."""

    id: str
    whom: Whom
    href: str
    why: str
    deadline: DeadlineCell
    note: str
    arrange: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """One notice that waits for my "seen"."""

    id: UUID
    title: str
    href: str
    whom: str
    why_you: str
    told: str
    by: str
    others: tuple[str, ...]
    chased: bool


@require_GET
def my_work(request: HttpRequest) -> HttpResponse:
    """Show one's duties and notices, or only the part that keeps itself true (`?fragment=1`).

    The same number of statements however many there are.
    """
    actor, now = actor_of(request), wall.now()
    mine = work.mine(actor.user, actor.authority, now=now)
    shown = mine.todo[:MOST]
    rest = (*mine.team, *mine.off, *mine.elsewhere)[:MOST]
    waiting = work.notices_of(actor.user)
    who = whom({d.subject for d in (*shown, *rest)} | {n.subject for n in waiting})
    told = work.notices_of_duties({n.reading_key for n in waiting})
    titles = duties.by_keys({n.reading_key for n in waiting})
    people = posts.colleagues({n.recipient for n in told if n.recipient})
    known = said.names(actor.authority, [*mine.given.values(), *mine.put_off.values()])
    next_change = _next_change(mine, now)
    page = {
        "lines": [_line(duty, who[duty.subject], now, mine, known) for duty in shown if duty.subject in who],
        "others": [_line(duty, who[duty.subject], now, mine, known) for duty in rest if duty.subject in who],
        "notices": [_waiting(n, told, titles, who, people, now) for n in waiting if n.subject in who],
        "heading": heading(mine.todo, now),
        "more": len(mine.todo) - len(shown),
    }
    if "fragment" in request.GET:
        write_down(request, "my work", {subject.id for subject in who})
        response = render(request, "worklists/my-duties.html", page)
        if next_change:
            response["X-Wayhome-Next-Change"] = next_change.isoformat()
        return response
    page["live"] = Live(
        id="my-duties",
        fragment=f"{reverse('my-work')}?fragment=1",
        events=f"{reverse('events')}?since={int(now.timestamp() * 1000)}",
        read_at=now,
        next_change=next_change,
    )
    actions = plan_actions.open_of(actor.user, actor.authority, actor.agency, now=now)
    team = plan_actions.open_of_team(actor.user, actor.authority, now=now)
    drafts = plans.drafts_of(actor.user)
    theirs = children.banners(children_of([*actions, *team], drafts))
    write_down(request, "my work", {subject.id for subject in who} | theirs.keys())
    page |= {
        "actions": action_lines(actions, theirs, now),
        "actions_heading": actions_heading(actions, now),
        "team_actions": action_lines(team, theirs, now),
        "drafts": draft_lines(drafts, theirs),
        "forms": forms_lines(my_forms(actor, now=now)),
        "undelivered": _undelivered(actor.user),
        "beside": beside.lines(actor),
    }
    return render(request, "worklists/my-work.html", page)


def _undelivered(user: UUID) -> str:
    """Say that e-mails to this person could not be delivered, so that they know to look here and have it mended."""
    lost = len(letters(user=user))
    if not lost:
        return ""
    said = words.counted(lost, "e-mail", "e-mails")
    return f"{said} to you could not be delivered. Ask whoever looks after sign-ins to check your address."


def _next_change(mine: Mine, now: datetime) -> datetime | None:
    """Return when time alone next changes the list: a duty's own next moment, or the end of being put off."""
    times = [d.changes_at for d in (*mine.todo, *mine.team, *mine.off) if d.changes_at and d.changes_at > now]
    times += [mine.put_off[d.key].until for d in mine.off]
    return min(times, default=None)


def forms_lines(forms: MyForms) -> tuple[str, ...]:
    """Say which forms wait for one; nothing where none does."""
    counted = (
        (forms.to_sign, "form waits for your signature", "forms wait for your signature"),
        (forms.returned, "form was returned to you", "forms were returned to you"),
        (forms.writing, "form you have begun to write", "forms you have begun to write"),
    )
    return tuple(words.counted(number, one, many) for number, one, many in counted if number)


def heading(mine: Sequence[Duty], now: datetime) -> str:
    """Say how much there is to do, and how much of it is overdue."""
    if not mine:
        return "No duty of the protocol is yours now"
    overdue = sum(duty.state_at(now) == "breached" for duty in mine)
    said = words.counted(len(mine), "thing") + " to do"
    return f"{said}, {overdue} overdue" if overdue else said


def _line(duty: Duty, about: Whom, now: datetime, mine: Mine, known: said.Names) -> Line:
    off = mine.put_off.get(duty.key)
    notes = (said.with_whom(mine.given.get(duty.key), known), said.until_when(off, known) if off else "")
    anchor = "duty-" + duty.key.partition("/")[2].replace("/", "-")
    page = page_of(about, duty.episode_id)
    explained = duty.episode_id or duty.subject.kind != "child"
    return Line(
        id=f"mine-{anchor}",
        whom=about,
        href=page if duty.episode_id else about.href,
        why=f"{page}#{anchor}" if explained else "",
        deadline=cell(duty, now),
        note=" ".join(note for note in notes if note),
        arrange=address(duty.key),
    )


def _waiting(
    notice: NoticeView,
    told: Sequence[NoticeView],
    titles: Mapping[str, Duty],
    who: Mapping[Subject, Whom],
    people: Mapping[UUID, Colleague],
    now: datetime,
) -> Waiting:
    duty = titles.get(notice.reading_key)
    return Waiting(
        id=notice.id,
        title=duty.title if duty else sent.title(notice),
        href=reverse("notice", args=[notice.id]),
        whom=who[notice.subject].said,
        why_you=why_you(notice),
        told=_mid(words.short_when(notice.told_at, now)),
        by=_mid(words.short_when(notice.acknowledge_by, now)) if notice.acknowledge_by else "",
        others=others(notice, told, people),
        chased=bool(notice.acknowledge_by and notice.acknowledge_by < now),
    )


def _mid(said: str) -> str:
    """Return words as they stand inside a sentence: "today, 9am"."""
    return said[:1].lower() + said[1:]


def others(notice: NoticeView, told: Sequence[NoticeView], people: Mapping[UUID, Colleague]) -> tuple[str, ...]:
    """Say who else was told of the same duty, and where a post had nobody."""
    said = []
    for other in told:
        if other.reading_key != notice.reading_key or other.id == notice.id:
            continue
        if other.recipient is None:
            said.append(f"{other.role_label}: {other.because}")
        elif other.recipient != notice.recipient:
            name = people[other.recipient].name if other.recipient in people else "A colleague"
            said.append(f"{name}, {other.role_label}: {'has seen it' if other.acknowledged_at else 'not yet seen'}")
    return tuple(dict.fromkeys(said))
