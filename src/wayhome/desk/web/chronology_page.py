"""The chronology as values for the template: what may be sifted by, the entries by month, and what is pinned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from markupsafe import Markup

from wayhome.desk.web.sifting import Sifting
from wayhome.missing.web.timeline import event, lines, moment_of, named_in, value_words
from wayhome.platform.queries import agencies as platform_agencies
from wayhome.platform.queries import posts
from wayhome.platform.queries.posts import Colleague
from wayhome.record.queries import chronology, particulars
from wayhome.record.queries.chronology import Key, Page, Pin
from wayhome.record.queries.ledger import Entry
from wayhome.record.topics import BY_KIND
from wayhome.record.web.told_words import particulars as particular_lines
from wayhome.ui import words
from wayhome.ui.components import Event, Link


@dataclass(frozen=True, slots=True)
class Month:
    """The entries of one month, under its name."""

    name: str
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the chronology. `known_at` in words, "" for now; `older`: the boxes that ask for the next page.

    `give`: where it is given to somebody; "" for what was sifted by words, or as it was known at a past moment.
    """

    months: tuple[Month, ...]
    pinned: tuple[Event, ...]
    total: int
    counted: str
    known_at: str
    sifted: bool
    older: list[tuple[str, str]]
    older_href: str
    paper: str
    give: str
    more_than_shown: bool


def agencies(child: UUID) -> Mapping[UUID, str]:
    """Return the agencies that told us something of this child, by name."""
    named = platform_agencies.named(chronology.agencies(child))
    return dict(sorted(named.items(), key=lambda pair: pair[1].casefold()))


def listing(
    child: UUID, now: datetime, form: Sifting, found: Page, pinned: Mapping[UUID, Pin], first: Sequence[Entry]
) -> Listing:
    """Return the page: entries under their months, each with its corrections, particulars and links."""
    every = [*found.entries, *first]
    people = posts.colleagues(named_in(every))
    named = platform_agencies.named({e.by_agency for e in every})
    said = particulars.of_facts([*{e.id for e in every}, *(p.fact for p in pinned.values())])
    may_mend = form.known_at is None

    def drawn(entry: Entry, *, twice: bool = False) -> Event:
        made = _event(child, entry, people, named, said, pinned, may_mend=may_mend)
        return replace(made, id="") if twice else made

    months = tuple(Month(name, tuple(map(drawn, entries))) for name, entries in groupby(found.entries, key=_month))
    after = {"after": _said(found.after)} if found.after else {}
    secret = bool(form.asked().words)
    place = reverse("child-timeline", args=[child])
    return Listing(
        months=months,
        pinned=tuple(drawn(e, twice=True) for e in first),
        total=found.total,
        counted=words.counted(found.total, "entry", "entries"),
        known_at=words.when(form.known_at) if form.known_at else "",
        sifted=form.sifted,
        older=form.hidden(**after) if after and secret else [],
        older_href=f"{place}{form.query(**after)}" if after and not secret else "",
        paper=f"{place}{form.query(print='yes')}",
        give="" if secret or form.known_at else _give(child, form),
        more_than_shown=found.after is not None,
    )


def _give(child: UUID, form: Sifting) -> str:
    """Return where what is shown is given to somebody: ticked there, read over, and written down."""
    asked = form.asked()
    kept = [("timeline", "yes"), *(("begins", each) for each in sorted(asked.kinds))]
    kept += [("by", str(asked.agency))] if asked.agency else []
    kept += [("since", asked.from_at.isoformat())] if asked.from_at else []
    kept += [("until", asked.until_at.isoformat())] if asked.until_at else []
    kept += [("pinned", "yes")] if asked.pinned else []
    return f"{reverse('share', args=[child])}?{urlencode(kept)}"


def one(child: UUID, entry: Entry) -> Event:
    """Return a single entry without links, as the page that pins it shows it."""
    people = posts.colleagues(named_in([entry]))
    named = platform_agencies.named({entry.by_agency})
    return _event(child, entry, people, named, particulars.of_facts([entry.id]), {}, may_mend=False)


def _event(
    child: UUID, entry: Entry, people: Mapping[UUID, Colleague], named: Mapping[UUID, str],
    said: Mapping[UUID, Mapping[str, str]], pinned: Mapping[UUID, Pin], *, may_mend: bool,
) -> Event:  # fmt: skip
    made = event(entry, people, may_mend=may_mend)
    told = [value_words(entry, people), *particular_lines(BY_KIND.get(entry.kind), said.get(entry.id, {}))]
    pin = pinned.get(entry.root)
    if pin:
        told.append(f"Pinned{f', because: {why}' if (why := said.get(pin.fact, {}).get('why')) else ''}")
    return replace(
        made,
        by=made.by or named.get(entry.by_agency, ""),
        text=Markup("<br>").join(lines(line) for line in told if line),
        links=(*_links(child, entry, made), _pin_link(child, entry, pin is not None), _access_link(child, entry))
        if may_mend
        else (),
    )


def _links(child: UUID, entry: Entry, made: Event) -> tuple[Link, ...]:
    if entry.kind not in BY_KIND or not entry.current:
        return made.links
    return (
        Link("Correct", reverse("correct-told", args=[child, entry.id])),
        Link("Still so?", reverse("still-so", args=[child, entry.id])),
    )


def _pin_link(child: UUID, entry: Entry, pinned: bool) -> Link:
    return Link("Take the pin out" if pinned else "Pin", reverse("pin-entry", args=[child, entry.id]))


def _access_link(child: UUID, entry: Entry) -> Link:
    return Link("Who may see it", reverse("entry-access", args=[child, entry.id]))


def _month(entry: Entry) -> str:
    if moment_of(entry).earliest is None:
        return f"Nobody knows when: told in {words.local(entry.told_at):%B %Y}"
    return f"{words.local(entry.happened_from or entry.told_at):%B %Y}"


def _said(key: Key) -> str:
    return f"{key.at.isoformat()}~{key.recorded_at.isoformat()}~{key.id}"
