"""Phones, vehicles, accounts and addresses written one way, so that the same one told twice is one thing.

Nothing of how somebody typed it is kept: a note typed beside a number would be read by everybody who meets the number.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from wayhome.record.names import folded
from wayhome.record.operations.errors import BadValue

ThingKind = Literal["address", "phone", "vehicle", "account"]
KINDS: tuple[ThingKind, ...] = ("address", "phone", "vehicle", "account")
LONGEST = 200

# What people write short at the end of a street's name.
_SHORT = {
    "rd": "road", "ave": "avenue", "av": "avenue", "cl": "close", "cres": "crescent", "ct": "court", "dr": "drive",
    "gdns": "gardens", "gr": "grove", "ln": "lane", "pde": "parade", "pl": "place", "sq": "square", "ter": "terrace",
    "blvd": "boulevard", "apt": "flat",
}  # fmt: skip
_POSTCODE = re.compile(r"\b([a-z]{1,2}[0-9][0-9a-z]?) ?([0-9][a-z]{2})$")


@dataclass(frozen=True, slots=True)
class Identity:
    """One phone, vehicle, account or address: `key` is what makes it the same one, `shown` the key as people read it."""

    kind: ThingKind
    key: str
    shown: str


def identity(kind: str, text: str, *, service: str = "") -> Identity:
    """Return what a typed phone, vehicle, account (with its `service`) or address is.

    Raises BadValue with how to mend it.
    """
    if len(text) > LONGEST or len(service) > LONGEST or "\x00" in text + service:
        raise BadValue(f"Use {LONGEST} characters or fewer.")
    match kind:
        case "phone":
            return _phone(text)
        case "vehicle":
            return _vehicle(text)
        case "account":
            return _account(service, text)
        case "address":
            return _address(text)
    raise BadValue(f"“{kind}” is not a phone, vehicle, account or address.")


def _phone(text: str) -> Identity:
    """British numbers as +44…, others with their country's code; 7 to 15 digits, as E.164 has it."""
    plain = unicodedata.normalize("NFKC", text)
    if re.search(r"[^\W\d_]", plain):
        raise BadValue("Enter the number alone, such as 07700 900123 or +44 7700 900123. Names go in the note.")
    abroad = plain.strip().startswith("+")
    digits = "".join(str(unicodedata.decimal(c)) for c in plain if c.isdecimal())
    if not abroad and digits.startswith("00"):
        abroad, digits = True, digits[2:]
    if not abroad:
        if not digits.startswith("0"):
            raise BadValue("Enter the whole number, with the 0 at its beginning, or with + and the country’s code.")
        digits = f"44{digits[1:]}"
    if digits.startswith("440"):
        digits = f"44{digits[3:]}"  # +44 (0)7700: the nought is only dialled at home
    if not 7 <= len(digits) <= 15 or digits.startswith("0") or not _british_length(digits):
        raise BadValue("That is too short or too long for a telephone number. Check the digits.")
    return Identity("phone", f"+{digits}", _spaced(digits))


def _british_length(digits: str) -> bool:
    """Whether a British number has its nine or ten digits, a mobile its ten; of other countries nothing is asked."""
    return not digits.startswith("44") or len(digits) in ((12,) if digits[2:3] == "7" else (11, 12))


def _spaced(digits: str) -> str:
    if digits.startswith("447") and len(digits) == 12:
        return f"0{digits[2:6]} {digits[6:]}"
    return f"0{digits[2:]}" if digits.startswith("44") else f"+{digits}"


def _vehicle(text: str) -> Identity:
    key = re.sub(r"[\s\-.·]", "", unicodedata.normalize("NFKC", text)).upper()
    if not re.fullmatch(r"[A-Z0-9]{2,9}", key) or not re.search(r"[0-9]", key):
        raise BadValue("Enter the registration mark alone, such as AB12 CDE. What it looks like goes in the note.")
    new_style = re.fullmatch(r"([A-Z]{2}[0-9]{2})([A-Z]{3})", key)
    return Identity("vehicle", key, " ".join(new_style.groups()) if new_style else key)


def _account(service: str, text: str) -> Identity:
    where = folded(service)
    name = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).strip().lstrip("@").strip()
    if not where:
        raise BadValue("Say which app, game or site the account is on.")
    if not name or any(unicodedata.category(c).startswith("C") for c in name):
        raise BadValue("Enter the account’s name as it is shown on the app, game or site.")
    return Identity("account", f"{where}:{name}", f"{name} on {where.capitalize()}")


def _address(text: str) -> Identity:
    joined = re.sub(r"['’`]", "", text)
    words = [_SHORT.get(word, word) for word in folded(joined).split()]
    # “St” is a street after a name, and a saint before one.
    for n, word in enumerate(words):
        if word == "st" and n and _closes_a_part(joined, word, n, words):
            words[n] = "street"
    key = " ".join(words)
    if not re.search(r"[^\W_]{2}", key):
        raise BadValue("Enter the address: number and street, town, and the postcode if you know it.")
    found = _POSTCODE.search(key)
    key = f"{key[: found.start()]}{found[1]} {found[2]}" if found else key
    return Identity("address", key, _titled(key, found is not None))


def _closes_a_part(text: str, word: str, n: int, words: list[str]) -> bool:
    """Whether a comma, a new line or the end comes after the word: then it ends the street's name."""
    before = sum(1 for w in words[:n] if w in ("st", "street"))
    parts = re.split(r"[,;\n]", text)
    seen = 0
    for part in parts:
        inside = folded(part).split()
        for at, one in enumerate(inside):
            if one in ("st", "street"):
                if seen == before:
                    return at == len(inside) - 1 and at > 0
                seen += 1
    return False


def _titled(key: str, has_postcode: bool) -> str:
    words = key.split()
    last = 2 if has_postcode and len(words) >= 2 else 0
    head = [w if w[:1].isdecimal() else w[:1].upper() + w[1:] for w in words[: len(words) - last]]
    return " ".join([*head, *[w.upper() for w in words[len(words) - last :]]])
