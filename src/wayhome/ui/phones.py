"""Telephone numbers within words: on a telephone at night, one touch rings."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

# As numbers of the United Kingdom are written: 01632 960111, 07700 900111, 0161 496 0111, 020 7946 0111.
_NUMBER = re.compile(r"(?<!\d)(?:0\d{4} ?\d{6}|0\d{3} \d{3} \d{4}|0\d{2} \d{4} \d{4})(?!\d)")


def with_numbers(text: str) -> Markup:
    """Return words in which each telephone number is a link that rings it; everything else is escaped."""

    def ring(found: re.Match[str]) -> str:
        return f'<a class="govuk-link app-phone" dir="ltr" href="tel:{found[0].replace(" ", "")}">{found[0]}</a>'

    return Markup(_NUMBER.sub(ring, str(escape(text))))
