"""What the record itself says at the top of every page about a child: how to speak with the child, and what to mind.

That an age is disputed stands here, so that nobody treats a child as an adult for want of turning a page
(4LSCB 5.3.3: presumed to be a child until the age is settled). So does every warning, with its review.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from wayhome.record.queries import ledger, particulars
from wayhome.record.queries.ledger import Entry
from wayhome.record.queries.particulars import Told
from wayhome.record.web.banner import BannerPart
from wayhome.record.web.told_words import overdue
from wayhome.record.web.topic_words import topic_words

KINDS = (
    "child.age-basis", "child.communication", "child.first-language", "child.interpreter", "child.possibly-same",
    "child.pronouns", "child.warning",
)  # fmt: skip
LONGEST = 160  # characters of one line of the banner


def parts(children: Collection[UUID], now: datetime) -> Mapping[UUID, BannerPart]:
    """Return what the record says of each of these children: two statements, however many children."""
    found = ledger.current_of("child", children, KINDS)
    warnings = [e.id for entries in found.values() for e in entries if e.kind == "child.warning"]
    said = particulars.of_facts(warnings)
    return {child: _part([e for e in entries if _holds(e, now)], said, now) for child, entries in found.items()}


def _part(entries: Sequence[Entry], said: Mapping[UUID, Mapping[str, str]], now: datetime) -> BannerPart:
    latest = {e.kind: e for e in entries}
    return BannerPart(
        pronouns=_text(latest.get("child.pronouns")),
        communication=_short(_speaking(latest)),
        notes=(
            *_age(latest.get("child.age-basis")),
            *(_warning(Told(e, said.get(e.id, {})), now) for e in entries if e.kind == "child.warning"),
            *(_same(e) for e in entries if e.kind == "child.possibly-same" and e.code == "possible"),
        ),
    )


def _speaking(latest: Mapping[str, Entry]) -> str:
    interpreter = latest.get("child.interpreter")
    language = _text(latest.get("child.first-language"))
    needed = ""
    if interpreter and interpreter.code == "needed":
        needed = f"Interpreter needed: {interpreter.text or language}".rstrip(": ")
    return ". ".join(part for part in (needed or language, _text(latest.get("child.communication"))) if part)


def _age(basis: Entry | None) -> tuple[str, ...]:
    if basis is None or basis.code != "disputed":
        return ()
    return ("Age disputed: presumed to be a child, and treated as one, until it is settled",)


def _warning(told: Told, now: datetime) -> str:
    late = overdue(told, now)
    said = f"{topic_words('child.warning', told.entry.code)}: {told.entry.text or ''}"
    return _short(said) + (f" ({late[:1].lower()}{late[1:]})" if late else "")


def _same(entry: Entry) -> str:
    return f"Record {entry.text} may be about the same child. Look at both"


def _text(entry: Entry | None) -> str:
    return (entry.text or "") if entry else ""


def _short(said: str) -> str:
    line = " ".join(said.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rsplit(' ', 1)[0]} …"


def _holds(entry: Entry, now: datetime) -> bool:
    return entry.holds_until is None or entry.holds_until > now
