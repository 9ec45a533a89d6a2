"""Links as the reader may see them: of one end, around a child within a few steps, learned in one episode.

A link to what the reader may not see is not there at all: not in a list, not in a count, not in a drawing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from wayhome.record.link_kinds import LINK_KINDS
from wayhome.record.models import Adult, ChildNow, Context, Fact, Link, LinkChange, Thing
from wayhome.record.things import Identity

MOST = 600  # links around one centre; beyond it the page says that there are more
_SIDES = ("child", "adult", "context", "thing")


@dataclass(frozen=True, slots=True)
class End:
    """One end of a link: `label` tells it from its like in few words, `name` is its name in full, "" if none."""

    kind: str
    id: UUID
    label: str
    name: str


@dataclass(frozen=True, slots=True)
class LinkView:
    """One link. `changed_at` is set when it gave way to `replaced_by`, or was withdrawn (None)."""

    id: UUID
    kind: str
    first: End
    other: End
    strength: str
    since: date | None
    until: date | None
    confidence: str
    source: str
    source_fact: UUID | None
    source_episode: UUID | None
    note: str
    recorded_at: datetime
    by_user: UUID | None
    by_agency: UUID
    handling: str
    changed_at: datetime | None
    replaced_by: UUID | None
    change_reason: str

    @property
    def current(self) -> bool:
        """Whether nothing has replaced it."""
        return self.changed_at is None

    def over(self, today: date) -> bool:
        """Whether it had ended before today."""
        return self.until is not None and self.until < today

    def beside(self, id_: UUID) -> End:
        """Return the end that is not this one."""
        return self.other if self.first.id == id_ else self.first

    def says(self, from_: UUID) -> str:
        """Return how it reads from one of its ends to the other."""
        kind = LINK_KINDS[self.kind]
        return kind.says if self.first.id == from_ else kind.back


@dataclass(frozen=True, slots=True)
class Around:
    """What is linked around a centre. `more`: there are so many that some are left out."""

    centre: End
    ends: tuple[End, ...]
    links: tuple[LinkView, ...]
    more: bool


def links_of(authority: UUID, ids: Collection[UUID], *, changed: bool = False) -> tuple[LinkView, ...]:
    """Return the links at these ends, newest recorded first; those replaced or withdrawn too if `changed`."""
    found = Link.objects.filter(_touching(ids), authority_id=authority)
    return _views(found if changed else found.filter(replaced_by__isnull=True))


def link(link_id: UUID) -> LinkView | None:
    """Return one link, or None if there is none the reader may see."""
    return next(iter(_views(Link.objects.filter(id=link_id))), None)


def learned_in(authority: UUID, episode: UUID) -> tuple[LinkView, ...]:
    """Return the links whose source is this episode, such as what a child said in the conversation after it."""
    return _views(Link.objects.filter(authority_id=authority, source_episode=episode, replaced_by__isnull=True))


def around(authority: UUID, kind: str, centre: UUID, *, steps: int = 2) -> Around | None:
    """Return what is linked to a child, adult, context or thing within so many steps; None if it cannot be seen.

    A statement a step, and a few for the names, however many there are.
    """
    middle = named([(kind, centre)]).get(centre)
    if middle is None:
        return None
    seen: dict[UUID, Link] = {}
    near, asked = {centre}, set[UUID]()
    for _ in range(steps):
        fresh = near - asked
        if not fresh or len(seen) > MOST:
            break
        rows = Link.objects.filter(_touching(fresh), authority_id=authority, replaced_by__isnull=True)
        seen |= {row.id: row for row in rows.select_related("audience").order_by("recorded_at", "id")[: MOST + 1]}
        asked |= fresh
        near = {id_ for row in seen.values() for id_ in _ids(row)}
    kept = dict(list(seen.items())[:MOST])
    views = _views_of(list(kept.values()))
    return _around(middle, views, more=len(seen) > MOST)


def named(ends: Iterable[tuple[str, UUID]]) -> dict[UUID, End]:
    """Return these ends by id, by the names the reader may see; a thing's kind is "thing". Four statements."""
    wanted: dict[str, list[UUID]] = {side: [] for side in _SIDES}
    for kind, id_ in ends:
        wanted[kind if kind in wanted else "thing"].append(id_)
    found: dict[UUID, End] = {}
    for row in ChildNow.objects.filter(child_id__in=wanted["child"]):
        name = row.known_as or row.name
        found[row.child_id] = End("child", row.child_id, _initialled(name, row.reference), name)
    for kind, rows in (("adult", Adult), ("context", Context)):
        references = dict(rows.objects.filter(id__in=wanted[kind]).values_list("id", "reference"))
        names = _names(kind, references)
        for id_, reference in references.items():
            found[id_] = End(kind, id_, names.get(id_) or reference, names.get(id_, ""))
    for thing in Thing.objects.filter(id__in=wanted["thing"]):
        found[thing.id] = End(thing.kind, thing.id, thing.shown, thing.shown)
    return found


def _names(kind: str, ids: Iterable[UUID]) -> dict[UUID, str]:
    facts = Fact.objects.filter(**{f"{kind}_id__in": list(ids)}, kind=f"{kind}.name", superseded_by__isnull=True)
    ordered = sorted(facts, key=lambda f: (f.happened_from or f.told_at, f.recorded_at, str(f.id)))
    return {getattr(fact, f"{kind}_id"): fact.text or "" for fact in ordered}


def _initialled(name: str, reference: str) -> str:
    letters = "".join(word[0].upper() for word in name.split() if word[0].isalpha())
    return f"{letters}, {reference}" if letters else reference


def _touching(ids: Collection[UUID]) -> Q:
    asked = Q()
    for side in ("from", "to"):
        for end in _SIDES:
            asked |= Q(**{f"{side}_{end}_id__in": list(ids)})
    return asked


def _ids(row: Link) -> tuple[UUID, UUID]:
    first, other = _keys(row)
    return first[1], other[1]


def _keys(row: Link) -> tuple[tuple[str, UUID], tuple[str, UUID]]:
    """Return both ends as (side's kind, id); the database lets no link have fewer or more."""
    found = [
        (end, getattr(row, f"{side}_{end}_id"))
        for side in ("from", "to")
        for end in _SIDES
        if getattr(row, f"{side}_{end}_id") is not None
    ]
    return found[0], found[1]


def _views(rows: QuerySet[Link]) -> tuple[LinkView, ...]:
    found = list(rows.select_related("audience"))
    return tuple(sorted(_views_of(found), key=lambda v: (v.recorded_at, str(v.id)), reverse=True))


def _views_of(rows: list[Link]) -> list[LinkView]:
    names = named({key for row in rows for key in _keys(row)})
    changes = _changes(rows)
    made = []
    for row in rows:
        first, other = (names.get(id_) for _, id_ in _keys(row))
        if first is not None and other is not None:
            made.append(_view(row, first, other, changes.get(row.id)))
    return made


def _changes(rows: list[Link]) -> dict[UUID, tuple[datetime, UUID | None, str]]:
    found = LinkChange.objects.filter(old_id__in=[row.id for row in rows])
    return {c.old_id: (c.recorded_at, c.new_id, c.reason) for c in found}


def _view(row: Link, first: End, other: End, change: tuple[datetime, UUID | None, str] | None) -> LinkView:
    at, new, why = change or (None, None, "")
    return LinkView(
        row.id, row.kind, first, other, row.strength, row.since, row.until, row.confidence, row.source,
        row.source_fact, row.source_episode, row.note, row.recorded_at, row.by_user, row.by_agency_id,
        row.audience.handling, at, new, why,
    )  # fmt: skip


def _around(middle: End, views: list[LinkView], *, more: bool) -> Around:
    ends: dict[UUID, End] = {}
    for view in views:
        ends |= {view.first.id: view.first, view.other.id: view.other}
    ends.pop(middle.id, None)
    rest = sorted(ends.values(), key=lambda e: (e.kind, e.label, str(e.id)))
    return Around(middle, (middle, *rest), tuple(views), more)


def thing(thing_id: UUID) -> Identity:
    """Return what a thing is. Raises LookupError if there is none the reader may see."""
    row = Thing.objects.filter(id=thing_id).first()
    if row is None:
        raise LookupError(f"no thing {thing_id}")
    return Identity(row.kind, row.key, row.shown)  # type: ignore[arg-type]


def conversation(episode: UUID) -> UUID | None:
    """Return the fact that says a return home conversation was held after this episode, the latest if several."""
    held = Fact.objects.filter(episode_id=episode, kind="return.conversation-held", superseded_by__isnull=True)
    return held.order_by("-recorded_at").values_list("id", flat=True).first()


def child_of_episode(episode: UUID) -> UUID | None:
    """Return whose episode this is, or None if there is none the reader may see."""
    return Fact.objects.filter(episode_id=episode).values_list("child_id", flat=True).first()
