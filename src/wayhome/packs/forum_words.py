"""One meeting of a protocol in plain words: when it meets, who belongs, how somebody comes onto its agenda, what it decides."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time

from wayhome.engine.forums import Belonging, Cadence, Every, Forum, Member, Quoracy, Review
from wayhome.engine.plain_times import counted_words, day_words
from wayhome.engine.routes import LeadsTo, Route
from wayhome.packs.names import Names
from wayhome.packs.rule_words import Row, cited_words, condition_words, kind_words, post_words

_BELONGS = {
    Belonging.REQUIRED: "Must be there",
    Belonging.EXPECTED: "Expected",
    Belonging.INVITED: "Invited, where it helps",
    Belonging.ADVISES: "Advises",
}
_ABOUT = {
    "children": "Children",
    "contexts": "Places and groups",
    "children-and-contexts": "Children, and places and groups",
    "partnership": "The partnership",
}
_LEADS = {
    LeadsTo.DISCUSSION: "Talked about when",
    LeadsTo.OVERSIGHT: "Kept in view, not talked about, when",
    LeadsTo.EXCEPTION: "Shown as lacking when",
}


def forum_rows(forum: Forum, names: Names) -> tuple[Row, ...]:
    """Return a meeting line by line: when, about whom, who comes, what puts somebody there, what is decided, and from where."""
    rows = (
        ("Meets", cadence_words(forum.cadence)),
        ("About", _ABOUT.get(forum.about, _sentence(forum.about.replace("-", " ")))),
        *((_BELONGS[how], _members(forum.members, how, names)) for how in Belonging),
        ("Enough to decide", _quorum(forum.quoracy, forum.members) if forum.quoracy else ""),
        ("Agenda", "; ".join(part.title for part in forum.agenda)),
        *((route.title, _route(route, names)) for route in forum.routes),
        ("Asks", " ".join(forum.questions)),
        ("Looks at", "; ".join(forum.considers)),
        ("Decides", " ".join(f"{each.title}: {_stopped(each.meaning)}" for each in forum.decisions)),
        ("Held for", "; ".join(each.title for each in forum.purposes)),
        ("Tells the record", _sentence("; ".join(dict.fromkeys(kind_words(each.kind, names) for each in forum.tells)))),
        ("Looks again", _sentence("; ".join(_review(each, names) for each in forum.reviews))),
        ("Papers", _papers(forum)),
        ("Confidentiality", forum.confidentiality),
        ("Written down in", "; ".join(forum.records)),
        ("Minutes by", post_words(forum.minutes_by, names) if forum.minutes_by else ""),
        ("Written in", "; ".join(cited_words(each, names) for each in forum.cite)),
    )
    return tuple(Row(label, said) for label, said in rows if said)


def cadence_words(cadence: Cadence) -> str:
    """Say how often and when: `Every 4 weeks on Wednesday, counted from Wednesday 7 January 2026`."""
    if cadence.every is Every.EVENT:
        return "When it is needed"
    often = f"Every {cadence.every.value if cadence.times == 1 else counted_words(cadence.times, cadence.every.value)}"
    day = f" on {_sentence(cadence.on.value)}" if cadence.on else ""
    hours = f", from {_hour(cadence.opens)} until {_hour(cadence.closes)}" if cadence.opens and cadence.closes else ""
    since = f", counted from {day_words(cadence.anchor)}; a partnership sets its own day" if cadence.anchor else ""
    return f"{often}{day}{hours}{since}"


def _members(members: Iterable[Member], how: Belonging, names: Names) -> str:
    return "; ".join(f"{each.title}{_post(each, names)}" for each in members if each.belongs is how)


def _post(member: Member, names: Names) -> str:
    said = [post_words(member.role, names)] if member.role else []
    said += ["in the chair"] if member.chairs else []
    said += [member.note.rstrip(".")] if member.note else []
    return f" ({', '.join(said)})" if said else ""


def _quorum(quorum: Quoracy, members: Iterable[Member]) -> str:
    titles = {member.id: member.title for member in members}
    asked = [titles[each] for each in quorum.members]
    return "; ".join([*asked, *([f"at least {quorum.agencies} agencies"] if quorum.agencies else [])])


def _route(route: Route, names: Names) -> str:
    whom = {"episode": "in one missing episode ", "context": "of a place or group "}.get(route.about, "")
    cited = "; ".join(cited_words(each, names) for each in route.cite)
    return f"{_LEADS[route.leads_to]} {whom}{condition_words(route.when, names)}. Written in {cited}."


def _review(review: Review, names: Names) -> str:
    whom = "a place or group" if review.about == "context" else " or ".join(review.levels) + " risk"
    whom = "a child" if whom == " risk" else whom
    after = f"after this: {kind_words(review.after, names)}" if review.after else "after the meeting"
    cited = "; ".join(cited_words(each, names) for each in review.cite)
    return f"{whom}: at most {counted_words(review.days, 'day')} {after} ({cited})"


def _papers(forum: Forum) -> str:
    if forum.papers is None:
        return ""
    days = forum.papers.days_before
    before = f", at least {counted_words(days, 'day')} before" if days else ""
    return "; ".join(forum.papers.what) + before


def _hour(at: time | None) -> str:
    assert at is not None  # asked only where both are named
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def _stopped(said: str) -> str:
    return said if said.endswith((".", "?", "!")) else f"{said}."


def _sentence(said: str) -> str:
    return said[:1].upper() + said[1:]
