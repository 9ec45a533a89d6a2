"""Words that blame a child, found in what somebody wrote, with what could be said instead. It never changes a word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from wayhome.packs.england.reading import load_england


@dataclass(frozen=True, slots=True)
class Advice:
    """One entry of the language guide: phrases to avoid, what to say instead, and why."""

    avoid: tuple[str, ...]
    say: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Hint:
    """One phrase found in a text, as it was written there, with the advice about it."""

    found: str
    advice: Advice


@cache
def guide() -> tuple[Advice, ...]:
    """Return the language guide of the national pack. Raises PackFault when it is broken."""
    made = []
    for entry in load_england().catalogues["language"].entries:
        said = {name: entry.said(name, date.max) for name in ("avoid", "say", "why")}
        avoid, say, why = (each.texts if each else () for each in (said["avoid"], said["say"], said["why"]))
        if avoid:
            made.append(Advice(avoid, say, " ".join(why)))
    return tuple(made)


def pattern(phrase: str) -> str:
    """Return a phrase as a regular expression that Python and a browser both read: whole words, any space between."""
    words = [re.escape(word).replace("'", "['’]").replace("\\-", "-") for word in phrase.split()]
    return r"(?<![\w])" + r"\s+".join(words) + r"(?![\w])"


def hints(text: str) -> tuple[Hint, ...]:
    """Return the phrases of the guide found in a text, in the order of the text, each once."""
    found: list[tuple[int, Hint]] = []
    for advice in guide():
        for phrase in advice.avoid:
            match = re.search(pattern(phrase), text, re.IGNORECASE)
            if match:
                found.append((match.start(), Hint(match[0], advice)))
    return tuple(hint for _, hint in sorted(found, key=lambda each: each[0]))
