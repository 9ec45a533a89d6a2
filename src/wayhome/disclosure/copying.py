"""A person's own copy: everything about them that the partnership holds, others hidden, and what is kept back, with its ground.

The PDF, the JSON and every file are searched before anything is put together: what still shows somebody else stops it.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wayhome.disclosure import paper
from wayhome.disclosure.given import Hidden
from wayhome.disclosure.operations.errors import StillShows
from wayhome.missing.web.timeline import kind_title, moment_of, named_in, value_words
from wayhome.packs.sharing import load_sharing
from wayhome.plans.queries import plans
from wayhome.platform import files
from wayhome.platform.queries import agencies, posts
from wayhome.record.queries import documents, ledger, particulars
from wayhome.record.redacted_paper import redacted, redacted_values, refuse_leaks, texts_of
from wayhome.record.redaction import Leaks
from wayhome.ui import words
from wayhome.ui.documents import Block, Document, Heading, Points, Words

OWN = ("sharing.",)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept back, by the id of the fact, the file or the version, with the ground."""

    facts: Mapping[UUID, str]
    documents: Mapping[UUID, str]
    versions: Mapping[UUID, str]

    def grounds(self) -> list[str]:
        """Return in words how much is kept back on which ground."""
        terms = load_sharing().grounds
        said = [*self.facts.values(), *self.documents.values(), *self.versions.values()]
        return [
            f"{words.counted(said.count(ground), 'piece')}: {terms[ground].title}. {terms[ground].means} ({terms[ground].cite})"
            for ground in dict.fromkeys(said)
        ]


def everything(child: UUID) -> paper.Contents:
    """Return everything of the child that the reader may see: facts that stand and those corrected, files, plans."""
    facts = tuple(ledger.entries(child))
    kept = tuple(d for d in documents.of_child(child) if not d.withdrawn)
    versions = tuple(v for plan in plans.of_child(child).values() for v in plans.versions(plan.id))
    return paper.Contents(facts, kept, versions)


def copy(child: UUID, authority: UUID, called: str, kept: Kept, now: datetime) -> bytes:
    """Return the zip: record.pdf, record.json, the files, and what is kept back. Raises StillShows, saying what stands in the way."""
    whole = everything(child)
    # What was corrected, and the correction, say much the same: one that is kept back keeps the others back.
    back = {e.root for e in whole.facts if e.id in kept.facts}
    given = paper.Contents(
        tuple(e for e in whole.facts if e.root not in back),
        tuple(d for d in whole.documents if d.id not in kept.documents),
        tuple(v for v in whole.versions if v.id not in kept.versions),
    )
    said = [f"{line}." for line in kept.grounds()] or ["Nothing is kept back."]
    body: list[Block] = [
        Words("This is what we hold about you. Other people are hidden, each under one name throughout."),
        Heading("What is kept back, and why"), Points(tuple(said)), *paper.blocks(child, given, now),
    ]  # fmt: skip
    document = Document("Your record", f"What we hold about {called}", tuple(body), foot=f"Made {words.when(now)}")
    data = _data(given)
    over = paper.cover_for(child, authority, Hidden(frozenset([str(child)])), [*texts_of(document), *texts_of(data)])
    plain = json.dumps(_redacted(data, over), ensure_ascii=False, indent=1)
    try:
        made = redacted(document, over)
        refuse_leaks(plain, over)
    except Leaks as leaks:
        raise StillShows(str(leaks)) from leaks
    for file in given.documents:
        paper.searched(file, over, read_through=False)
    return _packed(made, plain, given.documents)


def _data(given: paper.Contents) -> tuple[tuple[tuple[str, str], ...], ...]:
    people = posts.colleagues(named_in(given.facts))
    by = agencies.named({e.by_agency for e in given.facts})
    beside = particulars.of_facts([e.id for e in given.facts])
    return tuple(
        (
            ("what", kind_title(e.kind)), ("when", words.moment(moment_of(e))), ("said", value_words(e, people)),
            ("more", "; ".join(f"{k}: {v}" for k, v in beside.get(e.id, {}).items())),
            ("told by", by.get(e.by_agency, "")), ("recorded", e.recorded_at.isoformat()),
            ("corrected", e.correction_reason if not e.current else ""),
        )
        for e in given.facts
    )  # fmt: skip


def _redacted(data: tuple[tuple[tuple[str, str], ...], ...], over: object) -> list[dict[str, str]]:
    return [dict(pairs) for pairs in redacted_values(data, over)]  # type: ignore[arg-type]


def _packed(made: bytes, plain: str, chosen: Collection[documents.DocumentView]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("record.pdf", made)
        packed.writestr("record.json", plain)
        for number, file in enumerate(chosen, 1):
            packed.writestr(f"file-{number}.{file.extension}", files.get(file.id))
    return out.getvalue()
