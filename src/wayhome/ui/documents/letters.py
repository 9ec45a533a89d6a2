"""Which letters our font can print: an archive's PDF refuses a letter it cannot show, and a name must never stop a sheet."""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent
UNSHOWN = "\N{WHITE SQUARE}"
_KEPT = "\n"


def printable(text: str) -> str:
    """Return the text with each letter that the font lacks as an empty square, so that something is seen to be missing."""
    known = _known()
    # Joiners and marks of direction have no shape; without them the letters stand where the layout puts them.
    return "".join(
        each if ord(each) in known or each in _KEPT else "" if _shapeless(each) else UNSHOWN for each in text
    )


def _shapeless(letter: str) -> bool:
    at = ord(letter)
    return (
        at < 0x20 or 0x7F <= at < 0xA0 or 0x200B <= at <= 0x200F or 0x202A <= at <= 0x202E or 0xFE00 <= at <= 0xFE0F
        or 0x2066 <= at <= 0x2069 or at == 0xFEFF
    )  # fmt: skip


@cache
def _known() -> frozenset[int]:
    """Return the characters that both weights of the font have a shape for."""
    return _of("DejaVuSans.ttf") & _of("DejaVuSans-Bold.ttf")


def _of(name: str) -> frozenset[int]:
    # The table of characters of a TrueType font, whose full form (format 12) lists runs of characters.
    data = (FONTS / name).read_bytes()
    tables = struct.unpack_from(">H", data, 4)[0]
    start = next(
        struct.unpack_from(">I", data, 12 + 16 * n + 8)[0]
        for n in range(tables)
        if data[12 + 16 * n : 16 + 16 * n] == b"cmap"
    )
    found: set[int] = set()
    for n in range(struct.unpack_from(">H", data, start + 2)[0]):
        at = start + struct.unpack_from(">I", data, start + 8 + 8 * n)[0]
        if struct.unpack_from(">H", data, at)[0] != 12:
            continue
        for group in range(struct.unpack_from(">I", data, at + 12)[0]):
            first, last, _ = struct.unpack_from(">III", data, at + 16 + 12 * group)
            found.update(range(first, last + 1))
    if not found:
        raise ValueError(f"{name} has no full table of characters.")
    return frozenset(found)
