"""What the form of sharing offers: what the reader may see of the child, and nobody whom the reader may not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.http import QueryDict

from wayhome.disclosure import further
from wayhome.disclosure.web.forms import Offer
from wayhome.missing.web.timeline import kind_title, moment_of, named_in, value_words
from wayhome.plans.queries import plans
from wayhome.platform.queries import posts
from wayhome.record.identifying import Known
from wayhome.record.queries import children, chronology, documents, ledger
from wayhome.record.queries.around import people_around
from wayhome.record.queries.chronology import MARKS, Asked
from wayhome.record.queries.named import named
from wayhome.record.subjects import Subject
from wayhome.ui import words

MOST = 300  # facts offered, the newest first
EVERY = 2_000  # entries of a timeline looked through for them, corrected ones too
SHORT = 140  # characters of what a fact says
OWN = ("sharing.",)  # that something was shared is not itself shared


def offer(child: UUID, authority: UUID) -> Offer:
    """Return what may be ticked."""
    standing = [e for e in ledger.entries(child) if e.current and e.kind not in MARKS and not e.kind.startswith(OWN)]
    shown = standing[:MOST]
    people = posts.colleagues(named_in(shown))
    facts = tuple(
        (str(e.id), f"{words.moment(moment_of(e))}: {kind_title(e.kind)}. {_short(value_words(e, people))}")
        for e in shown
    )
    files = tuple(
        (str(d.id), f"{d.title or 'A document'}, added {words.day(d.recorded_at)}")
        for d in documents.of_child(child)
        if not d.withdrawn
    )
    kinds = {plan.id: plan.kind.title for plan in plans.of_child(child).values()}
    versions = tuple(
        (str(v.id), f"{kinds[v.plan_id]}, version {v.number}, agreed {words.moment(v.agreed)}")
        for v in plans.current(child).values()
        if v.plan_id in kinds and not v.ended
    )
    return Offer(facts, files, versions, _people(child, people_around(child, authority)), further.offered(child))


def from_timeline(child: UUID, asked: QueryDict, offered: Offer) -> list[str]:
    """Return the offered entries that a sifting of the timeline finds, to be ticked beforehand.

    The address names what was sifted by: `begins` (beginnings of kinds), `by` (an agency), `since`, `until`, `pinned`. What
    cannot be read narrows nothing: whoever shares sees each entry, and unticks what is too much.
    """
    agency = asked.get("by", "")
    wanted = Asked(
        kinds=frozenset(asked.getlist("begins")), agency=UUID(agency) if _is_id(agency) else None,
        from_at=_moment(asked.get("since", "")), until_at=_moment(asked.get("until", "")), pinned=asked.get("pinned") == "yes",
    )  # fmt: skip
    found = {str(entry.id) for entry in chronology.page(child, wanted, size=EVERY).entries}
    return [id_ for id_, _ in offered.facts if id_ in found]


def _is_id(said: str) -> bool:
    try:
        UUID(said)
    except ValueError:
        return False
    return True


def _moment(said: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        return None
    return at if at.tzinfo else None


def _short(said: str) -> str:
    flat = " ".join(said.split())
    return flat if len(flat) <= SHORT else f"{flat[:SHORT]}…"


def _people(child: UUID, known: Iterable[Known]) -> tuple[tuple[str, str], ...]:
    """Return those of the people around the child whom the reader may know of."""
    everybody = [k for k in known if k.names]
    ids = {k.key: UUID(k.key) for k in everybody}
    young = children.banners([ids[k.key] for k in everybody if k.child])
    grown = named([Subject.adult(ids[k.key]) for k in everybody if not k.child])
    family = {e.root for e in ledger.current_facts(child, ["child.family-member"])}
    seen = {*young, *(subject.id for subject, one in grown.items() if one.name), *family}
    return tuple(
        (k.key, f"{k.names[0]}{', the child' if ids[k.key] == child else ''}") for k in everybody if ids[k.key] in seen
    )
