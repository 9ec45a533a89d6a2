"""How the people and posts of a partnership are shown to its administrator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.urls import reverse

from wayhome.platform.queries.signing_in import SignedIn
from wayhome.platform.queries.staff import Held, Person, PostView
from wayhome.ui import words
from wayhome.ui.components import Cell, Column, Empty, Row, SummaryCard, SummaryRow, Table

_COLUMNS = (
    Column("Name"), Column("Work"), Column("Posts"), Column("Vetted by the police"), Column("Signed in now", numeric=True)
)  # fmt: skip


def table(there: Sequence[Person], signed_in: Sequence[SignedIn]) -> Table:
    """Return everybody who signs in."""
    times = Counter(each.user for each in signed_in)
    rows = tuple(_row(each, times[each.id]) for each in there if each.active)
    return Table("People who sign in", _COLUMNS, rows, Empty("Nobody yet."), caption_hidden=True)


def left(there: Sequence[Person]) -> tuple[tuple[str, str], ...]:
    """Return whose accounts are closed: name and address of the page."""
    return tuple((each.name, reverse("person", args=[each.id])) for each in there if not each.active)


def posts(there: Sequence[PostView]) -> tuple[SummaryCard, ...]:
    """Return every post with who holds it and who held it before."""
    return tuple(
        SummaryCard(
            post.title + (f", {post.team}" if post.team else ""),
            (
                SummaryRow("Now", ", ".join(_since(h) for h in post.holdings if h.current) or "Nobody: duties go up"),
                *(SummaryRow("Coming", _coming(h)) for h in post.holdings if h.coming),
                SummaryRow("Before", "; ".join(_from_to(h) for h in post.holdings if h.over) or "Nobody recorded"),
                SummaryRow("Agency", post.agency),
            ),
            heading_level=3,
        )
        for post in there
    )


def _row(each: Person, times: int) -> Row:
    vetted = next((v for v in each.vettings if v.current), None)
    team = f", {each.team}" if each.team else ""
    return Row(
        f"person-{each.id}",
        (
            Cell(each.name, reverse("person", args=[each.id])),
            Cell(f"{each.job_title}, {each.agency}{team}"),
            Cell(", ".join(h.title for h in each.holdings if h.current) or "None"),
            Cell(f"Until {words.day(vetted.until_on)}" if vetted else "No"),
            Cell(str(times)),
        ),
    )


def _since(held: Held) -> str:
    until = f", until {words.day(words.local(held.until_at))}" if held.until_at else ""
    return f"{held.name}, since {words.day(words.local(held.from_at))}{until}"


def _coming(held: Held) -> str:
    return f"{held.name}, from {words.day(words.local(held.from_at))}"


def _from_to(held: Held) -> str:
    ended = words.day(words.local(held.until_at)) if held.until_at else ""
    return f"{held.name}, {words.day(words.local(held.from_at))} to {ended}"
