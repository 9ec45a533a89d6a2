"""Where else words of a child's name stand: in what was written about others, as far as the reader may see it.

Disposal takes what leads to the child; a name that somebody typed into another record leads nowhere, so people look.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from wayhome.platform import files
from wayhome.record.file_words import READABLE, words_in
from wayhome.record.queries import documents
from wayhome.record.queries.ledger import entries

NAMES = frozenset({"child.name", "child.known-as", "child.alias"})
SHORTEST = 3  # letters of a word that is looked for
# Links of others, under each who has one: those of the child go with the record.
_LINKS = (
    "(select l.authority_id, e.whose, {words} as said from record_link l {more} cross join lateral (values (l.from_child_id), "
    "(l.from_adult_id), (l.from_context_id), (l.to_child_id), (l.to_adult_id), (l.to_context_id)) e (whose) "
    "where e.whose is not null and l.from_child_id is distinct from %(child)s and l.to_child_id is distinct from %(child)s) of_links"
)
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
    ("Briefings being written", "escalation_briefingdraft", "child_id", "sections::text"),
    ("Disagreements", "escalation_disagreement", "child_id", "concat_ws(' ', words, wanted)"),
    ("Steps of disagreements", "escalation_disagreementstep", "child_id", "words"),
    ("Notes on actions", "plans_actionstep", "subject_id", "concat_ws(' ', note, evidence)"),
    ("Telephones and other particulars", "record_particulars", "child_id", "said::text"),
    ("Links", _LINKS.format(words="concat_ws(' ', l.source, l.note)", more=""), "whose", "said"),
    ("Reasons of changed links",
     _LINKS.format(words="c.reason", more="join record_linkchange c on c.old_id = l.id"), "whose", "said"),
)  # fmt: skip
MOST_FILES, LARGEST = 300, 2_000_000  # files that are read for one record, and the bytes of one


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
    pattern = rf"\m({_either(said)})\M"
    found: list[Found] = []
    with connection.cursor() as cursor:
        for what, table, subject, text in PLACES:
            cursor.execute(  # what is put in are the constants above
                f"select {subject} as whose, count(*) from {table} where authority_id = %(authority)s "  # noqa: S608
                f"and {subject} is distinct from %(child)s and {text} ~* %(said)s and {subject} is not null group by 1 order by 1",
                {"authority": authority, "child": child, "said": pattern},
            )
            found += [Found(what, whose, places) for whose, places in cursor.fetchall()]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Files:
    """What the files about others say: where the name stands, how many were read, and how many could not be or were not."""

    found: tuple[Found, ...]
    read: int
    unread: int


def in_files(child: UUID, authority: UUID) -> Files:
    """Return the same of the words of files, newest first, as far as the reader may see them and their bytes are words.

    Pictures and scanned papers hold no words, a very large file is not opened, and no more than `MOST_FILES` are read.
    """
    said, there = words_of(child), documents.of_others(child, authority)
    found: Counter[UUID] = Counter()
    read = 0
    pattern = re.compile(rf"(?<!\w)(?:{_either(said)})(?!\w)", re.IGNORECASE)
    readable = [each for each in there if each.extension in READABLE and each.size <= LARGEST] if said else []
    for each in readable[:MOST_FILES]:
        try:
            words = words_in(files.get(each.id), each.extension)
        except files.NoFile:
            words = None  # it is counted as not read, and somebody looks
        if words is not None:
            read += 1
            found[each.child] += bool(pattern.search(words))
    held = tuple(Found("Words of files", whose, places) for whose, places in sorted(found.items()) if places)
    return Files(held, read, len(there) - read)


def _either(said: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in said)
