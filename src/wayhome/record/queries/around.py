"""Everybody whom words about a child could give away, as far as the one who has the paper made may know of them.

Whoever types a name must not learn from the paper that somebody of that name has a record (docs/adr/0020): so people are
found under the maker's own policy, and what only looks like a name is hidden by its shape, record or not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from wayhome.platform.queries.agencies import agencies
from wayhome.platform.queries.partnerships import colleagues_of
from wayhome.platform.roles import as_clock
from wayhome.record.identifying import Known, Sort
from wayhome.record.identifying import folded as plain
from wayhome.record.models import ChildNow, Fact, Link, Particulars, Thing
from wayhome.record.name_shaped import mobiles, name_shaped
from wayhome.record.names import folded

# How each kind of fact leads to the person it is about.
_OF_CHILD: Mapping[str, Sort] = {
    "child.name": "name", "child.known-as": "name", "child.alias": "name", "child.street-name": "name",
    "child.phone": "phone", "child.account": "account", "child.address": "address", "child.nhs-number": "number",
}  # fmt: skip
_OF_ADULT: Mapping[str, Sort] = {"adult.name": "name", "adult.known-as": "name"}
FAMILY = "child.family-member"
_YOUNG = frozenset({"sibling", "own-child", "friend"})
_THINGS: Mapping[str, Sort] = {"phone": "phone", "address": "address", "account": "account", "vehicle": "vehicle"}
_PLACES = ("context.name", "directory.service")
SAID = "said:"  # how the key of what only looks like a name begins
LONGEST_NAME = 4  # words of a name that are looked for in what was written
MOST_WORDS = 100_000  # words of a document whose names are looked up


def people_around(child: UUID, authority: UUID, texts: Iterable[str] = ()) -> tuple[Known, ...]:
    """Return the child, family, everybody linked, everybody whom `texts` name in full, and what in them looks like a name.

    Only those of whom the reader may know are found by their record. The child comes first, its key the record's id. A
    person of the family without a record of their own is keyed by the fact that tells of them, what looks like a name by
    `said:` and the name. Withdrawn and earlier names count: somebody may still know them.
    """
    found = everybody_around([child], authority, texts)
    return tuple(sorted(found, key=lambda k: (k.key != str(child), k.key)))


def everybody_around(about: Collection[UUID], authority: UUID, texts: Iterable[str] = ()) -> tuple[Known, ...]:
    """Return the same of several children at once, in order of key: as many statements for many as for one."""
    said = list(texts)
    kin = _linked(about)
    children = {*about, *kin[0], *_named_children(authority, said)}
    adults = {*kin[1], *_named_adults(authority, said)}
    things = _things([*children, *adults])
    found = [_child(c, rows, things) for c, rows in _facts("child", children, _OF_CHILD).items()]
    found += [_adult(a, rows, things) for a, rows in _facts("adult", adults, _OF_ADULT).items()]
    found += _family(about, {n for k in found for n in map(folded, k.names)})
    found += _strangers(authority, said, found)
    return tuple(sorted((k for k in found if k.names or k.identifiers), key=lambda k: k.key))


def _strangers(authority: UUID, texts: Collection[str], met: Collection[Known]) -> list[Known]:
    """Return what looks like a name or a mobile's number in the words, and belongs to nobody met, no colleague, no place."""
    shaped = name_shaped(texts, [name for person in met for name in person.names])
    numbers = mobiles(texts)
    for digits in mobiles(said for person in met for sort, said in person.identifiers if sort == "phone"):
        numbers.pop(digits, None)
    if not shaped and not numbers:
        return []
    rows = Fact.objects.filter(authority_id=authority, kind__in=_PLACES).exclude(text=None)
    lines = [line for text in rows.values_list("text", flat=True) for line in (text or "").splitlines()]
    open_ = [c.name for c in colleagues_of(authority)] + [a.name for a in agencies(authority)]
    left = name_shaped(shaped, [*open_, *(line.partition(": ")[2] or line for line in lines)])
    for digits in mobiles(lines):
        numbers.pop(digits, None)
    named = [Known(f"{SAID}{plain(name)}", None, (name,)) for name in left]
    return named + [Known(f"{SAID}{plain(n)}", None, (), (("phone", n),)) for n in numbers.values()]


def may_be_named(known: Collection[Known], audiences: Collection[int], closed: Collection[UUID]) -> frozenset[str]:
    """Return the keys of those whose name stands in a fact of these audiences that the reader may read: one statement.

    Nobody of the records in `closed`, and nobody for a sealed fact.
    """
    ids = [UUID(each.key) for each in known if each.child is not None]
    kinds = [kind for kind, sort in (*_OF_CHILD.items(), *_OF_ADULT.items()) if sort == "name"]
    rows = Fact.objects.filter(
        Q(child_id__in=ids, kind__in=kinds) | Q(adult_id__in=ids, kind__in=kinds) | Q(root_id__in=ids, kind=FAMILY),
        audience_id__in=list(audiences), restricted=False,
    )  # fmt: skip
    named = set[str]()
    for child, adult, root, kind in rows.values_list("child_id", "adult_id", "root_id", "kind"):
        if not {child, adult} & set(closed):
            named.add(str(root if kind == FAMILY else child or adult))
    return frozenset(named)


def whoever_stands_in(authority: UUID, texts: Iterable[str]) -> frozenset[UUID]:
    """Return the children and adults with a record whose whole name stands in the words, whoever may see them."""
    said = list(texts)
    with transaction.atomic(), as_clock():
        return frozenset(_named_children(authority, said) | _named_adults(authority, said))


def _linked(children: Iterable[UUID]) -> tuple[set[UUID], set[UUID]]:
    ids = list(children)
    rows = Link.objects.filter(Q(from_child_id__in=ids) | Q(to_child_id__in=ids))
    ends = rows.values_list("from_child_id", "to_child_id", "from_adult_id", "to_adult_id")
    young, grown = set[UUID](), set[UUID]()
    for from_child, to_child, from_adult, to_adult in ends:
        young |= {c for c in (from_child, to_child) if c}
        grown |= {a for a in (from_adult, to_adult) if a}
    return young, grown


def _facts(about: str, ids: Iterable[UUID], kinds: Mapping[str, Sort]) -> dict[UUID, list[Fact]]:
    wanted = list(ids)
    made: dict[UUID, list[Fact]] = {id_: [] for id_ in wanted}
    kept = [*kinds, "child.born"]
    for row in Fact.objects.filter(**{f"{about}_id__in": wanted}, kind__in=kept).order_by("-recorded_at"):
        made[getattr(row, f"{about}_id")].append(row)
    return made


def _things(people: Iterable[UUID]) -> dict[UUID, list[tuple[Sort, str]]]:
    """Return what is linked to each person: phones, addresses, vehicles and accounts."""
    ids, made = list(people), dict[UUID, list[tuple[Sort, str]]]()
    ends = Q(from_child_id__in=ids) | Q(to_child_id__in=ids) | Q(from_adult_id__in=ids) | Q(to_adult_id__in=ids)
    rows = list(Link.objects.filter(ends).exclude(from_thing__isnull=True, to_thing__isnull=True))
    seen = Thing.objects.in_bulk({t for row in rows for t in (row.from_thing_id, row.to_thing_id) if t})
    for row in rows:
        thing = seen[row.from_thing_id or row.to_thing_id]
        shown = thing.shown.partition(" on ")[0] if thing.kind == "account" else thing.shown
        for person in (row.from_child_id, row.to_child_id, row.from_adult_id, row.to_adult_id):
            if person:
                made.setdefault(person, []).append((_THINGS[thing.kind], shown))
    return made


def _child(child: UUID, rows: list[Fact], things: Mapping[UUID, list[tuple[Sort, str]]]) -> Known:
    born = next((row.on_date for row in rows if row.kind == "child.born" and row.on_date), None)
    return Known(str(child), True, *_said(rows, _OF_CHILD, things.get(child, [])), born)


def _adult(adult: UUID, rows: list[Fact], things: Mapping[UUID, list[tuple[Sort, str]]]) -> Known:
    return Known(str(adult), False, *_said(rows, _OF_ADULT, things.get(adult, [])))


def _said(
    rows: list[Fact], kinds: Mapping[str, Sort], things: list[tuple[Sort, str]]
) -> tuple[tuple[str, ...], tuple[tuple[Sort, str], ...]]:
    told = [(kinds[row.kind], row.text) for row in rows if row.kind in kinds and row.text]
    names = tuple(dict.fromkeys(text for sort, text in told if sort == "name"))
    return names, tuple(dict.fromkeys([*((s, t) for s, t in told if s != "name"), *things]))


def _family(about: Collection[UUID], known: set[str]) -> list[Known]:
    """Return the family and carers whom the record names, but for those who have a record of their own."""
    listed = Fact.objects.filter(child_id__in=about, kind=FAMILY).order_by("-recorded_at")
    rows = [row for row in listed if row.text]
    phones = dict(Particulars.objects.filter(fact_id__in=[row.id for row in rows]).values_list("fact_id", "said"))
    made: dict[str, Known] = {}
    for row in rows:
        name = folded(row.text or "")
        if not name or name in known or name in made:
            continue
        phone = phones.get(row.id, {}).get("phone", "")
        told: tuple[tuple[Sort, str], ...] = (("phone", phone),) if phone else ()
        made[name] = Known(str(row.root_id), row.code in _YOUNG, (row.text or "",), told)
    return list(made.values())


def _named_children(authority: UUID, texts: Iterable[str]) -> set[UUID]:
    """Return the children whose whole name stands in the words: asked by the index over names, not by reading all."""
    keys = list(_runs(texts))
    if not keys:
        return set()
    rows = ChildNow.objects.filter(authority_id=authority, name_key__in=keys)
    return set(rows.values_list("child_id", flat=True))


def _named_adults(authority: UUID, texts: Iterable[str]) -> set[UUID]:
    keys = _runs(texts)
    if not keys:
        return set()
    rows = Fact.objects.filter(authority_id=authority, adult__isnull=False, kind__in=list(_OF_ADULT))
    return {adult for adult, text in rows.values_list("adult_id", "text") if adult and folded(text or "") in keys}


def _runs(texts: Iterable[str]) -> frozenset[str]:
    """Return every run of two to four words: what could be somebody's whole name."""
    words = [w for text in texts for w in (*folded(text).split(), "|")][:MOST_WORDS]
    return frozenset(
        " ".join(run)
        for size in range(2, LONGEST_NAME + 1)
        for start in range(len(words) - size + 1)
        if "|" not in (run := words[start : start + size])
    )
