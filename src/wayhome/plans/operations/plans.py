"""Everything that is done to a plan: begun, drafted, accepted as a version, ended. A version is never changed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from wayhome.engine.facts import Moment, Precision
from wayhome.engine.recording import ToRecord, to_record
from wayhome.plans.answers import engine_form
from wayhome.plans.days import today
from wayhome.plans.kinds import KINDS, PlanForm
from wayhome.plans.merging import Clash, merged
from wayhome.plans.models import Plan, PlanDraft, PlanVersion
from wayhome.plans.operations.errors import BadValue, MayNotBegin, NotFound, Overtaken, Stale
from wayhome.plans.queries import plans as queries
from wayhome.plans.queries.plans import DraftView
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.operations import audit
from wayhome.platform.queries.audiences import audience_of, reads_every
from wayhome.record.operations.facts import Draft, record
from wayhome.record.operations.locks import lock_child
from wayhome.record.queries import children
from wayhome.record.queries.ledger import current_facts
from wayhome.ui.words import LONDON, local

LARGEST = 400_000  # characters of one draft: far more than a plan, far less than what would slow a page
LONGEST_NOTE = 5_000


@dataclass(frozen=True, slots=True)
class Content:
    """What a draft or a version says."""

    answers: Mapping[str, Any]
    for_child: Mapping[str, str]
    sources: Mapping[str, Any]


def open_plan(*, actor: Actor, child: UUID, kind: str) -> UUID:
    """Return the child's plan of a kind, begun now if there is none.

    Raises NotFound for an unseen child or kind; MayNotBegin for who does not read the plans of every agency, so that
    whether there is one already cannot be learned by trying.
    """
    if kind not in KINDS:
        raise NotFound("There is no such kind of plan.")
    with transaction.atomic():
        lock_child(child)
        restricted = children.is_restricted(child)
        if restricted is None:
            raise NotFound("There is no such child, or you may not see the record.")
        found = Plan.objects.filter(child_id=child, kind=kind).first()
        if found is None:
            if not reads_every("care"):
                raise MayNotBegin(
                    "You would not see a plan that another agency wrote. Ask the child's social worker to begin it."
                )
            found = Plan.objects.create(
                authority_id=actor.authority, child_id=child, kind=kind,
                audience_id=audience_of(actor.agency, "care"), restricted=restricted,
            )  # fmt: skip
            audit.write(actor=actor, verb="begin", what=f"a plan: {kind}", subjects=[child])
    return found.id


def begin_draft(*, actor: Actor, plan: UUID, composed: Content) -> DraftView:
    """Return the actor's draft, begun now if there is none: from the newest version, else from what was composed."""
    with transaction.atomic():
        row = _plan(plan)
        newest = next(iter(queries.versions(plan)), None)
        start = Content(newest.answers, newest.for_child, newest.sources) if newest and not newest.ended else composed
        PlanDraft.objects.get_or_create(
            plan_id=plan,
            user=actor.user,
            defaults={
                "authority_id": row.authority_id,
                "child_id": row.child_id,
                "base": newest.number if newest else 0,
                "answers": dict(start.answers),
                "for_child": dict(start.for_child),
                "sources": dict(start.sources),
                "saved_at": wall.now(),
            },
        )
    return _seen(plan, actor.user)


def save_draft(
    *, actor: Actor, plan: UUID, revision: int, answers: Mapping[str, Any], for_child: Mapping[str, str]
) -> DraftView:
    """Keep these answers (by item) and words for the child (by section) in the actor's draft; the rest stays.

    Refuses Stale when the same person saved from another page since `revision`, BadValue when it grows too large.
    """
    with transaction.atomic():
        row = PlanDraft.objects.select_for_update().filter(plan_id=plan, user=actor.user).first()
        if row is None:
            raise NotFound("There is no draft of yours here. Begin to write again: nothing you accepted is lost.")
        if row.revision != revision:
            raise Stale(_seen(plan, actor.user))
        row.answers = {**row.answers, **answers}
        row.for_child = {**row.for_child, **for_child}
        if len(str(row.answers)) + len(str(row.for_child)) > LARGEST:
            raise BadValue("This plan has grown too long to keep. Shorten the longest answer.")
        row.revision, row.saved_at = row.revision + 1, wall.now()
        row.save(update_fields=["answers", "for_child", "revision", "saved_at"])
    return _seen(plan, actor.user)


def discard_draft(*, actor: Actor, plan: UUID) -> None:
    """Throw the actor's own draft away; versions stay. Throwing away nothing is no fault."""
    with transaction.atomic():
        row = _plan(plan)
        PlanDraft.objects.filter(plan_id=plan, user=actor.user).delete()
        audit.write(actor=actor, verb="discard", what="a draft of a plan", subjects=[row.child_id])


def accept(
    *, actor: Actor, plan: UUID, form: PlanForm, agreed: Moment, review_on: date | None = None, note: str = ""
) -> int:
    """Accept the actor's draft as the plan's next version, and return its number.

    Writes: the version; the fact of its kind, so that clocks are met; the day of the next review; an audit entry; the
    draft goes. Refuses Overtaken, with what both wrote, when somebody accepted a version in between and both changed
    the same answer; BadValue for a draft that says nothing, a time to come, or a review already past.
    """
    _check(agreed, review_on, note)
    with transaction.atomic():
        row = _plan(plan)
        lock_child(row.child_id)
        mine = _seen(plan, actor.user)
        content = _joined(plan, mine)
        if not content.answers:
            raise BadValue("The plan says nothing yet. Write at least one part.")
        number = _add(actor, row, form, content, agreed, review_on, note)
        PlanDraft.objects.filter(plan_id=plan, user=actor.user).delete()
        record(actor=actor, child=row.child_id, drafts=_facts(row, form, content, number, agreed, note))
    return number


def settle(*, actor: Actor, plan: UUID, chosen: Mapping[str, Any]) -> None:
    """Bring the actor's draft up to the newest version, with `chosen` for each answer both had changed.

    Refuses Overtaken while a clash has no choice yet.
    """
    with transaction.atomic():
        mine = _seen(plan, actor.user)
        whole, clashes = _compared(plan, mine)
        if {clash.key for clash in clashes} - set(chosen):
            raise Overtaken(clashes)
        whole |= chosen
        answers, for_child = _apart(whole)
        newest = queries.versions(plan)[0].number
        PlanDraft.objects.filter(plan_id=plan, user=actor.user).update(
            answers=answers, for_child=for_child, base=newest, revision=mine.revision + 1, saved_at=wall.now()
        )


def end(*, actor: Actor, plan: UUID, form: PlanForm, ended: Moment, reason: str) -> int:
    """Record that the plan is no longer in force, and why, as its last version. Refuses BadValue without a reason."""
    if not reason.strip():
        raise BadValue("Say why the plan ends.")
    _check(ended, None, reason)
    with transaction.atomic():
        row = _plan(plan)
        lock_child(row.child_id)
        newest = next(iter(queries.versions(plan)), None)
        if newest is None or newest.ended:
            raise BadValue("There is no plan in force to end.")
        content = Content(newest.answers, newest.for_child, newest.sources)
        number = _add(actor, row, form, content, ended, None, reason, ended=True)
        told = Draft("plan.ended", ended, wall.now(), text=reason.strip(), source=f"plan:{row.id}:{number}")
        record(actor=actor, child=row.child_id, drafts=[replace(told, sealed=row.restricted)])
    return number


def clashes(plan: UUID, user: UUID) -> tuple[Clash, ...]:
    """Return what this person and somebody else both changed since the draft began; empty when nothing stands in the way."""
    return _compared(plan, _seen(plan, user))[1]


def _joined(plan: UUID, mine: DraftView) -> Content:
    whole, found = _compared(plan, mine)
    if found:
        raise Overtaken(found)
    answers, for_child = _apart(whole)
    return Content(answers, for_child, mine.sources)


def _compared(plan: UUID, mine: DraftView) -> tuple[dict[str, Any], tuple[Clash, ...]]:
    newest = next(iter(queries.versions(plan)), None)
    own = _together(mine.answers, mine.for_child)
    if newest is None or newest.number == mine.base:
        return {key: value for key, value in own.items() if value}, ()
    base = queries.version(plan, mine.base) if mine.base else None
    was = _together(base.answers, base.for_child) if base else {}
    return merged(was, _together(newest.answers, newest.for_child), own)


_CHILD = "child:"


def _together(answers: Mapping[str, Any], for_child: Mapping[str, str]) -> dict[str, Any]:
    return {**answers, **{_CHILD + key: value for key, value in for_child.items()}}


def _apart(whole: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    answers = {key: value for key, value in whole.items() if not key.startswith(_CHILD)}
    return answers, {key.removeprefix(_CHILD): value for key, value in whole.items() if key.startswith(_CHILD)}


def _add(
    actor: Actor, row: Plan, form: PlanForm, content: Content, agreed: Moment, review_on: date | None, note: str,
    *, ended: bool = False,
) -> int:  # fmt: skip
    number = len(queries.versions(row.id)) + 1
    earliest, latest = _span(agreed)
    PlanVersion.objects.create(
        id=uuid.uuid4(), authority_id=row.authority_id, plan=row, child_id=row.child_id,
        audience_id=audience_of(actor.agency, "care"), restricted=row.restricted, number=number, line=form.line,
        form=form.instrument.name, answers=dict(content.answers), for_child=dict(content.for_child),
        sources=dict(content.sources), note=note.strip(), agreed_from=earliest, agreed_until=latest,
        agreed_precision=agreed.precision.value, review_on=review_on, ended=ended,
    )  # fmt: skip
    return number


def _facts(row: Plan, form: PlanForm, content: Content, number: int, agreed: Moment, note: str) -> list[Draft]:
    """Return the facts that tell of a version: that it was agreed, and what else the protocol's form records."""
    source, sealed = f"plan:{row.id}:{number}", row.restricted
    words = f"Version {number}." + (f" {note.strip()}" if note.strip() else "")
    own = Draft(KINDS[row.kind].fact, agreed, wall.now(), text=words, source=source, sealed=sealed)
    drafts = [own]
    read = engine_form(form.instrument, content.answers, local(wall.now()).date())
    for each in to_record(form.instrument, read.answers):
        if each.kind == own.kind:
            drafts[0] = replace(own, moment=_moment(each, agreed))
        elif each.value is None:
            drafts.append(Draft(each.kind, _moment(each, agreed), wall.now(), source=source, sealed=sealed))
        elif (code := str(each.value)) not in _stands(row.child_id, each.kind):
            drafts.append(Draft(each.kind, _moment(each, agreed), wall.now(), code=code, source=source, sealed=sealed))
    return drafts


def _stands(child: UUID, kind: str) -> set[str]:
    """Return the codes that stand of a kind: a new version of a plan does not tell of the same harm once more."""
    return {entry.code for entry in current_facts(child, [kind]) if entry.code}


def _moment(told: ToRecord, agreed: Moment) -> Moment:
    """Return when a fact happened: the day or the time the form says, else when the version was agreed."""
    if told.day is None:
        return agreed
    if told.clock is None:
        begins = datetime.combine(told.day, time(0), LONDON)
        ends = datetime.combine(told.day + timedelta(days=1), time(0), LONDON) - timedelta(microseconds=1)
        return Moment(begins.astimezone(UTC), ends.astimezone(UTC), Precision.DATE)
    exact = datetime.combine(told.day, time.fromisoformat(told.clock), LONDON).astimezone(UTC)
    return Moment(exact, exact)


def _span(agreed: Moment) -> tuple[datetime, datetime]:
    if agreed.earliest is None or agreed.latest is None:
        raise BadValue("Say when it was agreed: the day is enough.")
    return agreed.earliest, agreed.latest


def _check(agreed: Moment, review_on: date | None, note: str) -> None:
    if _span(agreed)[0] > wall.now():
        raise BadValue("It cannot have been agreed at a time still to come.")
    if review_on is not None and review_on < today():
        raise BadValue("The day of the next review is already past.")
    if len(note) > LONGEST_NOTE or "\x00" in note:
        raise BadValue(f"What changed must be {LONGEST_NOTE:,} characters or fewer, without null characters.")


def _plan(plan: UUID) -> Plan:
    row = Plan.objects.filter(id=plan).first()
    if row is None:
        raise NotFound("There is no such plan, or you may not see it.")
    return row


def _seen(plan: UUID, user: UUID) -> DraftView:
    found = queries.draft(plan, user)
    if found is None:
        raise NotFound("There is no draft of yours here. Begin to write again: nothing you accepted is lost.")
    return found
