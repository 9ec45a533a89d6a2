"""What a kept file says in words, as far as its bytes do: a picture, or a scanned paper, says nothing here."""

from __future__ import annotations

import io
import zipfile

from markupsafe import Markup

from wayhome.record.redacted_paper import words_of

READABLE = frozenset({"pdf", "txt", "docx", "odt"})
FEWEST = 40  # characters beyond its title that a PDF must hold before it counts as one with words


def words_in(content: bytes, extension: str, title: str = "") -> str | None:
    """Return what a file says; None for a picture, or what holds no words or cannot be read."""
    import pypdf  # slow to import, and only asked for when a file is searched

    try:
        return _read(content, extension, title)
    except (pypdf.errors.PyPdfError, zipfile.BadZipFile, KeyError):
        return None


def _read(content: bytes, extension: str, title: str) -> str | None:
    if extension == "pdf":
        said = words_of(content)
        return said if any(c.isalpha() for c in said) and len(said) > len(title) + FEWEST else None
    if extension == "txt":
        return content.decode("utf-8", "replace")
    if extension in ("docx", "odt"):
        part = "word/document.xml" if extension == "docx" else "content.xml"
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return Markup(packed.read(part).decode("utf-8", "replace").replace("</", " </")).striptags()
    return None
