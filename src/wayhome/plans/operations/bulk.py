"""Writing many plans and actions at once, as from another system: beside facts that were just loaded, as the owner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from wayhome.plans.kinds import form_of
from wayhome.plans.models import Action, ActionState, ActionStep, Plan, PlanVersion
from wayhome.platform.queries.audiences import audience_of

BATCH = 500


@dataclass(frozen=True, slots=True)
class Written:
    """One version of a plan of another system. Versions of one plan come oldest first. `at` aware."""

    plan: UUID
    child: UUID
    kind: str
    answers: Mapping[str, Any]
    for_child: Mapping[str, str]
    at: datetime
    review_on: date | None
    note: str
    by: UUID


@dataclass(frozen=True, slots=True)
class Undertaken:
    """One action of another system: who (a colleague, or a role's id), what, by when; `ended` aware, None while open.

    It is for a child, or else for the context named at the end.
    """

    id: UUID
    child: UUID | None
    what: str
    person: UUID | None
    post: str
    due_on: date
    agreed: datetime
    ended: datetime | None
    done_by: str = ""
    note: str = ""
    source: str = ""
    source_words: str = ""
    by: UUID | None = None
    context: UUID | None = None

    @property
    def subject(self) -> UUID:
        """Whom the access rules ask about. Raises ValueError for an action for nobody."""
        found = self.child or self.context
        if found is None:
            raise ValueError(f"Action {self.id} is for no child and no context.")
        return found


def add_plans(*, authority: UUID, agency: UUID, line: str, written: Sequence[Written]) -> None:
    """Write plans with their versions; the facts that tell of them are the loader's. `line`: the protocol's."""
    audience = audience_of(agency, "care")
    plans = {w.plan: Plan(id=w.plan, authority_id=authority, child_id=w.child, kind=w.kind, audience_id=audience,
                          recorded_at=w.at, by_user=w.by) for w in reversed(written)}  # fmt: skip
    Plan.objects.bulk_create(plans.values(), batch_size=BATCH)
    numbers: dict[UUID, int] = {}
    rows = []
    for w in written:
        numbers[w.plan] = number = numbers.get(w.plan, 0) + 1
        form = form_of(line, w.kind)
        rows.append(
            PlanVersion(
                id=uuid5(w.plan, str(number)), authority_id=authority, plan_id=w.plan, child_id=w.child,
                audience_id=audience, number=number, line=form.line, form=form.instrument.name, answers=dict(w.answers),
                for_child=dict(w.for_child), note=w.note, agreed_from=w.at, agreed_until=w.at, agreed_precision="exact",
                review_on=w.review_on, recorded_at=w.at + timedelta(minutes=20), by_user=w.by,
            )
        )  # fmt: skip
    PlanVersion.objects.bulk_create(rows, batch_size=BATCH)


def add_actions(*, authority: UUID, agency: UUID, undertaken: Sequence[Undertaken]) -> None:
    """Write actions with the steps of their life."""
    audience = audience_of(agency, "care")
    actions, steps = [], []
    for u in undertaken:
        state = ActionState.DONE if u.ended else ActionState.OPEN
        actions.append(
            Action(
                id=u.id, authority_id=authority, subject_id=u.subject, child_id=u.child, context_id=u.context,
                audience_id=audience, what=u.what,
                source=u.source, source_words=u.source_words, recorded_at=u.agreed, by_user=u.by, person=u.person,
                post=u.post, done_by=u.done_by, due_on=u.due_on, state=state, ended_at=u.ended,
            )
        )  # fmt: skip
        life = [("opened", u.agreed, "")] + ([("done", u.ended, u.note)] if u.ended else [])
        for number, (verb, at, note) in enumerate(life, 1):
            steps.append(
                ActionStep(
                    id=uuid5(u.id, str(number)), authority_id=authority, action_id=u.id, subject_id=u.subject,
                    audience_id=audience, number=number, verb=verb, note=note, person=u.person, post=u.post,
                    done_by=u.done_by, due_on=u.due_on, recorded_at=at, by_user=u.by,
                )
            )  # fmt: skip
    Action.objects.bulk_create(actions, batch_size=BATCH)
    ActionStep.objects.bulk_create(steps, batch_size=BATCH)
