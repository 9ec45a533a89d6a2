"""Actions as pages and other rooms read them: mine, my team's, a child's, a meeting's. Overdue is worked out at read."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from wayhome.packs.roles import load_roles
from wayhome.plans.models import Action, ActionState, ActionStep
from wayhome.platform.queries import posts
from wayhome.record.queries import children

LINE_MANAGER, WORKER = "line-manager", "allocated-worker"
MOST = 500


@dataclass(frozen=True, slots=True)
class ActionView:
    """One action. Exactly one of `person`, `post` and `agency_id` owns it; `due_on` is London's date."""

    id: UUID
    what: str
    child_id: UUID | None
    adult_id: UUID | None
    context_id: UUID | None
    episode_id: UUID | None
    person: UUID | None
    post: str
    agency_id: UUID | None
    done_by: str
    due_on: date
    state: str
    ended_at: datetime | None
    source: str
    source_words: str
    recorded_at: datetime
    by_user: UUID | None
    audience_id: int
    restricted: bool

    @property
    def subject(self) -> UUID | None:
        """The child, adult or context it is about; None for none of them."""
        return self.child_id or self.adult_id or self.context_id

    @property
    def open(self) -> bool:
        """Whether it is still to do."""
        return self.state == ActionState.OPEN

    @property
    def post_label(self) -> str:
        """The owning post in words; empty when no post owns it."""
        known = load_roles().get(self.post)
        return known.label if known else self.post

    def overdue(self, today: date) -> bool:
        """Whether its day is over and it is still to do."""
        return self.open and self.due_on < today


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of an action's life, with who owned it and by when after it."""

    verb: str
    note: str
    evidence: str
    person: UUID | None
    post: str
    agency_id: UUID | None
    done_by: str
    due_on: date
    recorded_at: datetime
    by_user: UUID | None


_FIELDS = tuple(ActionView.__dataclass_fields__)
_STEP = tuple(StepView.__dataclass_fields__)


def action(action_id: UUID) -> ActionView | None:
    """Return one action, or None if there is none the reader may see."""
    return next(iter(_read(Action.objects.filter(id=action_id))), None)


def by_ids(ids: Collection[UUID]) -> dict[UUID, ActionView]:
    """Return these actions by id, of those the current role may see: one statement."""
    return {view.id: view for view in _read(Action.objects.filter(id__in=list(ids)))}


def past_their_day(ids: Collection[UUID], today: date) -> frozenset[UUID]:
    """Return those of these actions that are still to do and whose day is over: one statement."""
    rows = Action.objects.filter(id__in=list(ids), state=ActionState.OPEN, due_on__lt=today)
    return frozenset(rows.values_list("id", flat=True))


def steps(action_id: UUID) -> tuple[StepView, ...]:
    """Return every step of an action, oldest first."""
    rows = ActionStep.objects.filter(action_id=action_id).order_by("number").values_list(*_STEP)
    return tuple(StepView(*row) for row in rows)


def of_child(child: UUID) -> tuple[ActionView, ...]:
    """Return a child's actions: those to do first, the soonest due first; then the ended ones, newest first."""
    return _sorted(_read(Action.objects.filter(child_id=child)))


def of_context(context: UUID) -> tuple[ActionView, ...]:
    """Return a context's actions, in the order of `of_child`."""
    return _sorted(_read(Action.objects.filter(context_id=context)))


def of_adult(adult: UUID) -> tuple[ActionView, ...]:
    """Return an adult's actions, in the order of `of_child`."""
    return _sorted(_read(Action.objects.filter(adult_id=adult)))


def of_sources(authority: UUID, sources: Iterable[str]) -> tuple[ActionView, ...]:
    """Return what was agreed at these places (`meeting:<uuid>`), in the order of `of_child`: one statement."""
    return _sorted(_read(Action.objects.filter(authority_id=authority, source__in=list(sources))))


def open_of(user: UUID, authority: UUID, agency: UUID, *, now: datetime) -> tuple[ActionView, ...]:
    """Return what is this person's to do, the soonest due first.

    One's own, those of whom one covers for, of the posts one holds, of the children allocated to one, of the children
    of one's team where the line manager acts, and what one's agency was asked without a name.
    """
    covered = posts.covering(user, at=now)
    roles = posts.roles_of(user, at=now)
    mine = Q(person__in=[user, *covered]) | Q(agency_id=agency)
    mine |= Q(post__in=list(roles - {LINE_MANAGER, WORKER}))
    own = children.of_workers([user, *covered])
    if own:
        mine |= Q(post=WORKER, child_id__in=list(own))
    if LINE_MANAGER in roles:
        team = children.of_workers(posts.managed_by(user, LINE_MANAGER, at=now))
        mine |= Q(post=LINE_MANAGER, child_id__in=list(team))
    return _sorted(_read(_still_open(authority).filter(mine)))


def open_of_team(user: UUID, authority: UUID, *, now: datetime) -> tuple[ActionView, ...]:
    """Return what is to be done by the people of the teams this person manages; empty for one who manages none."""
    team = [each for each in posts.managed_by(user, LINE_MANAGER, at=now) if each != user]
    if not team:
        return ()
    theirs = Q(person__in=team) | Q(post=WORKER, child_id__in=list(children.of_workers(team)))
    return _sorted(_read(_still_open(authority).filter(theirs)))


def _still_open(authority: UUID) -> QuerySet[Action]:
    return Action.objects.filter(authority_id=authority, state=ActionState.OPEN)


def _read(rows: QuerySet[Action]) -> list[ActionView]:
    return [ActionView(*row) for row in rows.order_by("due_on", "id").values_list(*_FIELDS)[:MOST]]


def _sorted(found: list[ActionView]) -> tuple[ActionView, ...]:
    ended = [view for view in found if not view.open]
    return (
        *(view for view in found if view.open),
        *sorted(ended, key=lambda view: (view.ended_at, view.due_on), reverse=True),
    )
