"""The paper that goes out: what was chosen, in order, with everybody hidden who need not be known there.

One cover for the whole of it, so that one person is called one thing throughout. The files beside it are searched too.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from markupsafe import Markup

from wayhome.disclosure import further
from wayhome.disclosure.given import Chosen, Hidden
from wayhome.disclosure.operations.errors import NotFound, StillShows, Undecided
from wayhome.missing.web.timeline import kind_title, moment_of, named_in, value_words
from wayhome.packs.errors import PackFault
from wayhome.packs.instruments import load_instrument
from wayhome.plans.queries import plans
from wayhome.plans.queries.plans import VersionView
from wayhome.plans.web import reading
from wayhome.platform import files
from wayhome.platform.queries import agencies, posts
from wayhome.record.file_words import words_in
from wayhome.record.identifying import Known, folded
from wayhome.record.queries import documents, particulars
from wayhome.record.queries.around import SAID, people_around, whoever_stands_in
from wayhome.record.queries.documents import DocumentView
from wayhome.record.queries.ledger import Entry
from wayhome.record.queries.standing import entries_of
from wayhome.record.redacted_paper import redacted, texts_of
from wayhome.record.redaction import Cover, Leaks, cover
from wayhome.record.topics import BY_KIND
from wayhome.record.web.told_words import particulars as particular_lines
from wayhome.ui import words
from wayhome.ui.documents import Block, Document, Heading, Pairs, Words

MARKING = "OFFICIAL-SENSITIVE"
PAPER = "shared-record.pdf"  # what the paper is called where files go beside it


@dataclass(frozen=True, slots=True)
class Contents:
    """What was chosen, as the one who shares may see it."""

    facts: tuple[Entry, ...]
    documents: tuple[DocumentView, ...]
    versions: tuple[VersionView, ...]
    others: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """The file that goes out and what it ends in; `cover` is who is called what in it, `met` who is named in its words."""

    content: bytes
    extension: str
    cover: Cover
    met: frozenset[UUID] = frozenset()


def contents(child: UUID, chosen: Chosen) -> Contents:
    """Return what was chosen. Raises NotFound for a piece that is not this child's, or not to be seen, or corrected."""
    facts = entries_of(child, chosen.facts)
    kept = {d.id: d for d in documents.of_child(child) if not d.withdrawn}
    versions = {v.id: v for plan in plans.of_child(child).values() for v in plans.versions(plan.id)}
    whole = (
        len(facts) == len(set(chosen.facts)) and {*chosen.documents} <= {*kept} and {*chosen.versions} <= {*versions}
    )
    others = further.drawn(child, chosen.others)
    if not whole or any(not entry.current for entry in facts) or None in others:
        raise NotFound("Something you chose is not there any more, or was corrected meanwhile. Choose again.")
    return Contents(facts, tuple(kept[d] for d in chosen.documents), tuple(versions[v] for v in chosen.versions),
                    tuple(block for drawn in others for block in drawn or ()))  # fmt: skip


def make(
    child: UUID, authority: UUID, called: str, what: Contents, hidden: Hidden, head: Sequence[Block], foot: str,
    now: datetime, *, read_through: bool,
) -> Made:  # fmt: skip
    """Draw the paper, and put the chosen files beside it. Raises StillShows, saying in what way, when it must not go.

    Raises Undecided for what looks like a name where somebody can be asked and was not.
    """
    body = [*head, *blocks(child, what, now)]
    draft = Document("Shared record", f"About {called}", tuple(body), marking=MARKING, foot=foot)
    said = list(texts_of(draft))
    over, met = cover_for(child, authority, hidden, said), whoever_stands_in(authority, said) - {child}
    try:
        paper = redacted(draft, over)
    except Leaks as leaks:
        raise StillShows(str(leaks)) from leaks
    for file in what.documents:
        searched(file, over, read_through=read_through)
    if not what.documents:
        return Made(paper, "pdf", over, met)
    return Made(_packed(paper, what.documents), "zip", over, met)


def cover_for(child: UUID, authority: UUID, hidden: Hidden, texts: Iterable[str]) -> Cover:
    """Return who is called what: everybody around the child is hidden but those who may be named."""
    said, further_names = list(texts), {folded(name) for name in hidden.names()}
    around = people_around(child, authority, said)
    known = [k for k in around if k.child is not None or k.key.removeprefix(SAID) not in further_names]
    if hidden.asked is not None:
        undecided = [
            (*k.names, *(said for _, said in k.identifiers))[0]
            for k in known
            if k.child is None and k.key not in hidden.asked
        ]
        if undecided:
            raise Undecided(undecided)
    return cover([*known, *_further(hidden)], hidden.named, said)


def blocks(child: UUID, what: Contents, now: datetime) -> list[Block]:
    """Return what was chosen as blocks: facts in the order they happened, then plans, then what lies beside."""
    made: list[Block] = []
    if what.facts:
        made.append(Heading("What has been recorded"))
        made += _facts(what.facts)
    for version in what.versions:
        made += _plan(child, version, now)
    made += what.others
    if what.documents:
        made.append(Heading("Files beside this paper"))
        made.append(Pairs(tuple((f"File {n}", d.title) for n, d in enumerate(what.documents, 1))))
    return made


def _facts(entries: Iterable[Entry]) -> list[Block]:
    ordered = sorted(entries, key=lambda e: (e.happened_from or e.told_at, e.recorded_at))
    people = posts.colleagues(named_in(ordered))
    by = agencies.named({e.by_agency for e in ordered})
    beside = particulars.of_facts([e.id for e in ordered])
    made: list[Block] = []
    for entry in ordered:
        told = [value_words(entry, people), *particular_lines(BY_KIND.get(entry.kind), beside.get(entry.id, {}))]
        said = Markup("\n".join(line for line in told if line)).unescape()
        made.append(Heading(kind_title(entry.kind), 2))
        made.append(Pairs((("When", words.moment(moment_of(entry))), ("What", said or "Recorded, with nothing added"),
                           ("Told by", by.get(entry.by_agency, "an agency")))))  # fmt: skip
    return made


def _plan(child: UUID, version: VersionView, now: datetime) -> list[Block]:
    plan = next(p for p in plans.of_child(child).values() if p.id == version.plan_id)
    made: list[Block] = [
        Heading(plan.kind.title),
        Words(f"Version {version.number}, agreed {words.moment(version.agreed)}."),
    ]
    try:
        instrument = load_instrument(version.line, version.form)
    except PackFault:
        return [*made, Words("The form this was written to is no longer here, so it cannot be shown.")]
    for part in reading.parts(instrument, child, version.answers, version.for_child, version.sources, now):
        rows = [(line.label, line.said) for line in part.lines if line.said]
        rows += [(line.label, "; ".join(cell for cell in row if cell)) for line in part.lines for row in line.rows]
        if rows:
            made += [Heading(part.title, 2), Pairs(tuple(rows))]
    return made


def _further(hidden: Hidden) -> list[Known]:
    return [Known(f"further-{n}", False, (name,)) for n, name in enumerate(hidden.names())]


def searched(file: DocumentView, over: Cover, *, read_through: bool) -> None:
    """Raise StillShows for a file that shows somebody it must not, or that cannot be searched and nobody has read."""
    said = words_in(files.get(file.id), file.extension, file.title)
    if said is None and not read_through:
        raise StillShows(f"“{file.title}” cannot be searched for names. Read it through, and say that you did.")
    found = over.leaks(said or "")
    if found:
        raise StillShows(f"“{file.title}” cannot be sent as it is. {Leaks(found)}")


def _packed(paper: bytes, chosen: Iterable[DocumentView]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(PAPER, paper)
        for number, file in enumerate(chosen, 1):
            packed.writestr(f"file-{number}.{file.extension}", files.get(file.id))
    return made.getvalue()
