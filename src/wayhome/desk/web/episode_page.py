"""One episode as values for the template: what is known, what is due, who was told, the log."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from markupsafe import Markup

from wayhome.desk.web.drawing import components
from wayhome.desk.web.duty_cards import DutyCard
from wayhome.missing.queries.episodes import EpisodeView
from wayhome.missing.queries.held import HeldView
from wayhome.missing.web.episode_words import coded, how_long, risk_badge
from wayhome.missing.web.record_links import address
from wayhome.missing.web.timeline import event, moment_of, newest
from wayhome.platform.queries.posts import Colleague
from wayhome.record.queries.ledger import Entry
from wayhome.ui import words
from wayhome.ui.components import Alert, AlertKind, Event, Link, SummaryRow, Table, Tag
from wayhome.ui.components.plain import Colour

_TEXTS = (
    ("Last seen", "missing.last-seen"),
    ("Description and clothing", "missing.description"),
    ("Health and medicine", "missing.medical"),
    ("Circumstances", "missing.circumstances"),
    ("What has been done to find the child", "missing.search-steps"),
    ("Police reference", "missing.police-notice"),
)
_LISTED = Markup("<br>")
SECTION_TAGS = {
    "missing": Tag("Missing now", Colour.RED),
    "returned": Tag("Returned", Colour.YELLOW),
    "closed": Tag("Closed", Colour.GREEN),
    "error": Tag("Recorded in error", Colour.GREY),
}


@dataclass(frozen=True, slots=True)
class EpisodePage:
    """The page; `main` is the next thing most people come to record."""

    tag: Tag
    instructions: str
    summary: tuple[SummaryRow, ...]
    main: Link | None
    others: tuple[Link, ...]
    asked: Table
    waiting: tuple[DutyCard, ...]
    settled: tuple[DutyCard, ...]
    tellings: tuple[str, ...]
    told: Table
    log: tuple[Event, ...]


def summary(view: EpisodeView, entries: Sequence[Entry], now: datetime) -> tuple[SummaryRow, ...]:
    """Return what is known of the episode; what nobody recorded is said to be so."""
    ended = view.ended
    until = ended.earliest if ended and ended.earliest else now
    rows = [
        SummaryRow("Missing since", f"{words.moment(view.since)}. {_lasted(view, until)}"),
        SummaryRow("Came back", words.moment(ended) if ended else ""),
        SummaryRow("Category", _categories(entries) or coded(view.category)),
        SummaryRow("Missing from", coded(view.missing_from)),
        SummaryRow("Reported to police", words.when(view.reported_at) if view.reported_at else ""),
        SummaryRow("Police risk", _risk(view, entries)),
        SummaryRow("Our own view of the risk", coded(view.local_risk)),
        SummaryRow("In immediate danger", _code(entries, "missing.immediate-danger")),
        SummaryRow("Where the child is", _code(entries, "missing.whereabouts")),
        SummaryRow("Reasons to be more worried", _all(entries, "missing.risk-factor")),
        SummaryRow("Recent photograph", _code(entries, "missing.photograph")),
    ]
    rows += [SummaryRow(label, _text(entries, kind)) for label, kind in _TEXTS]
    if not ended:
        rows.pop(1)
    return tuple(rows)


def _risk(view: EpisodeView, entries: Sequence[Entry]) -> Markup | str:
    """Return how police graded the risk, and on what basis if they said."""
    if not view.police_risk:
        return ""
    found = newest(entries, "missing.risk-graded")
    basis = found.text if found and found.code == view.police_risk and found.text else ""
    return Markup("{} {}").format(components().badge(risk_badge(view.police_risk)), basis)


def _lasted(view: EpisodeView, until: datetime) -> str:
    said = how_long(view.since, until)
    if not said:
        return ""
    return f"{said[:1].upper()}{said[1:]}{' so far' if view.ended is None else ''}"


def _categories(entries: Sequence[Entry]) -> str:
    """Say each category the absence was recorded as, the present one first, with since when."""
    found = [e for e in entries if e.kind in ("missing.category-changed", "missing.began") and e.current]
    if len(found) < 2:
        return ""
    return _LISTED.join(f"{coded(e.code)}, from {words.moment(moment_of(e))}" for e in found)


def _code(entries: Sequence[Entry], kind: str) -> str:
    found = newest(entries, kind)
    return coded(found.code) if found else ""


def _text(entries: Sequence[Entry], kind: str) -> str:
    """Return everything told of a kind, the newest first: an update adds, it does not wipe out."""
    return _LISTED.join(e.text for e in entries if e.kind == kind and e.current and e.text)


def _all(entries: Sequence[Entry], kind: str) -> str:
    return ", ".join(dict.fromkeys(coded(e.code) for e in entries if e.kind == kind and e.current))


def reports(view: EpisodeView, waiting: Sequence[HeldView]) -> tuple[Alert, ...]:
    """Say that another agency, which may not see this episode, reported the child missing too: one alert a report."""
    return tuple(
        Alert(
            f"Another agency reported this child missing too, {words.when(report.told_at)}. Read what they told.",
            AlertKind.WARNING,
            links=(Link("Read their report", reverse("add-report", args=[view.id, report.id])),),
        )
        for report in waiting
    )


def links(view: EpisodeView) -> tuple[Link | None, tuple[Link, ...]]:
    """Return the main thing to record now, and the others, by where the episode stands."""

    def to(text: str, name: str) -> Link:
        return Link(text, reverse(name, args=[view.id]))

    update, error = to("Add an update", "add-update"), to("This was recorded in error", "recorded-in-error")
    forms = to("Fill in a form: risk assessment, information for the police", "episode-forms")
    decisions = Link("Decisions: publicity, no social worker", reverse("child-decisions", args=[view.child_id]))
    authorities = Link("Authorities: whose part is what", reverse("child-authorities", args=[view.child_id]))
    more = Link("Something else to record", reverse("child-record", args=[view.child_id]))
    other = reverse("new-link", args=["child", view.child_id, "child"])
    together = Link("Another child went missing together with this one", f"{other}?episode={view.id}&how=missing-with")
    asked, told = to("Note somebody who was asked", "log-asked"), to("Tick who was told", "who-was-told")
    alert = to("Alert every authority in the country", "episode-alert")
    if view.section == "missing":
        return to("Record that the child was found or came back", "came-back"), (
            update,
            told,
            asked,
            alert,
            forms,
            decisions,
            together,
            authorities,
            to("Change the category", "change-category"),
            more,
            error,
        )
    back = _listening(view, to, together, authorities)
    if view.section == "returned":
        change = to("Change the category", "change-category")
        return to("Close this episode", "close-episode"), (
            *back,
            update,
            forms,
            decisions,
            to("Say more of the return", "came-back"),
            alert,
            change,
            more,
            error,
        )
    return None, (update,) if view.section == "error" else (*back, forms, update, error)


def _listening(view: EpisodeView, to: Callable[[str, str], Link], *more: Link) -> tuple[Link, ...]:
    """Return what is recorded once a child is back: seen, listened to, and what was learned."""
    return (
        to("Listening to the child: every step", "listening"),
        to("The child cannot safely go back", "not-safe"),
        to("Safe and well check", "safe-and-well"),
        to("Decide about harm", "decide-harm"),
        to("Offer the return home conversation", "offer-conversation"),
        to("Record the answer to the offer", "conversation-answer"),
        to("Record the return home conversation", "hold-conversation"),
        to("Ask the parent or carer instead", "ask-parent"),
        to("Who and what was mentioned", "mentioned"),
        Link("Say whether the last plan helped", address(view.id, "return.last-plan-judged", ())),
        *more,
    )


def log(entries: Sequence[Entry], people: Mapping[UUID, Colleague]) -> tuple[Event, ...]:
    """Return the log, newest happening first, corrected entries kept and marked."""
    return tuple(event(e, people) for e in entries)
