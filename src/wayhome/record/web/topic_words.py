"""What the codes of who a child is are called on a page, kind by kind.

Legal statuses, placements and disabilities carry the codes of the national returns (SSDA903 code sets, CIN census),
so that what people read here and what is returned are one thing.
"""

from __future__ import annotations

from collections.abc import Mapping

from wayhome.record.web.words import STATUS_WORDS

_STATUSES = ("gender", "care-status", "plan", "section-47", "allocation", "trafficked", "placement")
_WORDS: Mapping[str, Mapping[str, str]] = {
    **{f"child.{status}": {} for status in _STATUSES},  # all their codes are among the words of statuses
    "child.age-basis": {
        "documented": "From a document",
        "said": "As the child says",
        "assessed": "Assessed by social workers",
        "disputed": "Disputed: presumed to be a child until it is settled",
    },
    "child.interpreter": {"needed": "Interpreter needed", "not-needed": "No interpreter needed"},
    "child.disability": {
        "none": "No disability",
        "hand-function": "Hand function",
        "personal-care": "Personal care",
        "learning": "Learning disability",
        "hearing": "Hearing",
        "vision": "Vision",
        "autism": "Autism or Asperger syndrome",
        "other": "Another disability",
    },
    "child.education": {
        "full-time": "Full time",
        "part-time-timetable": "Part-time timetable",
        "alternative-provision": "Alternative provision",
        "home-educated": "Educated at home",
        "excluded": "Excluded",
        "no-place": "No school place",
        "working-or-training": "Working or training",
    },
    "child.legal-status": {
        "none": "Not looked after: no legal status",
        "c1": "Interim care order (C1)",
        "c2": "Full care order (C2)",
        "d1": "Freeing order granted (D1)",
        "e1": "Placement order (E1)",
        "v2": "Accommodated under section 20 (V2)",
        "v3": "Short breaks under an agreement, each recorded (V3)",
        "v4": "Short breaks under an agreement, recorded as one (V4)",
        "j1": "Remanded to the council’s care or to youth detention (J1)",
        "j2": "Placed under police and criminal evidence law (J2)",
        "j3": "Sentenced to a youth rehabilitation order with residence (J3)",
        "l1": "Under police protection, in the council’s care (L1)",
        "l2": "Emergency protection order (L2)",
        "l3": "Child assessment order, in the council’s care (L3)",
    },
    "child.leaving-care": {
        "none": "Not leaving care",
        "eligible": "Eligible: 16 or 17 and still looked after",
        "relevant": "Relevant: 16 or 17 and left care",
        "former-relevant": "Former relevant: 18 to 25, was eligible or relevant",
        "qualifying": "Qualifying: under 25, with advice and help",
    },
    "child.unaccompanied": {"yes": "Unaccompanied, seeking asylum", "no": "Not unaccompanied"},
    "child.immigration": {
        "no-control": "Not subject to immigration control",
        "asylum-seeking": "Seeking asylum",
        "refugee": "Refugee",
        "other-leave": "Other leave to stay",
        "no-leave": "No leave to stay",
        "not-known": "Not known",
    },
    "child.placement-type": {
        "u1": "Foster home with relative or friend, long term (U1)",
        "u2": "Foster home with relative or friend who may adopt (U2)",
        "u3": "Foster home with relative or friend (U3)",
        "u4": "Foster home, long term (U4)",
        "u5": "Foster home with somebody who may adopt (U5)",
        "u6": "Foster home (U6)",
        "k1": "Secure children’s home (K1)",
        "k2": "Children’s home (K2)",
        "k3": "Supported accommodation (K3)",
        "p1": "With own parents or somebody with parental responsibility (P1)",
        "p3": "Lives where the young person works (P3)",
        "r1": "Residential care home (R1)",
        "r2": "Hospital or other health establishment (R2)",
        "r3": "Family centre, or mother and baby unit (R3)",
        "r5": "Young offender institution, or prison (R5)",
        "s1": "Residential school (S1)",
        "a3": "Placed for adoption with consent, with present foster carer (A3)",
        "a4": "Placed for adoption with consent, with somebody else (A4)",
        "a5": "Placed for adoption under a placement order, with present foster carer (A5)",
        "a6": "Placed for adoption under a placement order, with somebody else (A6)",
        "other": "Another kind of home",
    },
    "child.adult-services": {
        "not-started": "Not started",
        "referred": "Referred",
        "agreed": "Agreed",
        "not-needed": "Looked at: not needed",
    },
    "child.looks": {
        "height": "Height",
        "build": "Build",
        "skin": "Skin",
        "eyes": "Eyes",
        "hair": "Hair",
        "facial-hair": "Facial hair",
        "glasses": "Glasses",
        "tattoo": "Tattoo",
        "piercing": "Piercing",
        "mark": "Scar or other mark",
        "voice": "Voice or accent",
        "clothes": "What the child usually wears",
        "other": "Something else",
    },
    "child.single-contact": {
        "community-support-officer": "Police Community Support Officer",
        "constable": "Police constable of the exploitation team",
        "other": "Another officer",
    },
    "child.police-unit": {
        "response-team": "Response team of the district",
        "exploitation-team": "Missing, exploited and trafficked team",
        "county-lines-team": "County lines team",
        "other": "Another unit",
    },
    "child.specialist": {
        "speech-and-language": "Speech and language therapy",
        "sexual-health": "Sexual health",
        "mental-health": "Child and adolescent mental health",
        "substance-use": "Drugs and alcohol",
        "exploitation": "Exploitation",
        "youth-justice": "Youth justice",
        "other": "Another specialist",
    },
    "child.professional": {
        "reviewing-officer": "Independent reviewing officer",
        "single-contact": "Single point of contact",
        "designated-lead": "Designated safeguarding lead",
        "virtual-school": "Virtual school",
        "looked-after-nurse": "Nurse for looked-after children",
        "camhs": "Mental health service (CAMHS)",
        "speech-and-language": "Speech and language therapist",
        "substance-use": "Substance use worker",
        "guardian": "Independent child trafficking guardian",
        "other": "Another professional",
    },
    "child.family-member": {
        "aunt-or-uncle": "Aunt or uncle",
        "own-child": "The young person’s own child",
        "trusted-adult": "Adult the child trusts",
        "kinship-carer": "Relative or friend who cares for the child",
        "other": "Somebody else",
    },
    "child.warning": {
        "risk-to-child": "Risk to the child",
        "risk-to-staff": "Risk to staff",
        "risk-to-others": "Risk to others",
    },
    "child.possibly-same": {"possible": "May be the same child", "not-the-same": "Not the same child"},
    "document": {
        "court-order": "Court order",
        "child-own-work": "The child’s own work",
        "message-or-screenshot": "Message or screenshot",
        "identity-document": "Identity document",
        "other": "Another document",
    },
}


def topic_words(kind: str, code: str | None) -> str:
    """Return what a code of a kind is called; "" when the kind has no words of its own here."""
    if not code:
        return ""
    own = _WORDS.get("document" if kind.startswith("document.") else kind)
    if own is None:
        return ""
    return own.get(code) or STATUS_WORDS.get(code) or code.replace("-", " ").capitalize()
