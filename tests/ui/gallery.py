"""One of everything, with invented people: what the component tests read and a browser can be shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from wayhome.ui import components as ui
from wayhome.ui.chrome import Chrome, FooterLink
from wayhome.ui.components.listing import Row
from wayhome.ui.forms import (
    Checkboxes,
    DateOfBirth,
    Radios,
    Select,
    Text,
    Textarea,
    TimedForm,
    WhenField,
)

NOW = datetime(2026, 11, 21, 10, 55, tzinfo=UTC)


class Report(TimedForm):
    """A short report with one field of every kind."""

    name = Text(label="What name does the child like to be called?", width=20)
    born = DateOfBirth(label="When were they born?", required=False)
    seen = WhenField(label="When were they last seen?", help_text="As close as anybody can say")
    teller = Radios(
        label="Who told us?",
        choices=[("carer", "A carer"), ("police", "The police")],
        hints={"carer": "At home, or at a foster or children's home"},
    )
    worries = Checkboxes(label="What worries you?", choices=[("cold", "The cold"), ("health", "Their health")])
    place = Select(label="Where were they last seen?", choices=[("", "Choose a place"), ("school", "School")])
    words = Textarea(label="What happened, in the words of who told you?", max_length=2000)


def chrome(_: object = None) -> Chrome:
    """Return a full frame."""
    return Chrome(
        partnership="Seaport Safeguarding Partnership",
        navigation=(
            ui.NavigationItem("My work", "/work", count=3),
            ui.NavigationItem("Missing", "/missing", current=True),
            ui.NavigationItem("Children", "/children"),
        ),
        signed_in_as="Robin Invented, Seaport social care",
        sign_out="/sign-out",
        demonstration=True,
        out_of_hours="Emergency duty team, 01632 960001",
        footer=(FooterLink("Help", "/help"), FooterLink("Accessibility", "/accessibility")),
        warnings=("The deadlines were last checked 3 minutes ago.",),
    )


def deadline(state: ui.State, hours: float, **more: object) -> ui.DeadlineCell:
    """Return a deadline so many hours from now."""
    return ui.DeadlineCell(
        what="Return conversation",
        state=state,
        now=NOW,
        due=NOW + timedelta(hours=hours),
        owner="Team manager",
        **more,  # type: ignore[arg-type]
    )


DEADLINES = (
    deadline(ui.State.BREACHED, -2.2),
    deadline(ui.State.DUE_SOON, 1.5),
    deadline(ui.State.RUNNING, 50, at_latest=True),
    deadline(ui.State.MET, -5, detail="Done in 41 hours"),
    deadline(ui.State.MET_LATE, -5, detail="Done in 80 hours"),
    deadline(ui.State.STOOD_DOWN, 5, detail="Found by the police, so nobody needs to search"),
    deadline(ui.State.NOT_STARTED, 30),
    ui.DeadlineCell("Return conversation", ui.State.CANNOT_TELL, NOW, detail="Nobody recorded when Ash was found"),
)

BANNER = ui.PersonBanner(
    preferred_name="Ash <b>Rowan</b>",
    reference="SP-10432",
    age="14",
    href="/children/1",
    pronouns="they/them",
    legal_status="Looked after (section 20)",
    lead_worker="Robin Invented",
    communication_needs="British Sign Language interpreter",
    missing_since="Friday 20 November 2026, 9pm",
    missing_how_long="13 hours 55 minutes",
    missing_category="High risk",
    missing_href="/episodes/1",
    notes=("Asthma: carries no inhaler",),
)

WHY = ui.Why(
    rule="A child who comes back is offered a conversation within 72 hours.",
    citation="Invented protocol, 5.2",
    facts=("Found, Saturday 21 November 2026, 8:45am",),
    missing=("Whether the conversation was offered",),
    steps=("72 hours run through the night and the weekend",),
    about="return conversation, Ash",
)

EVENTS = (
    ui.Event("Seen by a neighbour", "Nobody knows when", by="Robin Invented", text="By the <pier>", id="event-2"),
    ui.Event(
        "Reported missing",
        "Friday 20 November 2026, 9pm",
        machine_time="2026-11-20T21:00+00:00",
        recorded="Recorded 2 hours later",
        withdrawn="it was 8pm",
        text="Reported at 9pm",
        links=(ui.Link("Correct this", "/correct"),),
    ),
)


NETWORK = ui.Network(
    id="network",
    title="Ash and those around",
    says="Four names and three links.",
    nodes=(
        ui.Node("ash", "Ash", "Child", ui.Shape.CIRCLE, "SP-10432", "/children/1", centre=True),
        ui.Node("adult", "Man at the kiosk", "Adult", ui.Shape.SQUARE, href="/adults/1"),
        ui.Node("pier", "The pier", "Place", ui.Shape.TRIANGLE, "Open evenings", "/contexts/1"),
        ui.Node("phone", "01632 960011", "Phone", ui.Shape.HEXAGON),
    ),
    ties=(
        ui.Tie("one", "ash", "pier", "Spends time there", ("March 2026", "School")),
        ui.Tie("two", "ash", "phone", "Uses", ("Not recorded", "Police"), dashed=True),
        ui.Tie("three", "adult", "phone", "Used", ("May 2026", "Police"), ended=True),
    ),
    columns=("Since", "Source"),
)


def board(cells: tuple[str, ...]) -> ui.Table:
    """Return a board with one row for each deadline already drawn."""
    rows = tuple(
        Row(
            id=f"child-{number}",
            cells=(ui.Cell(f"Child {number}, SP-{number:05d}", f"/children/{number}"), ui.Cell(cell), ui.Cell("High")),
            urgent=number == 0,
        )
        for number, cell in enumerate(cells)
    )
    return ui.Table(
        caption="Missing now",
        columns=(ui.Column("Child"), ui.Column("Next deadline"), ui.Column("Police risk level")),
        rows=rows,
        empty=ui.Empty("Nobody is missing now.", ui.Link("Report a child missing", "/report")),
    )


PAGE = """
{% extends "ui/layouts/wide.html" %}
{% block title %}Gallery{% endblock %}
{% block banner %}{{ ui.person_banner(banner) }}{% endblock %}
{% block content %}
<h1 class="govuk-heading-l">Gallery</h1>
{{ ui.alert(alert) }}
{{ ui.sub_navigation(tabs, "Child record") }}
{% call ui.live(live) %}{{ ui.table(board) }}{% endcall %}
{{ ui.timeline(events) }}
{{ ui.why(why) }}
{{ ui.network(network) }}
{{ ui.summary_card(card) }}
{{ ui.task_list(tasks) }}
{{ ui.pagination(pages) }}
{{ ui.filter(chosen) }}
{{ ui.tag(tag) }} {{ ui.badge(badge) }} {{ now | short_when(now) }}
{{ ui.print_button() }}
<form method="post" novalidate data-module="app-unsaved">
{{ form_fields(form) }}
{{ ui.submit("Report", cancel="/") }}
</form>
{% endblock %}
"""


def values(pages: object, form: TimedForm | None = None) -> dict[str, object]:
    """Return what the gallery page is given."""
    draw = pages.globals["ui"]  # type: ignore[attr-defined]
    return {
        "banner": BANNER,
        "alert": ui.Alert("The report is saved.", ui.AlertKind.SUCCESS, links=(ui.Link("See it", "/episodes/1"),)),
        "tabs": (ui.SubNavigationItem("Overview", "/a", True), ui.SubNavigationItem("Timeline", "/b")),
        "live": ui.Live("board", "/fragment", "/events", NOW, NOW + timedelta(minutes=90)),
        "board": board(tuple(draw.deadline(cell) for cell in DEADLINES)),
        "events": EVENTS,
        "why": WHY,
        "network": NETWORK,
        "card": ui.SummaryCard(
            "Police", (ui.SummaryRow("Reference", "INV-1", (ui.Link("Change", "/c"),)), ui.SummaryRow("Officer", ""))
        ),
        "tasks": (ui.Task("Safe and well check", ui.Tag("Not started"), "/d", "By the police"),),
        "pages": ui.Pagination(4, 9, results="Showing 76 to 100 of 212 children"),
        "chosen": ui.Filter("", (ui.Link("Missing now", "?"),), clear="?"),
        "tag": ui.Tag("Closed", ui.Colour.GREEN),
        "badge": ui.Badge("High", ui.Colour.RED),
        "now": NOW,
        "form": form or Report(now=NOW),
    }
