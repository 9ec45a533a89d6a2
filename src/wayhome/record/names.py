"""Folding names so that Zoë, ZOE and zoe find each other."""

from __future__ import annotations

import re
import unicodedata


def folded(name: str) -> str:
    """Return the name without case, accents or punctuation, single-spaced."""
    # Twice: a letter of a fancy alphabet has a case only once it is made plain.
    same = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    plain = "".join(c for c in same if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", " ", plain).strip()


def surname_first(name: str) -> str:
    """Return the folded name with its last word first, a double one whole; a single name stays as it is."""
    words = name.split()
    return folded(" ".join(words[-1:] + words[:-1]))
