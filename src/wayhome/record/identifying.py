"""What gives a person away in words: names, phones, addresses, dates of birth, however they are typed.

Pure: values in, patterns out. A pattern is matched against words folded letter by letter, so that a match can be
found again in the words as they were written.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

from wayhome.record import names

Sort = Literal["name", "phone", "address", "account", "vehicle", "number", "date of birth"]


@dataclass(frozen=True, slots=True)
class Known:
    """One person: `key` is the same wherever this person is met. `identifiers`: what else leads to them, by its sort.

    `child`: whether this is a child; None where nothing but a name in the words tells of them.
    """

    key: str
    child: bool | None
    names: tuple[str, ...]
    identifiers: tuple[tuple[Sort, str], ...] = ()
    born_on: date | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """One way in which a person shows. `capital`: only where it is written with one, as it is an everyday word too."""

    sort: Sort
    pattern: re.Pattern[str]
    capital: bool = False
    whole: str = ""  # the letters and digits alone, where that is long enough to be looked for by itself


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Names that are everyday words: alone, they count only with a capital letter.
_EVERYDAY = _listed(
    "will may mark hope joy grace faith rose art bill rob sue pat jack frank drew chase guy young long little white "
    "black brown green gray king day summer autumn dawn angel star sky river ocean rain storm ash rowan june april "
    "august an so my no do in on at to he she it me we us up go am is as by of or be park west north hall wood field "
    "banks stone mason cook baker major price rich love sunny max rocky dale glen heath iris lily daisy ivy holly olive "
    "robin jay kit nick dean penny ray miles pearl ruby amber jade violet opal crystal"
)
# Parts of a name that are nobody's own.
_NOBODY = _listed("child adult person mr mrs ms miss mx dr the of and de van von der la le al el bin bint ibn")
_TITLES = r"(?:mr|mrs|ms|miss|mx|dr)\.?\s+"
_BEFORE, _AFTER = r"(?<![^\W\d_])", r"(?![^\W\d_])"
_GAP = r"[\s,.'’`\-‐-―]*"
_STREETS = {
    "road": "rd", "avenue": "ave?", "close": "cl", "crescent": "cres", "court": "ct", "drive": "dr", "gardens": "gdns",
    "grove": "gr", "lane": "ln", "place": "pl", "square": "sq", "terrace": "ter", "street": "st",
}  # fmt: skip
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
# Letters that no alphabet folds away, though people leave out the stroke when they type.
_STROKES = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ŧ": "t"}
)
_POSTCODE = re.compile(r"\b[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b")
LONG_ENOUGH = 8  # letters and digits that are looked for across spaces, line ends and hyphens


def folded(words: str) -> str:
    """Return words without case, accents, strokes or punctuation, single-spaced."""
    return names.folded(words).translate(_STROKES)


def letters(text: str) -> tuple[str, list[int]]:
    """Return the words folded, and for each letter of that the place in `text` it stands at.

    Case, accents, fancy alphabets and letters without width are folded away; everything else keeps its place.
    """
    made: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        if unicodedata.category(char) in ("Cf", "Mn"):
            continue
        same = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold()).translate(_STROKES)
        for one in same:
            if not unicodedata.combining(one):
                made.append(one)
                places.append(place)
    return "".join(made), places


def parts(name: str) -> frozenset[str]:
    """Return the parts of a name that could stand for the person alone."""
    return frozenset(word for word in folded(name).split() if len(word) > 1 and word not in _NOBODY)


def traces(person: Known) -> list[Trace]:
    """Return every way in which this person shows, whole names first."""
    made: list[Trace] = []
    for name in person.names:
        words = folded(name).split()
        if words:
            made += _name(words)
    for sort, said in person.identifiers:
        made += _IDENTIFIERS[sort](said)
    if person.born_on:
        made += _born(person.born_on)
    return made


def alone(name: str) -> list[Trace]:
    """Return the traces of each part of a name by itself; a surname after a title is always one."""
    return [
        Trace("name", _bounded(re.escape(part)), part in _EVERYDAY or len(part) < 3) for part in sorted(parts(name))
    ]


def titled(name: str) -> list[Trace]:
    """Return the trace of a surname after a title, as in Mr Smith."""
    words = folded(name).split()
    return [Trace("name", _bounded(_TITLES + re.escape(words[-1])))] if len(words) > 1 else []


def _name(words: list[str]) -> list[Trace]:
    if len(words) == 1:
        return [Trace("name", _bounded(re.escape(words[0])), words[0] in _EVERYDAY or len(words[0]) < 3)]
    orders = [words, [words[-1], *words[:-1]]]
    if len(words) > 2:
        orders += [[words[0], words[-1]], [words[-1], words[0]]]
    gap = r"[\s,.'’`\-‐-―]+"
    return [
        Trace("name", _bounded(gap.join(map(re.escape, order))), whole=_whole("".join(order))) for order in orders
    ]  # fmt: skip


def _bounded(body: str) -> re.Pattern[str]:
    return re.compile(_BEFORE + body + _AFTER)


def _whole(text: str) -> str:
    bare = "".join(c for c in letters(text)[0] if c.isalnum())
    return bare if len(bare) >= LONG_ENOUGH else ""


def _phone(said: str) -> list[Trace]:
    """One trace for each number in what was told; `+44`, `0044` and `0` begin the same number."""
    made = []
    for found in re.findall(r"\+?\d[\d\s().\-/]{5,}\d", said):
        digits = re.sub(r"^(?:0044|440|44(?=\d{9,10}$)|0)", "", re.sub(r"\D", "", found))
        if len(digits) >= 6:
            body = r"[\s().\-/‐-―]*".join(digits)
            start = r"(?<!\d)(?:\+?[\s(]*44[\s)]*(?:\(?0\)?)?|0044|0)?[\s().\-/]*"
            made.append(Trace("phone", re.compile(f"{start}{body}(?!\\d)"), whole=digits if len(digits) > 7 else ""))
    return made


def _address(said: str) -> list[Trace]:
    key = folded(re.sub(r"['’`]", "", said))
    found = _POSTCODE.search(key)
    made = []
    if found:
        bare = found[0].replace(" ", "")
        made.append(Trace("address", re.compile(_BEFORE + rf"{bare[:-3]}\s*{bare[-3:]}" + _AFTER)))
        key = (key[: found.start()] + key[found.end() :]).strip()
    words = key.split()
    # The number and the street: up to the word that says street, else the first four words.
    end = next((n for n, word in enumerate(words) if word in _STREETS or _long(word)), min(len(words), 4) - 1)
    head = words[: end + 1]
    if len("".join(head)) >= 6:
        made.append(Trace("address", re.compile(_BEFORE + r"(?<!\d)" + _GAP.join(map(_street, head)) + _AFTER)))
    return made


def _long(word: str) -> bool:
    return any(re.fullmatch(short, word) for short in _STREETS.values())


def _street(word: str) -> str:
    for long, short in _STREETS.items():
        if word == long or re.fullmatch(short, word):
            return f"(?:{long}|{short})"
    return r"['’`]?".join(map(re.escape, word)) if word.isalpha() else re.escape(word)


def _account(said: str) -> list[Trace]:
    handle = letters(said.strip().lstrip("@"))[0].strip()
    return [Trace("account", re.compile(r"(?<!\w)@?" + re.escape(handle) + r"(?!\w)"))] if len(handle) > 2 else []


def _marks(said: str, sort: Sort) -> list[Trace]:
    bare = "".join(c for c in letters(said)[0] if c.isalnum())
    if len(bare) < 4:
        return []
    return [Trace(sort, re.compile(r"(?<!\w)" + r"[\s\-]*".join(bare) + r"(?!\w)"), whole=_whole(bare))]


def _born(day: date) -> list[Trace]:
    month = _MONTHS[day.month - 1]
    named = f"(?:{month}|{month[:3]}\\.?)"
    th = r"(?:st|nd|rd|th)?"
    forms = (
        rf"(?<!\d)0?{day.day}{th}[\s\-]+(?:of\s+)?{named},?[\s\-]+{day.year}",
        rf"{named}\s+0?{day.day}{th},?\s+{day.year}",
        rf"(?<!\d)0?{day.day}\s*[/.\-]\s*0?{day.month}\s*[/.\-]\s*(?:{day.year}|{day.year % 100:02})(?!\d)",
        rf"(?<!\d){day.year}-{day.month:02}-{day.day:02}(?!\d)",
    )
    return [Trace("date of birth", re.compile(form)) for form in forms]


_IDENTIFIERS = {
    "name": lambda said: _name(folded(said).split()),
    "phone": _phone,
    "address": _address,
    "account": _account,
    "vehicle": lambda said: _marks(said, "vehicle"),
    "number": lambda said: _marks(said, "number"),
    "date of birth": lambda said: [],
}
