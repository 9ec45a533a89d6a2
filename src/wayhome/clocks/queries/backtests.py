"""A partnership's past read under another protocol, beside the one in force. Counts leave; children do not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from wayhome.clocks import protocols
from wayhome.engine.facts import Situation
from wayhome.engine.language import Protocol
from wayhome.engine.moments import start_of_local_day
from wayhome.packs.roles import load_roles
from wayhome.platform.roles import as_clock
from wayhome.population.what_if import Backtest, Past, backtest
from wayhome.record.queries.populations import population
from wayhome.record.queries.situations import situation

STEPS = 3  # the ledger, the protocol in force, the other one


def end(last: date, now: datetime) -> datetime:
    """Return the end of a local day, or `now` if that is sooner: the future has not happened."""
    return min(start_of_local_day(last + timedelta(days=1)), now)


def of(
    authority: UUID,
    then: Protocol,
    from_: datetime,
    to: datetime,
    *,
    dates_in_force: bool = False,
    each: Callable[[], None] = lambda: None,
) -> Backtest:
    """Read an authority's ledger, as the clock, under its own laws, each duty by the one it stands under, and under `then`.

    Both protocols are read whatever their dates in force, so that like is compared with like; `dates_in_force` keeps
    to them. `each` is called after each of STEPS. Raises CalendarEnds.
    """
    with transaction.atomic(), as_clock():
        everybody = population(authority)
        each()
        agencies = {post: role.agency for post, role in load_roles().items()}
        past = Past(everybody, protocols.calendar(), _situation, dates_in_force, agencies)
        return backtest(past, protocols.laws(authority), then, from_, to, each)


def _situation(child: str) -> Situation:
    return situation(UUID(child))
