"""Notices: told, seen, chased, passed on. Truth about the duty stays with the clocks."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from django.db import connection, transaction
from django.db.models import DateTimeField, ExpressionWrapper, F, Q

from wayhome.clocks import protocols
from wayhome.clocks.announcements import Fired
from wayhome.clocks.queries import duties
from wayhome.clocks.queries.duties import Duty
from wayhome.engine.language import Rung
from wayhome.plans.queries import actions
from wayhome.platform.actor import Actor
from wayhome.platform.operations import audit, outbox
from wayhome.platform.queries import naming, posts, teams
from wayhome.platform.roles import as_clock
from wayhome.record.operations.errors import NotFound
from wayhome.record.subjects import Subject
from wayhome.ui.words import local
from wayhome.worklists.models import Notice
from wayhome.worklists.operations.telling import About, Seeking, Told, above, find, label, person
from wayhome.worklists.queries import gestures
from wayhome.worklists.queries.gestures import Given

# Words kept in `because`, from which a page says why somebody was told.
GIVEN = "given"
COPY = "a copy, while away"
AWAY_NOW = "now away: "
TEAM = "given to your team"
LATE, LATE_UP = "action-late", "action-late-up"  # kinds of notice about an action past its day
NOT_URGENT = timedelta(days=1)  # with so long to say "seen", the day's e-mail is soon enough
GIVEN_WITHIN = timedelta(hours=8)
AT_LEAST = timedelta(minutes=30)


class Kept(Protocol):
    """A row whose audience a notice about it shares."""

    audience_id: int
    restricted: bool


def on_fired(fired: Sequence[Fired]) -> None:
    """Tell whom each rung of one recomputation names, if its duty is still open."""
    first = fired[0]
    with as_clock():
        hands = gestures.given([each.key for each in fired])
        seeking = Seeking(About(first.subject, first.authority, first.fired_at))
        rows: list[Notice] = []
        for each in fired:
            rung = _rung(each.protocol, each.clock, each.rung)
            if rung is None or not each.open:
                continue
            found = [(role, seeking.find(role)) for role in rung.tell]
            if each.key in hands:
                found.append(("given", _now_with(hands[each.key], each, seeking)))
            for name, steps in found:
                rows += _rows(_blank(each, rung), steps, f"{each.key}#{each.rung}/{name}")
        _write(rows)


def _now_with(given: Given, fired: Fired, seeking: Seeking) -> tuple[Told, ...]:
    """Return who is told besides the posts: whoever the duty was given to; of a team everybody who may know of it."""
    if given.post:
        return seeking.find(given.post)
    if given.team:
        return team_of_duty(given.team, seeking.about, restricted=fired.restricted)
    clock = protocols.clock_in(fired.protocol, fired.clock)
    return seeking.person(given.user, clock.owner if clock else "", GIVEN) if given.user else ()


def team_of_duty(team: UUID, about: About, *, restricted: bool) -> tuple[Told, ...]:
    """Return everybody of a team now, by name, with whoever covers for those away; of a sealed record those named for it.

    Runs as the clock.
    """
    here = set(teams.members([team]))
    if restricted or naming.seal_of(about.subject.id) is not None:
        named = naming.named_for(about.subject.id, about.at)
        here &= {each.user for each in named if each.user} | (here if team in {each.team for each in named} else set())
    steps = [step for user in sorted(here, key=str) for step in person(user, "", about, TEAM) if step.user]
    return tuple({step.user: replace(step, because=TEAM) for step in steps}.values())


def _rung(protocol: str, clock_id: str, rung_id: str) -> Rung | None:
    clock = protocols.clock_in(protocol, clock_id)
    return next((r for r in clock.rungs if r.id == rung_id), None) if clock else None


def _blank(fired: Fired, rung: Rung) -> Notice:
    return Notice(
        authority_id=fired.authority,
        **fired.subject.keys,
        audience_id=fired.audience,
        restricted=fired.restricted,
        episode_id=fired.episode,
        reading_key=fired.key,
        rung=fired.rung,
        told_at=fired.fired_at,
        acknowledge_by=fired.fired_at + timedelta(minutes=rung.acknowledge_minutes),
    )


def _tell(pattern: Notice, steps: Sequence[Told], hop: str) -> int:
    """Write one notice for each step, once ever, and an e-mail for each person told. Returns how many were new."""
    return _write(_rows(pattern, steps, hop))


def _rows(pattern: Notice, steps: Sequence[Told], hop: str) -> list[Notice]:
    rows = [_notice(pattern, step, f"{hop}>{step.role}:{step.user or 'nobody'}") for step in steps]
    return rows + [_copy(pattern, step, f"{hop}>{step.role}:{step.covers}/copy") for step in steps if step.covers]


def _write(rows: Sequence[Notice]) -> int:
    """Write those notices whose key is not there yet, and their e-mails. Returns how many were new."""
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    new = set(Notice.objects.filter(id__in=[r.id for r in rows]).values_list("id", flat=True))
    for row in rows:
        if row.id in new and _at_once(row):
            _email(row, "told", row.told_at)
    return len(new)


def _at_once(row: Notice) -> bool:
    """Whether an e-mail leaves now; else the day's e-mail counts it. A copy for somebody away waits for them."""
    return bool(row.recipient and row.acknowledge_by and row.acknowledge_by - row.told_at < NOT_URGENT)


def _copy(pattern: Notice, step: Told, key: str) -> Notice:
    """Return what waits for somebody who is away, of which the colleague who covers is told."""
    row = _notice(pattern, Told(step.role, step.covers, COPY), key)
    row.acknowledge_by = None
    return row


def _notice(pattern: Notice, step: Told, key: str) -> Notice:
    return Notice(
        id=uuid.uuid4(),
        key=key,
        authority_id=pattern.authority_id,
        **Subject.of_row(pattern).keys,
        audience_id=pattern.audience_id,
        restricted=pattern.restricted,
        episode_id=pattern.episode_id,
        kind=pattern.kind,
        reading_key=pattern.reading_key,
        rung=pattern.rung,
        role=step.role,
        recipient=step.user,
        because=step.because,
        told_at=pattern.told_at,
        acknowledge_by=pattern.acknowledge_by if step.user else None,
    )


def _email(row: Notice, why: str, now: datetime) -> None:
    """Put an e-mail in the outbox: a link and no name."""
    outbox.put(
        authority=row.authority_id,
        key=f"notice:{row.id}:{why}",
        channel="email",
        payload={"user": str(row.recipient), "notice": str(row.id), "why": why},
        now=now,
    )


def steps_to(
    subject: Subject, authority: UUID, at: datetime, *, user: UUID | None = None, post: str = "", team: UUID | None = None
) -> tuple[Told, ...]:  # fmt: skip
    """Return who would be told if a person, post or team were: they, whoever covers, the next; or nobody, and why."""
    about = About(subject, authority, at)
    with as_clock():
        if team:
            return team_of_duty(team, about, restricted=False)
        return person(user, "", about, GIVEN) if user else find(post, about)


def tell_given(*, duty: Duty, gesture: UUID, row: Kept, steps: Sequence[Told], now: datetime) -> None:
    """Tell whom a duty was given to. Unseen in time, it goes back to the post that owns the duty."""
    limit = now + GIVEN_WITHIN
    by = min(limit, duty.due_at) if duty.due_at and duty.due_at > now + AT_LEAST else limit
    pattern = Notice(
        authority_id=duty.authority_id, **duty.subject.keys, audience_id=row.audience_id, restricted=row.restricted,
        episode_id=duty.episode_id, reading_key=duty.key, rung="given", told_at=now, acknowledge_by=by,
    )  # fmt: skip
    with as_clock():
        _tell(pattern, [replace(step, role=step.role or duty.owner) for step in steps], f"{duty.key}#given/{gesture}")


@dataclass(frozen=True, slots=True)
class Sent:
    """What another room sends to posts: its kind (a name registered for pages), its id, and whom it is about."""

    kind: str
    item: UUID
    subject: Subject
    authority: UUID
    audience: int
    restricted: bool
    episode: UUID | None = None

    @property
    def key(self) -> str:
        """The name under which its notices are found."""
        return sent_key(self.authority, self.kind, self.item)


def sent_key(authority: UUID, kind: str, item: UUID) -> str:
    """Return the key of the notices about one thing that was sent."""
    return f"{authority}/{kind}/{item}"


def tell_posts(*, sent: Sent, roles: Sequence[str], within: timedelta, now: datetime) -> int:
    """Tell each post of something sent to it, in the transaction that sends it; unseen within a time, it goes up.

    Returns how many people are told.
    """
    pattern = Notice(
        authority_id=sent.authority, **sent.subject.keys, audience_id=sent.audience, restricted=sent.restricted,
        episode_id=sent.episode, kind=sent.kind, reading_key=sent.key, rung="sent", told_at=now,
        acknowledge_by=now + within,
    )  # fmt: skip
    people = 0
    with as_clock():
        for role in roles:
            steps = find(role, About(sent.subject, sent.authority, now))
            _tell(pattern, steps, hop=f"{sent.key}#sent/{role}")
            people += sum(step.user is not None for step in steps)
    return people


def tell_steps(*, sent: Sent, rung: str, steps: Sequence[Told], until: datetime, now: datetime) -> int:
    """Tell people who were found already of something sent, once for each `rung` of it; return how many notices are new.

    Runs as the clock.
    """
    pattern = Notice(
        authority_id=sent.authority, **sent.subject.keys, audience_id=sent.audience, restricted=sent.restricted,
        episode_id=sent.episode, kind=sent.kind, reading_key=sent.key, rung=rung, told_at=now, acknowledge_by=until,
    )  # fmt: skip
    return _tell(pattern, steps, hop=f"{sent.key}#{rung}")


def acknowledge(*, actor: Actor, notice: UUID, now: datetime) -> None:
    """Say "seen". Only the one told can; saying it twice changes nothing. Raises NotFound."""
    with transaction.atomic():
        row = Notice.objects.filter(id=notice, recipient=actor.user).first()
        if row is None:
            raise NotFound("There is no such notice for you.")
        if row.acknowledged_at is None:
            Notice.objects.filter(id=notice, acknowledged_at__isnull=True).update(
                acknowledged_at=now, acknowledged_by=actor.user
            )
            audit.write(
                actor=actor, verb="acknowledge", what=row.reading_key.split("/")[1], subjects=[Subject.of_row(row).id]
            )


def chase(*, now: datetime, batch: int = 200) -> int:
    """Chase notices half-way to their limit; pass on those past it, and at once those of people now away.

    A notice about a duty that is no longer open is let rest. Safe beside other workers. Returns how many were acted on.
    """
    done = 0
    with transaction.atomic(), as_clock():
        waiting = Notice.objects.filter(
            acknowledged_at__isnull=True,
            passed_up_at__isnull=True,
            acknowledge_by__isnull=False,
            recipient__isnull=False,
        )
        absent = posts.absent(at=now)
        half = ExpressionWrapper((F("acknowledge_by") - F("told_at")) / 2 + F("told_at"), DateTimeField())
        ready = waiting.annotate(half=half).filter(
            Q(acknowledge_by__lte=now) | Q(half__lte=now, chased_at__isnull=True) | Q(recipient__in=absent)
        )
        rows = list(ready.select_for_update(skip_locked=True, of=("self",)).order_by("acknowledge_by")[:batch])
        stands = standing(rows, now)
        for row in rows:
            _chase_one(row, row.id in stands, now, gone=row.recipient in absent)
            done += 1
    return done


def standing(rows: Sequence[Notice], now: datetime) -> set[UUID]:
    """Return those of these notices of which somebody must still know: the duty is open, the action still to be done."""
    current = duties.by_keys({row.reading_key for row in rows if row.kind == "duty"})
    late = actions.past_their_day([_item(row) for row in rows if row.kind in (LATE, LATE_UP)], local(now).date())
    over = {row.id for row in rows if row.kind in (LATE, LATE_UP) and _item(row) not in late}
    return {
        row.id for row in rows
        if row.id not in over and (row.kind != "duty" or (row.reading_key in current and current[row.reading_key].open))
    }  # fmt: skip


def _item(row: Notice) -> UUID:
    return UUID(row.reading_key.rpartition("/")[2])


def _chase_one(row: Notice, still_open: bool, now: datetime, *, gone: bool) -> None:
    if not still_open:
        Notice.objects.filter(id=row.id).update(acknowledge_by=None)
    elif gone or (row.acknowledge_by and row.acknowledge_by <= now):
        pass_on(row, now, gone)
    else:
        Notice.objects.filter(id=row.id).update(chased_at=now)
        _email(row, "chased", now)


def pass_on(row: Notice, now: datetime, gone: bool, *, because: str = "") -> None:
    """Tell the next: of a post the one above; of somebody now away their cover; of what was given the post that owns it.

    Of what two holders of a post leave unseen, once. Of what was given to a team, once for all of them, and only while
    nobody there has it or has seen it. Of an action past its day whoever stands above is told by the day, seen or not.
    """
    if not gone and (row.kind == LATE or (row.because == TEAM and _has_somebody(row))):
        Notice.objects.filter(id=row.id).update(passed_up_at=now, chased_at=row.chased_at or now)
        return
    pattern = Notice(
        authority_id=row.authority_id,
        **Subject.of_row(row).keys,
        audience_id=row.audience_id,
        restricted=row.restricted,
        episode_id=row.episode_id,
        kind=row.kind,
        reading_key=row.reading_key,
        rung=row.rung,
        told_at=now,
        acknowledge_by=now + ((row.acknowledge_by or now) - row.told_at),
    )
    # Somebody now away keeps the notice they were told by: no copy besides.
    steps = [
        replace(s, because=because or _why(row, gone), covers=None if gone else s.covers) if s.user else s
        for s in _next(row, now, gone)
    ]
    _tell(pattern, steps, hop=f"{row.key if gone else _shared(row)}^")
    Notice.objects.filter(id=row.id).update(passed_up_at=now, chased_at=row.chased_at or now)


def _shared(row: Notice) -> str:
    """Return what the key of a notice has in common with those of all who were told beside its reader: they pass it on once."""
    return row.key.rpartition(">" if row.because == TEAM else ":")[0]


def _has_somebody(row: Notice) -> bool:
    now_with = gestures.given([row.reading_key]).get(row.reading_key)
    if now_with is None or now_with.team is None:
        return True
    told = Notice.objects.filter(reading_key=row.reading_key, rung=row.rung, because=TEAM, told_at=row.told_at)
    return told.filter(acknowledged_at__isnull=False).exists()


def _next(row: Notice, now: datetime, gone: bool) -> tuple[Told, ...]:
    about = About(Subject.of_row(row), row.authority_id, now)
    if gone and row.recipient:
        covered = person(row.recipient, row.role, about, "")
        if any(step.user for step in covered):
            return covered
        return tuple(s for s in find(row.role, about) if s.user != row.recipient)
    if row.rung == "given" and row.because in (GIVEN, TEAM):
        return tuple(s for s in find(row.role, about) if s.user != row.recipient) or above(row.role, about)
    return above(row.role, about)


def _why(row: Notice, gone: bool) -> str:
    return f"{AWAY_NOW}{label(row.role)}" if gone else f"no answer from {label(row.role)}"


def next_chase() -> datetime | None:
    """Return the next moment at which some notice is to be chased or passed up."""
    with transaction.atomic(), as_clock(), connection.cursor() as cursor:
        cursor.execute(
            "select min(case when chased_at is null then told_at + (acknowledge_by - told_at) / 2 else acknowledge_by end) "
            "from worklists_notice where acknowledged_at is null and passed_up_at is null and acknowledge_by is not null"
        )
        found: datetime | None = cursor.fetchone()[0]
        return found
