"""Why somebody is talked about, said again from what many may read alone: where that is enough, it is what many are told."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from wayhome.engine.calendars import Calendar
from wayhome.engine.facts import Situation
from wayhome.engine.language import Vocabulary
from wayhome.engine.routes import LeadsTo, Route, Routed
from wayhome.forums.reading import Read, read
from wayhome.record.queries import gathered


def plainly(
    reads: Sequence[Read], routes: tuple[Route, ...], situations: Mapping[UUID, Situation], few: Collection[str],
    vocabulary: Vocabulary, calendar: Calendar, as_of: datetime,
) -> dict[UUID, dict[str, Routed]]:  # fmt: skip
    """Return by subject and route what still holds without sealed facts and those for few (the classes `few`).

    Only of those whose every reason to be talked about rests on such a fact: of the others it is known already.
    Two statements, however many they are.
    """
    discussing = {route.id for route in routes if route.leads_to is LeadsTo.DISCUSSION}
    reasons = {r.subject: [s for s in r.said if s.open and s.route in discussing] for r in reads if r.timetabled}
    resting = [fact for said in reasons.values() for each in said for fact in each.facts]
    close = gathered.closely(resting, few)
    doubted = [subject for subject, said in reasons.items() if all(close.intersection(s.facts) for s in said)]
    every = [fact.id for subject in doubted for fact in situations[subject].facts]
    shut = gathered.closely(every, few)
    open_ = {
        subject: replace(known, facts=tuple(fact for fact in known.facts if fact.id not in shut))
        for subject in doubted
        for known in (situations[subject],)
    }
    again = read(routes, open_, vocabulary, calendar, as_of)
    return {each.subject: {said.route: said for said in each.said if said.open} for each in again}
