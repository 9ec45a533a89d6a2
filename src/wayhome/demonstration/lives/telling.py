"""How one invented life is told: each thing with its day, its agency and what goes with it, never later than now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import NAMESPACE_URL, UUID, uuid5

from wayhome.demonstration.people import SOCIAL_CARE
from wayhome.demonstration.shapes import LONDON
from wayhome.engine.facts import Moment, Precision
from wayhome.intake.package.times import day
from wayhome.record.operations.bulk import Arriving

SPACE = uuid5(NAMESPACE_URL, "https://wayhome.example/demonstration/lives")
Said = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class House:
    """Whom the invented record names: the authority, its agencies by name, and its people by sign-in name.

    `asked`: what the trafficking matrix asks, item by item.
    """

    authority: UUID
    agencies: Mapping[str, UUID]
    people: Mapping[str, UUID]
    asked: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Whom:
    """Who or what is told of: one of a child, an adult and a context, with its reference."""

    reference: str
    child: UUID | None = None
    adult: UUID | None = None
    context: UUID | None = None


@dataclass(slots=True)
class Told:
    """Everything told so far: facts, and what goes with some of them."""

    facts: list[Arriving] = field(default_factory=list)
    said: dict[UUID, Said] = field(default_factory=dict)


@dataclass(slots=True)
class Telling:
    """One life as it is told. `known`: the local day on which the authority first knew; `now` aware."""

    random: Random
    now: datetime
    house: House
    whom: Whom
    known: date
    told: Told
    count: int = 0

    @property
    def today(self) -> date:
        """Return the local day of `now`."""
        return self.now.astimezone(LONDON).date()

    def chance(self, share: float) -> bool:
        """Draw yes in this share of cases."""
        return self.random.random() < share

    def ago(self, days: int) -> date:
        """Return the day so many days ago, not before anybody knew."""
        return max(self.today - timedelta(days=days), self.known)

    def holds(
        self, kind: str, since: date | None = None, *, until: date | None = None, agency: str = SOCIAL_CARE,
        said: Said | None = None, source: str = "Case record", **value: str | UUID | date,
    ) -> UUID:  # fmt: skip
        """Tell what holds from a day, and perhaps until one: what was so at its beginning."""
        begins = max(since or self.known, self.known)
        end = day(until).earliest if until and until > begins else None
        moment = Moment(None, None, Precision.UNKNOWN) if begins >= self.today else day(begins)
        return self._tell(kind, moment, self._heard(begins), end, agency, said, source, value)

    def happened(
        self, kind: str, on: date, *, agency: str = SOCIAL_CARE, said: Said | None = None,
        source: str = "Case record", **value: str | UUID | date,
    ) -> UUID:  # fmt: skip
        """Tell what happened at a time of a day; today's is told of yesterday."""
        on = min(on, self.today - timedelta(days=1))
        local = datetime.combine(on, time(self.random.randint(9, 16), self.random.choice((0, 10, 20, 30, 40))), LONDON)
        at = min(local, self.now - timedelta(hours=3)).astimezone(self.now.tzinfo)
        return self._tell(kind, Moment(at, at), at + timedelta(minutes=20), None, agency, said, source, value)

    def _heard(self, begins: date) -> datetime:
        noon = datetime.combine(begins + timedelta(days=1), time(11, self.random.randrange(60)), LONDON)
        return min(noon.astimezone(self.now.tzinfo), self.now - timedelta(minutes=30))

    def _tell(
        self, kind: str, moment: Moment, told_at: datetime, until: datetime | None, agency: str, said: Said | None,
        source: str, value: Mapping[str, str | UUID | date],
    ) -> UUID:  # fmt: skip
        self.count += 1
        id_ = uuid5(SPACE, f"{self.whom.reference}/{self.count}/{kind}")
        self.told.facts.append(
            Arriving(
                id=id_, kind=kind, child=self.whom.child, adult=self.whom.adult, context=self.whom.context, episode=None,
                moment=moment, told_at=told_at, recorded_at=min(told_at + timedelta(minutes=10), self.now),
                agency=self.house.agencies[agency], source=source, holds_until=until, **{k: v for k, v in value.items() if v != ""},  # type: ignore[arg-type]
            )
        )  # fmt: skip
        if said:
            self.told.said[id_] = {name: words for name, words in said.items() if words}
        return id_
