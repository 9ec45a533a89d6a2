"""What is recorded of who a child is: each thing asked in the same way, so that one form serves them all.

A topic is one kind of fact as a page asks it. `many`: several may hold at once, such as phone numbers; otherwise
a new answer takes the place of the old one from its day on. What each code means in words is in `web.topic_words`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Asked = Literal["line", "lines", "yes-no", "date", "colleague", "choice"]


@dataclass(frozen=True, slots=True)
class Particular:
    """One more thing told with a fact: its name in the particulars, the question, and how it is asked.

    `choices`, for "choice": what is kept, and what it is called.
    """

    name: str
    label: str
    asked: Asked = "line"
    hint: str = ""
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """One kind of fact as it is asked. `group`: the card it stands in; `text`: the question for words beside a code.

    `not_offered`: codes that earlier facts hold and that nobody chooses any more.
    """

    slug: str
    kind: str
    group: str
    title: str
    question: str
    many: bool = False
    hint: str = ""
    text: str = ""
    text_required: bool = False
    particulars: tuple[Particular, ...] = ()
    since: str = "Since when?"
    long: bool = False  # several lines of words rather than one
    not_offered: frozenset[str] = frozenset()


PHONE = Particular("phone", "Phone", hint="Numbers for day and night if there are two")
SPECIALIST_WAYS = (
    ("direct", "They work with the child or the family themselves"),
    ("advice", "They advise the people who work with the child"),
    ("asked", "They have been asked, and have not begun"),
    ("declined", "The child does not want it now"),
    ("not-needed", "It was thought of, and is not needed now"),
)
POLICE_MATTERS = (
    ("missing", "The child being missing"),
    ("exploitation", "Exploitation, trafficking or modern slavery"),
    ("county-lines", "County lines"),
    ("other", "Something else"),
)
GROUPS: Mapping[str, str] = {
    "names": "Names",
    "identity": "Age and identity",
    "looks": "What the child looks like",
    "language": "Language and communication",
    "health": "Health",
    "education": "Education",
    "status": "Care and the law",
    "address": "Where the child lives",
    "contact": "Phones and accounts",
    "professional": "People who work with the child",
    "family": "Family and carers",
    "warning": "Be careful of",
    "voice": "What the child says",
    "same": "Other records",
}
TOPICS: tuple[Topic, ...] = (
    Topic("name", "child.name", "names", "Name", "What is the child’s full name?", hint="One name is enough"),
    Topic("known-as", "child.known-as", "names", "Known as", "What does the child like to be called?"),
    Topic(
        "alias", "child.alias", "names", "Other name", "What other name does the child have?", many=True,
        particulars=(Particular("why", "How is this name used, or why was it changed?"),),
    ),
    Topic(
        "street-name", "child.street-name", "names", "Street name",
        "What is the child called on the street?", many=True,
    ),
    Topic(
        "pronouns", "child.pronouns", "names", "Pronouns",
        "Which pronouns does the child use?", hint="Only if the child has said so",
    ),
    Topic("born", "child.born", "identity", "Date of birth", "When was the child born?"),
    Topic(
        "age-basis", "child.age-basis", "identity", "How the age is known", "How is the date of birth known?",
        text="What is this based on?",
        hint="While an age is disputed, everybody treats the young person as a child",
    ),
    Topic("gender", "child.gender", "identity", "Gender", "What is the child’s gender?"),
    Topic(
        "ethnicity", "child.ethnicity", "identity", "Ethnicity",
        "What is the child’s ethnicity?", hint="In the child’s own words where you can",
    ),
    Topic("religion", "child.religion", "identity", "Religion or belief", "What is the child’s religion or belief?"),
    Topic(
        "nationality", "child.nationality", "identity", "Nationality",
        "What is the child’s nationality?", many=True,
    ),
    Topic(
        "nhs-number", "child.nhs-number", "identity", "NHS number",
        "What is the child’s NHS number?", hint="Ten digits",
    ),
    Topic(
        "national-insurance", "child.national-insurance", "identity", "National Insurance number",
        "What is the young person’s National Insurance number?", hint="For example, QQ 12 34 56 C",
    ),
    Topic(
        "looks", "child.looks", "looks", "How to know the child", "What do you describe?", many=True,
        text="Describe it", text_required=True,
        hint="One thing at a time, as somebody who has never met the child would see or hear it",
    ),
    Topic(
        "behaviour", "child.behaviour", "voice", "How the child has been lately",
        "How has the child been lately, and what is different from before?", many=True,
        since="When was this seen?", long=True, particulars=(Particular("seen-by", "Who saw it?"),),
    ),
    Topic(
        "first-language", "child.first-language", "language", "First language",
        "Which language does the child speak first?",
    ),
    Topic(
        "interpreter", "child.interpreter", "language", "Interpreter", "Does the child need an interpreter?",
        text="Which language, and anything to know in choosing one",
    ),
    Topic(
        "communication", "child.communication", "language", "Communication", "What helps the child to understand and to be understood?",
        hint="For example: short sentences, pictures, time to answer, signing", long=True,
    ),
    Topic(
        "disability", "child.disability", "health", "Disability", "What disability does the child have?", many=True,
        text="What does it mean for the child day to day?",
    ),
    Topic(
        "health-need", "child.health-need", "health", "Health need", "What health need does the child have?", many=True,
        particulars=(Particular("what-to-do", "What should somebody who finds the child do?", "lines"),),
    ),
    Topic(
        "medication", "child.medication", "health", "Essential medicine", "Which medicine can the child not do without?", many=True,
        particulars=(
            Particular("how-often", "How much, and how often?"),
            Particular("without", "What happens without it, and how soon?", "lines"),
        ),
    ),
    Topic(
        "gp", "child.gp", "health", "GP practice",
        "Which GP practice is the child registered with?", particulars=(PHONE,),
    ),
    Topic(
        "dentist", "child.dentist", "health", "Dentist",
        "Which dentist does the child go to?", particulars=(PHONE,),
    ),
    Topic(
        "school", "child.school", "education", "School or college", "Where does the child go to school or college?",
        particulars=(
            Particular("lead", "Designated safeguarding lead"),
            PHONE,
            Particular("year", "School year"),
        ),
    ),
    Topic(
        "education", "child.education", "education", "How the child is educated", "How is the child educated now?",
        text="Hours, days, and what has been agreed",
    ),
    Topic(
        "occupation", "child.occupation", "education", "Work or training",
        "What work or training does the young person do, and where?", particulars=(PHONE,),
    ),
    Topic(
        "legal-status", "child.legal-status", "status", "Legal status", "Under which legal status is the child looked after?",
        text="Anything to know about it",
        hint="Also records whether the council looks after the child, from the same day",
    ),
    Topic(
        "responsible-authority", "child.responsible-authority", "status", "Responsible authority",
        "Which authority is responsible for the child’s care?",
    ),
    Topic(
        "host-authority", "child.host-authority", "status", "Host authority",
        "In which authority’s area does the child live?",
    ),
    Topic(
        "placement-type", "child.placement-type", "status", "Kind of home", "What kind of home was the child placed in?",
        text="Name of the home or carers",
        particulars=(PHONE, Particular("rules", "What has been agreed about coming and going?", "lines")),
    ),
    Topic(
        "leaving-care", "child.leaving-care", "status", "Leaving care",
        "What is the young person owed on leaving care?",
    ),
    Topic(
        "unaccompanied", "child.unaccompanied", "status", "Unaccompanied",
        "Did the child come to the country without a parent, and seek asylum?",
    ),
    Topic(
        "immigration", "child.immigration", "status", "Immigration status",
        "What is the child’s immigration status?", text="Until when, and who advises the child",
    ),
    Topic(
        "adult-services", "child.adult-services", "status", "Adult services", "What is arranged with adult services for after 18?",
        text="With whom, and what was agreed",
    ),
    Topic(
        "address", "child.address", "address", "Address", "What is the address?", many=True, long=True,
        particulars=(
            Particular("home", "Whose home is it?", hint="For example: mother’s, foster home, grandparents’"),
            Particular("confidential", "Must the address be kept from anybody?", "yes-no"),
            Particular("kept-from", "From whom, and why?"),
        ),
    ),
    Topic(
        "phone", "child.phone", "contact", "Phone",
        "What is the number?", many=True, particulars=(Particular("whose", "Whose phone is it, and who else answers?"),),
    ),
    Topic(
        "account", "child.account", "contact", "Online account", "What is the name of the account?", many=True,
        particulars=(Particular("service", "Which app or site?", required=True),),
    ),
    Topic(
        "single-contact", "child.single-contact", "professional", "Single point of contact with police",
        "What is the rank of the single point of contact with police?", text="Name", text_required=True,
        hint="The officer whom everybody asks. The rank follows the level of risk, so look at it when the level changes",
        particulars=(
            Particular("colleague", "Do they sign in to this service?", "colleague"),
            PHONE,
            Particular("email", "E-mail"),
        ),
    ),
    Topic(
        "police-unit", "child.police-unit", "professional", "Police unit that investigates", "Which unit of police?", many=True,
        text="Name of the unit or the officer", hint="The protocol may say which: the pathway names them in 9.4, 10.2 and 10.4",
        particulars=(
            Particular("matter", "What do they investigate?", "choice", required=True, choices=POLICE_MATTERS),
            Particular("reference", "Their reference"),
            PHONE,
        ),
    ),
    Topic(
        "safe-and-well-agreed", "child.safe-and-well-agreed", "professional", "Safe and well checks",
        "How often do police see the child after coming back?", long=True,
        hint="For a child who returns so often that police cannot come each time: what was agreed, and with whom",
        particulars=(Particular("agreed-with", "Who agreed to it: a parent, or the social worker?", required=True),),
    ),
    Topic(
        "specialist", "child.specialist", "professional", "Specialist help", "Which kind of specialist?", many=True,
        text="Name or team, and what they do",
        hint="Say so too when it was thought of and is not needed, or when the child does not want it",
        particulars=(
            Particular("way", "How do they help?", "choice", required=True, choices=SPECIALIST_WAYS),
            PHONE,
        ),
    ),
    Topic(
        "professional", "child.professional", "professional", "Person", "What is their part?", many=True,
        text="Name", text_required=True,
        hint="The single point of contact with police has a page of its own",
        not_offered=frozenset({"single-contact"}),
        particulars=(
            Particular("colleague", "Do they sign in to this service?", "colleague"),
            Particular("agency", "Agency or team"),
            PHONE,
            Particular("email", "E-mail"),
            Particular("involvement", "What they do with the child", "lines", hint="Work with the child, or advice to those who do"),
        ),
    ),
    Topic(
        "family", "child.family-member", "family", "Person", "Who are they to the child?", many=True,
        text="Name", text_required=True,
        particulars=(
            PHONE,
            Particular("responsibility", "Do they have parental responsibility?", "yes-no"),
            Particular("may-be-told", "May they be told when the child is missing?", "yes-no"),
            Particular("told-why", "If not, or only in part: why?", "lines"),
            Particular("lives-with", "Does the child live with them?", "yes-no"),
            Particular("next-of-kin", "Are they the next of kin?", "yes-no"),
        ),
    ),
    Topic(
        "family-history", "child.family-history", "family", "The family’s history",
        "What should people know of the family’s history?", hint="In brief, and only what helps the child", long=True,
    ),
    Topic(
        "warning", "child.warning", "warning", "Warning", "For whom is there a risk?", many=True,
        text="What is there to be careful of?", text_required=True,
        particulars=(
            Particular("what-to-do", "What should people do?", "lines", required=True),
            Particular("review-on", "When must this be looked at again?", "date", required=True),
        ),
    ),
    Topic(
        "said", "child.said", "voice", "What the child says", "What did the child say, in the child’s own words?",
        many=True, since="When did the child say it?", long=True, particulars=(Particular("to", "To whom?"),),
    ),
)  # fmt: skip
BY_SLUG: Mapping[str, Topic] = {topic.slug: topic for topic in TOPICS}
BY_KIND: Mapping[str, Topic] = {topic.kind: topic for topic in TOPICS}


def of_groups(*groups: str) -> tuple[Topic, ...]:
    """Return the topics of these groups, in the order they are asked."""
    return tuple(topic for topic in TOPICS if topic.group in groups)
