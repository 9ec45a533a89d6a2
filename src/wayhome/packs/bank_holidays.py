"""England's bank holidays: a dated table beside the protocols, and the reckoning it was written from.

The table is what runs, because it starts a hundred times faster than the reckoning and can be read by
anyone. A test holds the two equal, and both to the official dates. To write the table again:
`python -m wayhome.packs.bank_holidays > protocols/england/bank-holidays.yaml`.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from functools import cache

from wayhome.packs.documents import Place, read_document, root
from wayhome.packs.moments import local_day
from wayhome.packs.places import protocols_home

FIRST_YEAR, LAST_YEAR = 2000, 2040


@cache
def england_bank_holidays() -> Mapping[date, str]:
    """Return every bank holiday in England with its name, 2000 to 2040, announced or fixed by rule.

    Days in lieu are included; a bank holiday that falls on a weekend adds nothing, because no weekend
    is a working day. One-off holidays announced after the table was written are not foreseen: a
    partnership adds its own closures. Raises PackFault when the table cannot be read.
    """
    top = root(read_document(protocols_home() / "england" / "bank-holidays.yaml"))
    return {local_day(Place(each.document, each.at, day)): each.text() for day, each in top["bank-holidays"].items()}


def reckoned_bank_holidays() -> Mapping[date, str]:
    """Return the same from the `holidays` package, which knows the rules and the one-off days so far."""
    from holidays import country_holidays

    days = country_holidays("GB", subdiv="ENG", years=range(FIRST_YEAR, LAST_YEAR + 1), language="en_GB")
    return {day: str(name) for day, name in sorted(days.items())}


def _table() -> str:
    head = "# England's bank holidays, announced or fixed by rule. Written by wayhome.packs.bank_holidays.\n"
    return head + "bank-holidays:\n" + "".join(f'  {day}: "{name}"\n' for day, name in reckoned_bank_holidays().items())


if __name__ == "__main__":
    sys.stdout.write(_table())
