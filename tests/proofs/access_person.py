"""What is so of somebody who asks, in plain Python, from rows alone: what they read, and from what they are kept.

Written from the papers and not from the product: nothing of Wayhome is imported here, and no policy is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

Row = Mapping[str, object]
Tables = dict[str, dict[str, Row]]

# Which kinds of agency read a class that another agency recorded. Everybody reads what their own recorded.
EVERYBODY = {"social-care", "police", "health", "education", "housing", "youth-justice", "voluntary"}
READ_BY = {
    "identity": EVERYBODY,
    "missing": EVERYBODY,
    "care": {"social-care", "police", "youth-justice"},
    "health": {"health"},
    "intelligence": {"police"},
    "location": {"social-care", "police"},
}
# What the police recorded of these is read by these too, while the police have vetted the person (the Portsmouth
# pathway, 9.3: service leaders are vetted so that intelligence reaches them).
READ_BY_VETTED = {"intelligence": {"social-care"}}
LET_IN = {"identity", "missing"}  # what an agency reads that was let into one child's record
OPENED = {"identity", "missing", "care", "health"}  # what a person reads of a record opened in an emergency
GUARDIAN, ABOVE, AUDITOR = "data-guardian", "director", "auditor"


@dataclass
class Person:
    """Somebody who asks, or nobody (`id` empty), and what is so of them at this moment."""

    id: str = ""
    authority: str = ""
    agency: str = ""
    kind: str = ""
    team: str = ""
    posts: set[str] = field(default_factory=set)
    administers: bool = False
    audiences: set[object] = field(default_factory=set)
    let_in_audiences: set[object] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    barred: set[str] = field(default_factory=set)
    shut: set[str] = field(default_factory=set)
    let_in: set[str] = field(default_factory=set)
    opened: set[str] = field(default_factory=set)
    opened_audiences: set[object] = field(default_factory=set)
    watches: bool = False
    guards: bool = False


def person(tables: Tables, id_: str, now: datetime) -> Person:
    """Return what is so of a person now; nobody for an empty id."""
    if not id_:
        return Person()
    user = tables["platform_user"][id_]
    agency = tables["platform_agency"][str(user["agency_id"])]
    made = Person(id_, str(user["authority_id"]), str(agency["id"]), str(agency["kind"]), str(user["team_id"] or ""))
    vetted = _vetted(tables, id_, now)
    for audience in tables["platform_audience"].values():
        if audience["authority_id"] != made.authority:
            continue
        if audience["agency_id"] == made.agency or made.kind in READ_BY[str(audience["handling"])]:
            made.audiences.add(audience["id"])
        by_police = tables["platform_agency"][str(audience["agency_id"])]["kind"] == "police"
        if vetted and by_police and made.kind in READ_BY_VETTED.get(str(audience["handling"]), ()):
            made.audiences.add(audience["id"])
        if audience["handling"] in LET_IN:
            made.let_in_audiences.add(audience["id"])
        if audience["handling"] in OPENED:
            made.opened_audiences.add(audience["id"])
    made.opened = {
        str(o["subject"]) for o in tables["platform_opening"].values() if o["user_id"] == id_ and live(o, now)
    }
    watching = {role: _holders(tables, role, made.authority, now) for role in (GUARDIAN, ABOVE, AUDITOR)}
    away = [
        line for line in tables["platform_leave"].values()
        if moment(line["from_at"]) <= now < moment(line["until_at"])
    ]  # fmt: skip
    for role in (GUARDIAN, ABOVE):
        covers = {line["covered_by_id"] for line in away if line["user_id"] in watching[role]} - {None}
        watching[role] |= {
            str(cover) for cover in covers
            if tables["platform_user"][str(cover)]["authority_id"] == made.authority
            and tables["platform_user"][str(cover)]["is_active"]
        }  # fmt: skip
    there = watching[GUARDIAN] - {str(line["user_id"]) for line in away}
    made.guards = id_ in watching[GUARDIAN] or (not there and id_ in watching[ABOVE])
    made.watches = made.guards or id_ in watching[AUDITOR]
    made.posts = _posts(tables, id_, now)
    made.administers = any(
        tables["platform_post"][str(held["post_id"])]["role"] == "administrator" and _held(held, id_, now)
        for held in tables["platform_holding"].values()
    )
    made.named = {
        str(g["subject"]) for g in tables["platform_grant"].values()
        if (g["user_id"] == id_ or (made.team and g["team_id"] == made.team)) and live(g, now)
    }  # fmt: skip
    made.barred = {
        str(x["subject"]) for x in tables["platform_exclusion"].values() if x["user_id"] == id_ and not x["ended_at"]
    }
    sealed = {
        subject for subject, line in _latest(tables["platform_sealing"].values(), made.authority).items()
        if line["sealed"]
    }  # fmt: skip
    made.shut = made.barred | (sealed - made.named - made.opened)
    lines = [s for s in tables["platform_sharing"].values() if s["agency_id"] == made.agency]
    made.let_in = {
        subject for subject, line in _latest(lines, made.authority).items() if line["shared"] and live(line, now)
    }
    return made


def live(row: Row, now: datetime) -> bool:
    """Whether what a row lets somebody do lasts still: not ended, and its time not over."""
    if row.get("ended_at"):
        return False
    return row["until_at"] is None or moment(row["until_at"]) > now


def _latest(lines: object, authority: str) -> dict[str, Row]:
    """Return the last line of each subject of an authority's trail."""
    found: dict[str, Row] = {}
    for line in sorted(lines, key=lambda r: (moment(r["recorded_at"]), str(r["id"]))):  # type: ignore[call-overload]
        if line["authority_id"] == authority:
            found[str(line["subject"])] = line
    return found


def _holders(tables: Tables, role: str, authority: str, now: datetime) -> set[str]:
    """Return who holds a post of a partnership now, themselves, belongs to it and still signs in."""
    posts, users = tables["platform_post"], tables["platform_user"]
    return {
        str(held["user_id"]) for held in tables["platform_holding"].values()
        if moment(held["from_at"]) <= now and (held["until_at"] is None or moment(held["until_at"]) > now)
        and posts[str(held["post_id"])]["role"] == role and posts[str(held["post_id"])]["authority_id"] == authority
        and users[str(held["user_id"])]["authority_id"] == authority and users[str(held["user_id"])]["is_active"]
    }  # fmt: skip


def _held(held: Row, who: str, now: datetime) -> bool:
    ended = held["until_at"] is not None and moment(held["until_at"]) <= now
    return held["user_id"] == who and moment(held["from_at"]) <= now and not ended


def _vetted(tables: Tables, who: str, now: datetime) -> bool:
    """Whether somebody is vetted on this day of London, and in the post it was for, if it was for one."""
    today = now.astimezone(ZoneInfo("Europe/London")).date().isoformat()
    return any(
        line["user_id"] == who and not line["ended_at"] and str(line["from_on"]) <= today <= str(line["until_on"])
        and (line["post_id"] is None or any(
            held["post_id"] == line["post_id"] and _held(held, who, now) for held in tables["platform_holding"].values()
        ))
        for line in tables["platform_vetting"].values()
    )  # fmt: skip


def _posts(tables: Tables, who: str, now: datetime) -> set[str]:
    covered = {
        str(away["user_id"]) for away in tables["platform_leave"].values()
        if away["covered_by_id"] == who and moment(away["from_at"]) <= now < moment(away["until_at"])
    }  # fmt: skip
    return {
        str(tables["platform_post"][str(held["post_id"])]["role"]) for held in tables["platform_holding"].values()
        if held["user_id"] in covered | {who} and moment(held["from_at"]) <= now
        and (held["until_at"] is None or moment(held["until_at"]) > now)
    }  # fmt: skip


def moment(words: object) -> datetime:
    """Return a time as JSON writes it, in UTC."""
    return datetime.fromisoformat(str(words)).astimezone(UTC)
