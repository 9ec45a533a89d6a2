"""Where else words of a child's name stand: in what was written about others, as far as the reader may see it.

Disposal takes what leads to the child; a name that somebody typed into another record leads nowhere, so people look.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from wayhome.record.queries.ledger import entries

NAMES = frozenset({"child.name", "child.known-as", "child.alias"})
SHORTEST = 3  # letters of a word that is looked for
# Where people write freely: what it is called, its table, whose record it stands in, and the words.
PLACES = (
    ("Entries of a timeline", "record_fact", "coalesce(child_id, adult_id, context_id)", "concat_ws(' ', text, source)"),
    ("Reasons of corrections", "record_supersession", "coalesce(child_id, adult_id, context_id)", "reason"),
    ("Plans", "plans_planversion", "child_id", "concat_ws(' ', answers::text, for_child::text, note)"),
    ("Actions", "plans_action", "subject_id", "concat_ws(' ', what, source_words)"),
    ("Forms and assessments", "assessment_sheet", "subject_id", "concat_ws(' ', answers::text, judged_reason, voice::text)"),
    ("Notes of meetings", "forums_note", "subject_id", "text"),
    ("Decisions of meetings", "forums_decision", "subject_id", "concat_ws(' ', decision, rationale, written::text)"),
    ("Sharings", "disclosure_disclosure", "child_id", "concat_ws(' ', purpose, asked_for, without_why, onward_words)"),
    ("Briefings", "escalation_briefing", "child_id", "sections::text"),
    ("Disagreements", "escalation_disagreement", "child_id", "concat_ws(' ', words, wanted)"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """In how many places of one kind a word of the name stands, in one record."""

    what: str
    subject: UUID
    places: int


def words_of(child: UUID) -> tuple[str, ...]:
    """Return the words of every name the child ever had here, as the reader may see them; short ones are left out."""
    said = [entry.text or "" for entry in entries(child) if entry.kind in NAMES]
    found = {word.casefold() for text in said for word in re.findall(r"\w[\w'’-]*", text)}
    return tuple(sorted(word for word in found if len(word) >= SHORTEST))


def named(child: UUID, authority: UUID) -> tuple[Found, ...]:
    """Return where else a word of the name stands, as a whole word, by record: one statement a kind of place.

    People share names, so a place found is one to look at, not one that is wrong.
    """
    said = words_of(child)
    if not said:
        return ()
    pattern = r"\m(" + "|".join(re.escape(word) for word in said) + r")\M"
    found: list[Found] = []
    with connection.cursor() as cursor:
        for what, table, subject, text in PLACES:
            cursor.execute(  # what is put in are the constants above
                f"select {subject} as whose, count(*) from {table} where authority_id = %s "  # noqa: S608
                f"and {subject} is distinct from %s and {text} ~* %s and {subject} is not null group by 1 order by 1",
                [authority, child, pattern],
            )
            found += [Found(what, whose, places) for whose, places in cursor.fetchall()]
    return tuple(found)
