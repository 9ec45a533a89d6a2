"""Who works in the invented partnership: its agencies, its posts, and the demonstration sign-ins.

Four of the posts are as posts really are: one stands vacant, one has two holders, one holder is on
leave, and one worker is related to a child (the child's own record says so), so that what should happen then can
be seen to happen.
"""

from __future__ import annotations

from dataclasses import dataclass

AUTHORITY = "Seaport"
SOCIAL_CARE = "Seaport Children's Services"
POLICE = "Seaport Police"
HEALTH = "Seaport Health"
SCHOOLS = "Seaport Schools"
VOLUNTARY = "Harbour Return Conversations"
NEIGHBOUR = "Northmoor Council"

WORKERS = ("imogen.fairwind", "tunde.oystercroft", "marta.rockpool", "gareth.saltmarsh")
RELATED = "gareth.saltmarsh"


@dataclass(frozen=True, slots=True)
class DemonstrationAgency:
    """One agency; `kind` as the platform's list of kinds has it."""

    slug: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class DemonstrationPost:
    """One post: `role` from protocols/roles.yaml; `holders` sign-in names, none when it stands vacant."""

    role: str
    title: str
    agency: str
    holders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemonstrationPerson:
    """One invented member of staff. `name` is the sign-in name; `email` leads nowhere."""

    name: str
    display_name: str
    job_title: str
    agency: str
    email: str
    on_leave: bool = False
    covered_by: str = ""
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Partnership:
    """The whole of it; `agency` everywhere is an agency's slug."""

    authority: str
    name: str
    protocol: str
    agencies: tuple[DemonstrationAgency, ...]
    people: tuple[DemonstrationPerson, ...]
    posts: tuple[DemonstrationPost, ...]


_AGENCIES = (
    DemonstrationAgency("childrens-services", SOCIAL_CARE, "social-care"),
    DemonstrationAgency("police", POLICE, "police"),
    DemonstrationAgency("health", HEALTH, "health"),
    DemonstrationAgency("schools", SCHOOLS, "education"),
    DemonstrationAgency("harbour", VOLUNTARY, "voluntary"),
    DemonstrationAgency("northmoor", NEIGHBOUR, "other-authority"),
)


def _person(first: str, last: str, job: str, agency: str, shown: str = "", **more: str | bool) -> DemonstrationPerson:
    name = f"{first}.{last}".lower()
    covered_by = str(more.get("covered_by", ""))
    return DemonstrationPerson(
        name=name,
        display_name=f"{first} {last}",
        job_title=job,
        agency=agency,
        email=f"{name}@seaport.example",
        on_leave=bool(covered_by),
        covered_by=covered_by,
        shown=shown,
    )


_CARE = "childrens-services"
_PEOPLE = (
    _person("Imogen", "Fairwind", "Social worker", _CARE, "An allocated social worker: My work, overdue first."),
    _person("Tunde", "Oystercroft", "Social worker", _CARE),
    _person("Marta", "Rockpool", "Duty social worker", _CARE, "Takes reports in the day."),
    _person("Gareth", "Saltmarsh", "Social worker", _CARE, "Related to a child: that child's duties go elsewhere."),
    _person("Parveen", "Longshore", "Team Manager", _CARE, "Receives what a worker has not seen."),
    _person("Joseph", "Seathrift", "Duty Team Manager", _CARE),
    _person("Denise", "Kittiwake", "Service Manager", _CARE, "On leave.", covered_by="parveen.longshore"),
    _person("Kwame", "Headland", "Head of Service", _CARE, "Writes the Need to Know."),
    _person("Sunita", "Breakwater", "Deputy Director", _CARE, "Receives the Need to Know."),
    _person("Margaret", "Lightvessel", "Director of Children's Services", _CARE),
    _person("Ola", "Tamarisk", "MET coordinator", _CARE, "The missing board, all children."),
    _person("Bas", "Cormorant", "MET coordinator", _CARE, "Shares the post: two holders."),
    _person(
        "Leonie", "Harbourne", "Manager of the Independent Reviewing Officers", _CARE, "Looks after accounts and posts."
    ),
    _person("Ffion", "Strandline", "Safeguarding hub (MASH) manager", _CARE),
    _person("Ravi", "Foghorne", "Emergency Duty Team", _CARE, "Nights and weekends."),
    _person("Ruth", "Pebbleworth", "Independent Reviewing Officer", _CARE),
    _person("Sanjay", "Gannetson", "Missing person sergeant", "police", "Leads the police search."),
    _person("Claire", "Topsail", "Response inspector", "police", "The duty inspector."),
    _person("Dean", "Windlass", "Missing, exploited and trafficked team", "police"),
    _person("Yetunde", "Springtide", "Return interviewer", "harbour", "Holds return home conversations."),
    _person("Hugh", "Musselwhite", "Designated safeguarding lead", "schools"),
    _person("Agnes", "Seaholly", "Looked-after children's nurse", "health"),
    _person("Piotr", "Cliffmoor", "Placing social worker", "northmoor", "Sees only the children Northmoor placed."),
)


def _post(role: str, title: str, *holders: str, agency: str = _CARE) -> DemonstrationPost:
    return DemonstrationPost(role, title, agency, holders)


_POSTS = (
    _post("duty-social-worker", "Duty social worker", "marta.rockpool"),
    _post("line-manager", "Team Manager, Safeguarding", "parveen.longshore"),
    _post("duty-team-manager", "Duty Team Manager", "joseph.seathrift"),
    _post("emergency-duty-team", "Emergency Duty Team", "ravi.foghorne"),
    _post("safeguarding-hub-manager", "MASH Manager", "ffion.strandline"),
    _post("met-coordinator", "MET Coordinator", "ola.tamarisk", "bas.cormorant"),  # two holders
    _post("missing-children-liaison", "Missing Children Liaison Officer", "bas.cormorant"),
    _post("education-lead", "Lead for Children Missing from Education", "ffion.strandline"),
    _post("return-conversation-lead", "Lead for return home conversations"),  # vacant
    _post("reviewing-service-manager", "Manager of the Independent Reviewing Officers", "leonie.harbourne"),
    _post("reviewing-officer", "Independent Reviewing Officer", "ruth.pebbleworth"),
    _post("service-manager", "Service Manager", "denise.kittiwake"),  # on leave
    _post("head-of-service", "Head of Service", "kwame.headland"),
    _post("deputy-director", "Deputy Director", "sunita.breakwater"),
    _post("director", "Director of Children's Services", "margaret.lightvessel"),
    _post("head-of-adolescents", "Head of Adolescents and Young Adults", "kwame.headland"),
    _post("early-help-social-worker", "Early Help and Prevention social worker", "tunde.oystercroft"),
    _post("met-lead-officer", "MET lead officer", "parveen.longshore"),
    _post("met-chair", "Chair of the MET meeting", "kwame.headland"),
    _post("board-manager", "Business manager of the safeguarding board", "sunita.breakwater"),
    _post("data-guardian", "Data guardian", "margaret.lightvessel"),
    _post("administrator", "Administrator of the partnership", "leonie.harbourne"),
    _post("auditor", "Auditor of the safeguarding board", "sunita.breakwater"),
    _post("health-lead", "Lead nurse for safeguarding", "agnes.seaholly", agency="health"),
    _post("police-missing-person-lead", "Missing person sergeant", "sanjay.gannetson", agency="police"),
    _post("police-duty-inspector", "Response inspector", "claire.topsail", agency="police"),
    _post("police-missing-unit", "MET team", "dean.windlass", agency="police"),
)


def people() -> Partnership:
    """Return the invented partnership's agencies, staff and posts."""
    return Partnership("seaport", AUTHORITY, "portsmouth-pathway", _AGENCIES, _PEOPLE, _POSTS)
