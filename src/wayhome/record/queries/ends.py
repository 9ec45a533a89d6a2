"""Finding who or what somebody means to link to: by reference, by name, or a thing by what it is."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from wayhome.record.models import Adult, Context, Fact
from wayhome.record.names import folded
from wayhome.record.queries import children, links
from wayhome.record.queries.links import End

MOST = 12
_NAMES = {"adult": ("adult.name", "adult.known-as"), "context": ("context.name",)}
_ROWS: dict[str, type[Adult] | type[Context]] = {"adult": Adult, "context": Context}


def find(authority: UUID, kind: str, words: str) -> tuple[End, ...]:
    """Return the children, adults or contexts the reader may see whose reference this is, or whose name has these words."""
    if kind == "child":
        found = [child.id for child in children.find(authority, words=words, limit=MOST)]
    else:
        found = _by_name(authority, kind, words)
    names = links.named((kind, id_) for id_ in found)
    return tuple(sorted(names.values(), key=lambda end: (end.label, str(end.id))))[:MOST]


def _by_name(authority: UUID, kind: str, words: str) -> list[UUID]:
    rows, key = _ROWS[kind].objects.filter(authority_id=authority), folded(words)
    by_reference = rows.filter(reference=words.strip().upper()).values_list("id", flat=True)
    if not key:
        return list(by_reference)
    # A few hundred names at most, and names are folded in Python, not in the database.
    about = Q(**{f"{kind}_id__in": rows.values("id")})
    facts = Fact.objects.filter(about, kind__in=_NAMES[kind], superseded_by__isnull=True)
    named = (getattr(f, f"{kind}_id") for f in facts if key in folded(f.text or ""))
    return list(dict.fromkeys([*by_reference, *named]))
