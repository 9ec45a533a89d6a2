"""Keeping a file about a child: the file first, then the fact that announces it and the row that names it, together."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from wayhome.platform import files
from wayhome.platform.actor import Actor
from wayhome.record.models import Document, Fact
from wayhome.record.operations.facts import Draft
from wayhome.record.operations.locks import lock_child
from wayhome.record.operations.particulars import tell, was_told
from wayhome.record.uploads import Taken

PREFIX = "document."  # a kind of fact for each handling class: document.care, document.health, …
PHOTOGRAPHED = "child.photographed"


def add(*, actor: Actor, child: UUID, draft: Draft, said: Mapping[str, str], taken: Taken, key: UUID) -> UUID:
    """Keep a file and announce it with the fact `draft` tells; a form sent twice keeps one. Returns the document's id.

    The file is seen by whoever sees the fact. Refuses as `facts.record`; nothing is kept of a file that is refused.
    """
    with transaction.atomic():
        lock_child(child)
        before = was_told(actor=actor, child=child, draft=draft, key=key)
        if before is not None:
            return Document.objects.values_list("id", flat=True).get(fact_id=before)
        name = uuid.uuid4()
        files.put(name, taken.content)
        try:
            fact = tell(actor=actor, child=child, draft=draft, said=said, key=key)
            _write(name, child, Fact.objects.get(id=fact), taken)
        except BaseException:
            files.drop(name)
            raise
    return name


def _write(name: UUID, child: UUID, fact: Fact, taken: Taken) -> None:
    Document.objects.create(
        id=name,
        authority_id=fact.authority_id,
        child_id=child,
        fact=fact,
        media_type=taken.media_type,
        extension=taken.extension,
        size=len(taken.content),
        digest=hashlib.sha256(taken.content).hexdigest(),
        audience_id=fact.audience_id,
        restricted=fact.restricted,
    )
