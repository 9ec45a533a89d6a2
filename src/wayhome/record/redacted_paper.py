"""A document with people hidden: every word of it goes through one cover, and the finished PDF is searched again.

The search reads the PDF as any reader of it could, its title and other properties too. A document that still shows
somebody is refused, never sent with a warning.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from wayhome.record.redaction import Cover, Leaks
from wayhome.ui.documents import Document, pdf


def redacted(document: Document, cover: Cover) -> bytes:
    """Return the document as PDF with everybody hidden whom the cover hides. Raises Leaks when somebody still shows."""
    made = pdf(redacted_values(document, cover))
    refuse_leaks(words_of(made), cover)
    return made


def refuse_leaks(text: str, cover: Cover) -> None:
    """Raise Leaks when anybody whom the cover hides shows in finished words."""
    found = cover.leaks(text)
    if found:
        raise Leaks(found)


def redacted_values(value: Any, cover: Cover) -> Any:
    """Return a frozen value of the documents (or a tuple, or words) with every word in it redacted."""
    if isinstance(value, str):
        return cover.redact(value)
    if isinstance(value, tuple):
        return tuple(redacted_values(each, cover) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: redacted_values(getattr(value, f.name), cover) for f in fields(value)})
    return value


def texts_of(value: Any) -> Iterator[str]:
    """Yield every piece of words in a value of the documents, in the order they are read."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Iterable) and not isinstance(value, bytes):
        for each in value:
            yield from texts_of(each)
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from texts_of(getattr(value, one.name))


def words_of(content: bytes) -> str:
    """Return everything that a PDF says: its pages, bookmarks and properties."""
    import pypdf  # slow to import, and only a finished paper is searched

    reader = pypdf.PdfReader(io.BytesIO(content))
    said = [page.extract_text() for page in reader.pages]
    said += [str(value) for value in (reader.metadata or {}).values()]
    said += [str(title) for title in _titles(reader.outline)]
    return "\n".join(said)


def _titles(outline: Iterable[Any]) -> Iterator[Any]:
    for each in outline:
        if isinstance(each, list):
            yield from _titles(each)
        else:
            yield each.title
