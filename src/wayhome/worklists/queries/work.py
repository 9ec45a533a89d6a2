"""What one person should do next, and what that person was told."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wayhome.clocks.queries import duties
from wayhome.clocks.queries.duties import Duty
from wayhome.packs.roles import load_roles
from wayhome.platform.queries import posts
from wayhome.record.queries import children
from wayhome.record.subjects import Subject
from wayhome.worklists.models import Notice
from wayhome.worklists.queries import gestures
from wayhome.worklists.queries import reach as reaches
from wayhome.worklists.queries.gestures import Given, PutOff


@dataclass(frozen=True, slots=True)
class NoticeView:
    """One notice as its recipient, or a colleague who may see what it is about, sees it."""

    id: UUID
    authority_id: UUID
    child_id: UUID | None
    adult_id: UUID | None
    context_id: UUID | None
    episode_id: UUID | None
    kind: str
    reading_key: str
    rung: str
    role: str
    recipient: UUID | None
    because: str
    told_at: datetime
    acknowledge_by: datetime | None
    acknowledged_at: datetime | None
    passed_up_at: datetime | None

    @property
    def subject(self) -> Subject:
        """What the notice is about."""
        return Subject.of_row(self)

    @property
    def role_label(self) -> str:
        known = load_roles().get(self.role)
        return known.label if known else self.role


_FIELDS = tuple(NoticeView.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Mine:
    """The open duties of one person or of several, each in one place only, the most urgent first.

    `todo`: to be done now. `off`: put off until a moment. `elsewhere`: theirs by post or child, and now with somebody
    else. `team`: with their team, for whoever takes it. `given` and `put_off` say with whom and until when, by key.
    """

    todo: tuple[Duty, ...]
    off: tuple[Duty, ...]
    elsewhere: tuple[Duty, ...]
    team: tuple[Duty, ...]
    given: Mapping[str, Given]
    put_off: Mapping[str, PutOff]


def mine(user: UUID, authority: UUID, *, now: datetime) -> Mine:
    """Return a person's open duties: by post held or covered, by child, or given; as many statements for any number."""
    reach = reaches.reach(user, now=now)
    found = {d.key: d for d in _by_post(authority, reach.posts, reach.own_children, reach.team_children)}
    users = [user, *posts.covering(user, at=now)]
    teams = [reach.team] if reach.team else []
    keys = gestures.given_to(authority, users=users, posts=reach.posts, teams=teams)
    found |= {key: d for key, d in duties.by_keys(keys).items() if d.open}
    return _sorted_out(found, frozenset(users), reach.posts, frozenset(teams), now)


def theirs(
    people: Collection[UUID], roles: Collection[str], teams: Collection[UUID], authority: UUID, *, now: datetime
) -> Mine:
    """Return the open duties of several people, of these posts, and given to these teams: one list for all of them."""
    allocated = frozenset(children.of_workers(people))
    found = {d.key: d for d in _by_post(authority, frozenset(roles), allocated, allocated)}
    keys = gestures.given_to(authority, users=people, posts=roles, teams=teams)
    found |= {key: d for key, d in duties.by_keys(keys).items() if d.open}
    return _sorted_out(found, frozenset(people), frozenset(roles), frozenset(teams), now)


def _by_post(authority: UUID, roles: frozenset[str], own: Collection[UUID], team: Collection[UUID]) -> Iterator[Duty]:
    by_post = roles - set(reaches.BY_CHILD)
    if by_post:
        yield from duties.open_of(authority, by_post)
    if own:
        yield from duties.open_of(authority, [reaches.WORKER], children=own)
    if reaches.MANAGER in roles and team:
        yield from duties.open_of(authority, [reaches.MANAGER], children=team)


def _sorted_out(
    found: Mapping[str, Duty], users: frozenset[UUID], roles: frozenset[str], teams: frozenset[UUID], now: datetime
) -> Mine:
    given, off = gestures.given(found), gestures.put_off(found)
    off = {key: each for key, each in off.items() if gestures.still_off(found[key], each, now)}
    places: dict[str, list[Duty]] = {"todo": [], "off": [], "elsewhere": [], "team": []}
    for duty in sorted(found.values(), key=duties.urgency):
        with_ = given.get(duty.key)
        if with_ is not None and with_.team is not None and with_.team in teams:
            places["team"].append(duty)
        elif with_ is not None and with_.user not in users and with_.post not in roles:
            places["elsewhere"].append(duty)
        else:
            places["off" if duty.key in off else "todo"].append(duty)
    todo, waiting, elsewhere, team = (tuple(places[name]) for name in ("todo", "off", "elsewhere", "team"))
    return Mine(todo, waiting, elsewhere, team, given, off)


def duties_of(user: UUID, authority: UUID, *, now: datetime) -> tuple[Duty, ...]:
    """Return what a person is to do now, the most urgent first: what is put off or with somebody else is not in it."""
    return mine(user, authority, now=now).todo


def notices_of(user: UUID, *, unanswered: bool = True) -> tuple[NoticeView, ...]:
    """Return a person's notices, newest first; only those not yet acknowledged unless asked otherwise."""
    rows = Notice.objects.filter(recipient=user)
    if unanswered:
        rows = rows.filter(acknowledged_at__isnull=True)
    return tuple(NoticeView(*row) for row in rows.order_by("-told_at", "id").values_list(*_FIELDS)[:200])


def notice(notice_id: UUID, user: UUID) -> NoticeView | None:
    """Return one notice of this person's, or None."""
    row = Notice.objects.filter(id=notice_id, recipient=user).values_list(*_FIELDS).first()
    return NoticeView(*row) if row else None


def notices_about(episode: UUID) -> tuple[NoticeView, ...]:
    """Return who was told about an episode and what became of it, newest first; posts with nobody included."""
    rows = Notice.objects.filter(episode_id=episode).order_by("-told_at", "id").values_list(*_FIELDS)
    return tuple(NoticeView(*row) for row in rows)


def notices_of_duties(keys: Collection[str]) -> tuple[NoticeView, ...]:
    """Return who was told of these duties, newest first; posts with nobody included: one statement."""
    rows = Notice.objects.filter(reading_key__in=list(keys)).order_by("-told_at", "id").values_list(*_FIELDS)
    return tuple(NoticeView(*row) for row in rows)


def unanswered_count(user: UUID) -> int:
    """Return how many notices wait for this person's "seen"."""
    return Notice.objects.filter(recipient=user, acknowledged_at__isnull=True).count()
