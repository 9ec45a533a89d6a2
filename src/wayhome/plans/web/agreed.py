"""What a plan in force agreed: goals with the time to test them, and rows that somebody can take on as an action."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from wayhome.engine.instruments import Instrument, Kind
from wayhome.plans.queries import actions as queries
from wayhome.plans.queries.plans import VersionView
from wayhome.plans.web.opened import Opened
from wayhome.record.queries import ledger
from wayhome.ui import words
from wayhome.ui.components import Cell, Column, Empty, Row, Table

PROGRESS = {"reached": "Reached", "on-the-way": "On the way", "not-yet": "Not yet", "set-back": "Set back"}
_GOALS = "goals"


def goals(page: Opened, version: VersionView, today: date) -> Table | None:
    """Return the goals with how much of the time to test is left, and the last word on each; None without goals."""
    rows = version.answers.get(_GOALS) or []
    if not rows:
        return None
    told = [e for e in ledger.current_facts(page.child, ["plan.goal-progress"]) if e.text]
    made = []
    for number, row in enumerate(rows, start=1):
        goal = row.get("goal", "")
        last = next((e for e in reversed(told) if (e.text or "").startswith(f"{goal}: ")), None)
        said = ""
        if last:
            said = f"{PROGRESS.get(last.code or '', '')}, {words.day(last.told_at)}. {(last.text or '').partition(': ')[2]}"
        href = f"{page.href('goal-progress')}?{urlencode({'goal': number})}"
        made.append(
            Row(
                f"goal-{number}",
                (Cell(goal), Cell(_left(row, today)), Cell(said or "Nobody has said yet"), Cell("Say how far it has come", href)),
            )
        )  # fmt: skip
    columns = (Column("Goal"), Column("Time to test"), Column("Progress"), Column("Record", hidden=True))
    return Table("Goals", columns, tuple(made), Empty(""), caption_hidden=True)


def _left(row: dict[str, str], today: date) -> str:
    if not row.get("until"):
        return "No time was set"
    until = date.fromisoformat(row["until"])
    days = (until - today).days
    if days < 0:
        return f"Over since {words.day(until)}"
    if row.get("from") and date.fromisoformat(row["from"]) > today:
        return f"Begins {words.day(date.fromisoformat(row['from']))}, until {words.day(until)}"
    return f"{words.counted(days, 'day')} left, until {words.day(until)}"


def to_take_on(page: Opened, version: VersionView, instrument: Instrument) -> Table | None:
    """Return what the plan says somebody will do, and whether it is on anybody's list yet; None without any."""
    source = f"plan:{version.plan_id}"
    held = {a.what: a for a in queries.of_sources(page.actor.authority, [source])}
    rows = []
    for item in instrument.items():
        columns = {column.id for column in item.columns}
        if item.kind is not Kind.ROWS or not {"what", "who", "when"} <= columns:
            continue
        for number, row in enumerate(version.answers.get(item.id) or [], start=1):
            rows.append(_row(page, f"{item.id}-{number}", row, source, held.get(row.get("what", ""))))
    if not rows:
        return None
    columns_ = (Column("What was agreed"), Column("By whom"), Column("By when"), Column("On somebody’s list"))
    return Table("What was agreed", columns_, tuple(rows), Empty(""))


def _row(page: Opened, id_: str, row: dict[str, str], source: str, held: queries.ActionView | None) -> Row:
    when, who = row.get("when", ""), row.get("who", "")
    if row.get("agency"):
        who = f"{who}, {row['agency']}" if who else row["agency"]
    if held:
        last = Cell("On a list" if held.open else "Ended", reverse("action", args=[held.id]))
    else:
        asked = {
            "what": row.get("what", ""),
            "done_by": who,
            "due": when,
            "source": source,
            "source_words": page.kind.title,
        }
        last = Cell("Put it on somebody’s list", f"{reverse('new-action', args=[page.child])}?{urlencode(asked)}")
    return Row(f"agreed-{id_}", (Cell(row.get("what", "")), Cell(who or "Not said"), Cell(_day(when)), last))


def _day(when: str) -> str:
    try:
        return words.day(date.fromisoformat(when))
    except ValueError:
        return when or "Not said"


def goal_at(version: VersionView, number: str) -> str:
    """Return the goal of a number in the list, empty when there is none."""
    rows = version.answers.get(_GOALS) or []
    there = number.isdecimal() and len(number) < 4 and 0 < int(number) <= len(rows)
    return str(rows[int(number) - 1].get("goal", "")) if there else ""
