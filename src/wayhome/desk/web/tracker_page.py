"""A list of children as values for the template: its table, its filter, and the ways from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from markupsafe import Markup

from wayhome.desk.web.drawing import components
from wayhome.desk.web.glance_level import COLOURS
from wayhome.desk.web.tracker_choice import Chosen, as_data
from wayhome.desk.web.tracker_lines import BANDS, Line, Page
from wayhome.missing.web.episode_words import coded
from wayhome.platform.queries.teams import Member
from wayhome.record.queries.children import ChildBanner
from wayhome.ui import words
from wayhome.ui.components import Badge, Cell, Colour, Column, Empty, Filter, Link, Row, Table
from wayhome.worklists.queries.views import KeptList

COLUMNS = ("Child", "Level", "Care", "Missing, 90 days", "Duties", "Social worker", "Next review")
_LINES = Markup("<br>")
_SECONDARY = Markup('<span class="app-secondary">{}</span>')


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept list as a way to it; `forget` is where its maker takes it away, else ""."""

    title: str
    href: str
    shared: bool
    forget: str


def table(
    page: Page, banners: Mapping[UUID, ChildBanner], people: Mapping[UUID, Member], now: datetime, caption: str
) -> Table:
    """Return the table of one page of lines."""
    today = words.local(now).date()
    rows = tuple(_row(line, banners[line.child.id], people, today) for line in page.lines if line.child.id in banners)
    nothing = Empty("No child that you may see is on this list.", Link("See every child", reverse("children")))
    return Table(caption, tuple(map(Column, COLUMNS)), rows, nothing, caption_hidden=True)


def _row(line: Line, child: ChildBanner, people: Mapping[UUID, Member], today: date) -> Row:
    worker = people.get(line.child.worker) if line.child.worker else None
    return Row(
        f"child-{child.id}",
        (
            Cell(_LINES.join([f"{_called(child)},", child.reference]), reverse("child", args=[child.id])),
            Cell(_level(line)),
            Cell(_LINES.join(care(line) or ["Not recorded"])),
            Cell(_missing(line)),
            Cell(_duties(line)),
            Cell(worker.name if worker else "Nobody is allocated"),
            Cell(review(line, today)),
        ),
        urgent=line.missing_now or line.overdue > 0,
    )


def _called(child: ChildBanner) -> str:
    return child.known_as or child.name or "Name not recorded"


def _level(line: Line) -> Markup:
    if line.level is None:
        return components().badge(Badge("No level that you may see"))
    badge = components().badge(Badge(coded(line.level.code), COLOURS.get(line.level.code, Colour.GREY)))
    return _LINES.join([badge, _SECONDARY.format(how_known(line))])


def how_known(line: Line) -> str:
    """Say whether the level was judged or scored, and when."""
    if line.level is None:
        return ""
    on = words.day(line.level.at).partition(" ")[2]
    if line.newer_score and line.judged:
        return f"Scored {on}; judged {coded(line.judged.code).lower()} before"
    return f"{'Judged' if line.judged else 'Scored'} {on}"


def care(line: Line) -> list[str]:
    """Say the child's standing in care, on a plan, and where placed."""
    child = line.child
    placed = child.placement if child.placement not in ("", "here") else ""
    plan = child.plan if child.plan not in ("", "none") else ""
    return [coded(code) for code in (child.care_status, plan, placed) if code]


def _missing(line: Line) -> str:
    said = words.counted(line.times, "time") if line.times else "No times"
    return _LINES.join([Markup("<strong>Missing now</strong>"), said]) if line.missing_now else said


def _duties(line: Line) -> str:
    if not line.open:
        return "None open"
    said = f"{line.open} open"
    return _LINES.join([said, Markup("<strong>{} overdue</strong>").format(line.overdue)]) if line.overdue else said


def review(line: Line, today: date) -> str:
    """Say when the next review is, and that it is late where it is."""
    if line.review is None:
        return "None due"
    on = words.day(line.review).partition(" ")[2]
    return f"{on}, overdue" if line.review < today else on


def bands(lines: Sequence[Line], form: Chosen) -> tuple[tuple[Link, int], ...]:
    """Return how many children stand in each band, each a way to them; `lines` are of every level."""
    base = {name: values for name, values in form.kept().items() if name != "level"}
    return tuple(
        (Link(said, "?" + as_data({**base, "level": [band]}).urlencode()), sum(line.band == band for line in lines))
        for band, said in BANDS.items()
    )


def filter_box(form: Chosen, here: str) -> Filter:
    """Return the filter beside the list, with a link that takes each choice away."""
    from django.template import engines

    fields = engines["jinja2"].env.globals["form_fields"](form, size="s")  # type: ignore[attr-defined]
    taken = tuple(Link(said, here + form.without(name, value)) for name, value, said in form.said())
    return Filter(fields, taken, clear=here, action=here)


def kept_links(kept: Sequence[KeptList]) -> tuple[Kept, ...]:
    """Return the lists that are kept, each a way to it."""
    return tuple(
        Kept(
            view.title,
            f"{reverse('children')}?{as_data(view.chosen).urlencode()}",
            view.shared,
            reverse("forget-list", args=[view.id]) if view.mine else "",
        )
        for view in kept
    )


def results(page: Page) -> str:
    """Say which of how many are shown."""
    if not page.lines:
        return "0 children"
    if page.total == len(page.lines):
        return words.counted(page.total, "child", "children")
    return f"{page.first:,} to {page.first + len(page.lines) - 1:,} of {page.total:,} children"
