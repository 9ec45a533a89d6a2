"""Everything that is done to an action: agreed, handed on, given longer, noted, ended. Each step is kept for ever.

Rooms above (meetings, plans of contexts) agree actions through `open_action` and name where in `source`.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, ProgrammingError, transaction

from wayhome.engine.facts import Moment
from wayhome.packs.roles import load_roles
from wayhome.plans.days import today
from wayhome.plans.models import Action, ActionState, ActionStep
from wayhome.plans.operations.errors import AlreadyEnded, AlreadyOpened, BadValue, CannotHandOn, NotFound
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.operations import audit
from wayhome.platform.queries import posts, teams
from wayhome.platform.queries.audiences import audience_of
from wayhome.platform.roles import enter
from wayhome.record.operations.facts import Draft, record
from wayhome.record.queries import children

LONGEST = 5_000
FURTHEST = timedelta(days=5 * 366)  # a later date is a slip of the keyboard


@dataclass(frozen=True, slots=True)
class Owner:
    """Who sees to it that an action is done: exactly one of a person, a post (a role's id) or an agency.

    `done_by` names somebody who acts without signing in, such as the child or a parent.
    """

    person: UUID | None = None
    post: str = ""
    agency: UUID | None = None
    done_by: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What an action is about: at most one of a child, an adult and a context; an episode only with its child."""

    child: UUID | None = None
    adult: UUID | None = None
    context: UUID | None = None
    episode: UUID | None = None

    @property
    def subject(self) -> UUID | None:
        """Return the one it is about, or None."""
        return self.child or self.adult or self.context


@dataclass(frozen=True, slots=True)
class Agreed:
    """One action as agreed. `due_on` is London's date. `source` is a reference for machines, such as meeting:<uuid>.

    `handling` decides who reads it besides its owner: the readers of the actor's agency for that class.
    """

    what: str
    owner: Owner
    due_on: date
    about: About = About()
    source: str = ""
    source_words: str = ""
    note: str = ""
    handling: str = "care"
    restricted: bool = False


def open_action(*, actor: Actor, agreed: Agreed, action: UUID | None = None) -> UUID:
    """Record that somebody took an action on; return its id. A past date is allowed: a late note is still a note.

    `action` names it beforehand, so that a form sent twice opens one: AlreadyOpened for the second.
    Writes: the action, its first step, an audit entry; for a child the actor may see, the fact `action.agreed`.
    Refuses: BadValue without words, with no or two owners, about two things, or with the child's name in it for a
    colleague who may not see the child; NotFound for an unseen child.
    """
    made = action or uuid.uuid4()
    what = _words(agreed.what, "Say what will be done.")
    _check_owner(agreed.owner)
    _check_day(agreed.due_on)
    _check_about(agreed.about)
    with transaction.atomic():
        seen = _restricted(agreed.about)
        row = Action(
            id=made,
            authority_id=actor.authority,
            subject_id=agreed.about.subject or actor.authority,
            child_id=agreed.about.child,
            adult_id=agreed.about.adult,
            context_id=agreed.about.context,
            episode_id=agreed.about.episode,
            audience_id=audience_of(actor.agency, agreed.handling),
            restricted=agreed.restricted or seen,
            what=what,
            source=agreed.source,
            source_words=agreed.source_words,
            due_on=agreed.due_on,
        )
        _owned(row, agreed.owner)
        _check_names(actor, row, agreed.note)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as clash:
            raise AlreadyOpened(made) from clash
        _step(row, 1, "opened", note=agreed.note)
        _tell(actor, row, "action.agreed", what, "open an action")
    return made


def complete(*, actor: Actor, action: UUID, note: str = "", evidence: str = "") -> None:
    """Record that it was done; `evidence` says how we know. Refuses AlreadyEnded."""
    _end(actor, action, ActionState.DONE, note, evidence)


def not_done(*, actor: Actor, action: UUID, note: str) -> None:
    """Record that it was not done and will not be, and why. Refuses AlreadyEnded; BadValue without the reason."""
    _end(actor, action, ActionState.NOT_DONE, _words(note, "Say why it was not done."), "")


def cancel(*, actor: Actor, action: UUID, reason: str) -> None:
    """Record that it is no longer wanted, and why. Refuses AlreadyEnded; BadValue without a reason."""
    _end(actor, action, ActionState.CANCELLED, _words(reason, "Say why it is no longer needed."), "")


def reassign(*, actor: Actor, action: UUID, owner: Owner, reason: str) -> None:
    """Give it to somebody else. Refuses AlreadyEnded, BadValue without a reason, CannotHandOn by one who only owns it."""
    _check_owner(owner)
    reason = _words(reason, "Say why it goes to somebody else.")
    with transaction.atomic():
        row = _open(action)
        _owned(row, owner)
        _check_names(actor, row, reason, *_noted(row))
        try:
            with transaction.atomic():
                row.save(update_fields=["person", "post", "agency", "done_by"])
        except ProgrammingError as refused:
            raise CannotHandOn(
                "You see this action only because it is yours. Ask whoever agreed it to give it to somebody else."
            ) from refused
        _step(row, _next(row), "reassigned", note=reason)
        audit.write(actor=actor, verb="reassign", what="an action", subjects=_subjects(row))


def extend(*, actor: Actor, action: UUID, due_on: date, reason: str) -> None:
    """Give it longer. Refuses AlreadyEnded; BadValue without a reason or for a day that is not later."""
    _check_day(due_on)
    reason = _words(reason, "Say why it needs longer.")
    with transaction.atomic():
        row = _open(action)
        if due_on <= row.due_on:
            raise BadValue("The new date must be later than the one agreed.")
        _check_names(actor, row, reason)
        row.due_on = due_on
        row.save(update_fields=["due_on"])
        _step(row, _next(row), "extended", note=reason)
        audit.write(actor=actor, verb="extend", what="an action", subjects=_subjects(row))


def note(*, actor: Actor, action: UUID, words: str) -> None:
    """Add what is known of it, also after its end. Refuses BadValue without words."""
    words = _words(words, "Say what is known.")
    with transaction.atomic():
        row = _locked(action)
        _check_names(actor, row, words)
        _step(row, _next(row), "noted", note=words)
        audit.write(actor=actor, verb="note", what="an action", subjects=_subjects(row))


def _end(actor: Actor, action: UUID, state: ActionState, note: str, evidence: str) -> None:
    note, evidence = _short(note), _short(evidence)
    with transaction.atomic():
        row = _open(action)
        _check_names(actor, row, note, evidence)
        row.state, row.ended_at = state, wall.now()
        row.save(update_fields=["state", "ended_at"])
        _step(row, _next(row), state.value, note=note, evidence=evidence)
        kind = "action.done" if state is ActionState.DONE else "action.not-done"
        _tell(actor, row, kind, f"{row.what} {note}".strip(), f"{state.value} an action")


def _tell(actor: Actor, row: Action, kind: str, words: str, said: str) -> None:
    # Somebody asked to act may not see the child's record: then the step alone is kept, and no fact is written.
    if row.child_id is None or children.banner(row.child_id) is None:
        audit.write(actor=actor, verb="write", what=said, subjects=_subjects(row))
        return
    now = wall.now()
    draft = Draft(kind, Moment(now, now), now, text=words, source=f"action:{row.id}", sealed=row.restricted)
    record(actor=actor, child=row.child_id, drafts=[draft])


def _owned(row: Action, owner: Owner) -> None:
    row.person, row.post, row.agency_id, row.done_by = owner.person, owner.post, owner.agency, owner.done_by.strip()


def _step(row: Action, number: int, verb: str, *, note: str = "", evidence: str = "") -> None:
    ActionStep.objects.create(
        authority_id=row.authority_id, action=row, subject_id=row.subject_id, audience_id=row.audience_id,
        restricted=row.restricted, number=number, verb=verb, note=note, evidence=evidence, person=row.person,
        post=row.post, agency_id=row.agency_id, done_by=row.done_by, due_on=row.due_on,
    )  # fmt: skip


def _next(row: Action) -> int:
    return ActionStep.objects.filter(action=row).count() + 1


def _open(action: UUID) -> Action:
    row = _locked(action)
    if row.state != ActionState.OPEN:
        raise AlreadyEnded("Somebody has ended this action already. Open it to see what they said.")
    return row


def _locked(action: UUID) -> Action:
    """Return the action, held until the transaction ends, so that two steps never take one number."""
    row = Action.objects.select_for_update().filter(id=action).first()
    if row is None:
        raise NotFound("There is no such action, or you may not see it.")
    return row


def _subjects(row: Action) -> list[UUID]:
    return [row.child_id or row.adult_id or row.context_id] if row.subject_id != row.authority_id else []  # type: ignore[list-item]


def _restricted(about: About) -> bool:
    if about.child is None:
        return False
    found = children.is_restricted(about.child)
    if found is None:
        raise NotFound("There is no such child, or you may not see the record. Ask your safeguarding lead.")
    return found


def _check_owner(owner: Owner) -> None:
    if sum((owner.person is not None, bool(owner.post), owner.agency is not None)) != 1:
        raise BadValue("Say who will see to it: one person, one post or one agency.")
    if owner.post and owner.post not in load_roles():
        raise BadValue(f"There is no post “{owner.post}”. Choose one from the list.")
    _short(owner.done_by)


def _check_about(about: About) -> None:
    if sum(each is not None for each in (about.child, about.adult, about.context)) > 1:
        raise BadValue("An action is about one child, one adult or one context. Agree one for each.")
    if about.episode is not None and about.child is None:
        raise BadValue("An action about an episode is about its child too.")


def _check_names(actor: Actor, row: Action, *words: str) -> None:
    """Refuse the child's name where a colleague would read it here who may not see the child."""
    child = children.banner(row.child_id) if row.child_id else None
    if child is None or _all_see(actor, row, child.id):
        return
    # As it is written, capitals and all: a child called Will is not named by "will ring".
    names = set(re.findall(r"\w{3,}", f"{child.name} {child.known_as}"))
    if names & set(re.findall(r"\w{3,}", " ".join((row.what, row.source_words, row.done_by, *words)))):
        raise BadValue("Whoever sees to it may not see this child's record. Leave the child's name out of every part.")


def _all_see(actor: Actor, row: Action, child: UUID) -> bool:
    """Whether everybody who is asked sees the child: the person, the post's holders and covers, or the agency.

    A post that is found through the child sees it. An agency's people see a child alike, but for those kept away, who read
    nothing of this either: so one is asked for all. Of an agency with nobody yet, nobody can tell: the name stays out.
    """
    if row.person is not None:
        return _sees(actor, row.person, child)
    away = posts.excluded(child)
    if row.agency_id is not None:
        colleague = next((user for user in teams.everybody_of(row.agency_id) if user not in away), None)
        return colleague is not None and _sees(actor, colleague, child)
    if load_roles()[row.post].by == "child":
        return True
    now = wall.now()
    held = posts.holders(row.authority_id, row.post, at=now)
    covers = {each.covered_by for each in posts.away(held, at=now).values() if each.covered_by}
    return all(_sees(actor, user, child) for user in {*held, *covers} - away)


def _sees(actor: Actor, user: UUID, child: UUID) -> bool:
    """Whether a colleague may see a child: asked of the database as that colleague."""
    enter(user)
    try:
        return children.banner(child) is not None
    finally:
        enter(actor.user)


def _noted(row: Action) -> list[str]:
    steps = ActionStep.objects.filter(action=row).values_list("note", "evidence")
    return [words for step in steps for words in step]


def _check_day(due_on: date) -> None:
    if abs(due_on - today()) > FURTHEST:
        raise BadValue("That date is more than five years away. Check the year.")


def _words(text: str, empty: str) -> str:
    said = _short(text)
    if not said:
        raise BadValue(empty)
    return said


def _short(text: str) -> str:
    said = text.strip()
    if len(said) > LONGEST or "\x00" in said:
        raise BadValue(f"Text must be {LONGEST:,} characters or fewer, without null characters.")
    return said
