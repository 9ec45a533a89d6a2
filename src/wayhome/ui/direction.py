"""Names written from right to left among words and numbers written from left to right."""

from __future__ import annotations

import re

# Hebrew, Syriac, Arabic and their presentation forms, where our own comma or colon follows.
_BEFORE_OURS = re.compile("([\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc])(?=[)\\]”]?[,:;] )")


def apart(text: str) -> str:
    """Return a line in which what stands after a name written from right to left is read on its own.

    Without the mark, which nobody sees, the number after such a name is drawn before it, and the two halves of a
    telephone number change places: somebody rings a stranger at night.
    """
    return _BEFORE_OURS.sub("\\1\N{LEFT-TO-RIGHT MARK}", text)
