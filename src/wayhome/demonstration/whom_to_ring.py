"""The directory of the invented partnership: who leads for each agency, and services for children and families."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from wayhome.demonstration.lives.telling import SPACE
from wayhome.engine.facts import Moment, Precision
from wayhome.record.operations.bulk import Arriving
from wayhome.record.queries.directory import BOXES, LEAD, SERVICE, written

# One line an entry, in the order of the boxes; the number is how many days ago somebody last checked it.
_LEADS: tuple[tuple[int, tuple[str, ...]], ...] = (
    (20, ("Imogen Fairwind", "Seaport Children's Services", "Children who are missing or exploited", "01632 960140",
          "01632 960199", "imogen.fairwind@seaport.example", "Parveen Longshore")),
    (9, ("Ffion Strandline", "Seaport Children's Services", "Safeguarding hub (MASH): who holds a record, and reports",
         "01632 960100", "01632 960199", "ffion.strandline@seaport.example", "Joseph Seathrift")),
    (34, ("Dean Windlass", "Seaport Police", "Missing and exploited children", "01632 960410", "01632 960411",
          "dean.windlass@seaport.example", "The duty inspector")),
    (60, ("Agnes Seaholly", "Seaport Health", "Children looked after, and health checks on return", "01632 960310", "",
          "agnes.seaholly@seaport.example", "")),
    (12, ("Nerys Kelp", "Seaport High School (invented)", "Designated safeguarding lead", "01632 960210", "",
          "nerys.kelp@seaport.example", "The deputy head")),
    (210, ("Gwen Capstan", "The Mooring, alternative provision (invented)", "Designated safeguarding lead",
           "01632 960215", "", "gwen.capstan@seaport.example", "")),
    (45, ("Noor Bulwark", "Beacon House (invented home)", "Lead practitioner of the home", "01632 960150",
          "01632 960150", "noor.bulwark@seaport.example", "Whoever leads the shift")),
    (90, ("Sol Headwater", "Northmoor Council", "Children placed by Northmoor", "01632 960600", "01632 960601",
          "sol.headwater@northmoor.example", "")),
)  # fmt: skip
_SERVICES: tuple[tuple[int, tuple[str, ...]], ...] = (
    (15, ("Harbour Return Conversations", "Listens to children who were missing", "Any child who came back",
          "01632 960500", "Every day, eight to eight", "Anybody; the child too")),
    (40, ("Quay Clinic outreach (invented)", "Sexual health, in the clinic or where the young person is", "11 to 24",
          "01632 960340", "Mondays to Fridays", "Anybody; the young person too")),
    (70, ("Tideline drugs and alcohol (invented)", "Support with drugs and alcohol, and for a parent's use",
          "Up to 19; to 21 for a care leaver; to 25 for a care leaver with a learning disability", "01632 960350",
          "Mondays to Saturdays", "Anybody; the young person too")),
    (25, ("Harbour Youth Work (invented)", "Youth workers in the evening, on the front and the estates", "11 to 19",
          "01632 960520", "Evenings, Fridays until midnight", "No referral needed")),
    (240, ("Lantern parents' group (invented)", "Parents of children who are exploited, for each other", "Parents and carers",
           "lantern@seaport.example", "Thursdays at seven", "Anybody")),
)  # fmt: skip


def directory(now: datetime, agency: UUID) -> tuple[Arriving, ...]:
    """Return the entries as facts of the partnership, up to `now` (aware); the same for the same day."""
    return (*_entries(LEAD, _LEADS, now, agency), *_entries(SERVICE, _SERVICES, now, agency))


def _entries(
    kind: str, lines: tuple[tuple[int, tuple[str, ...]], ...], now: datetime, agency: UUID
) -> Iterator[Arriving]:
    for ago, said in lines:
        at = (now - timedelta(days=ago)).replace(hour=9, minute=15, second=0, microsecond=0)
        yield Arriving(
            id=uuid5(SPACE, f"{kind}/{said[0]}"), kind=kind, child=None, episode=None,
            moment=Moment(at, at, Precision.EXACT), told_at=at, recorded_at=at, agency=agency, source="directory",
            text=written(kind, dict(zip(BOXES[kind], said, strict=True))),
        )  # fmt: skip
