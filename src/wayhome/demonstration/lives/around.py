"""Who and what is around an invented child: family, professionals, phones and accounts, warnings, the child's words."""

from __future__ import annotations

from datetime import timedelta

from wayhome.demonstration.children import Invented
from wayhome.demonstration.lives import words
from wayhome.demonstration.lives.telling import Telling
from wayhome.demonstration.people import HEALTH, POLICE, SCHOOLS, SOCIAL_CARE, VOLUNTARY
from wayhome.demonstration.shapes import some


def mobile(number: int) -> str:
    """Return one of the thousand mobile numbers that Ofcom keeps for drama."""
    return f"07700 900{number % 1000:03d}"


def around(t: Telling, child: Invented, worker: str) -> None:
    """Tell who is around the child; `worker`: the sign-in name of the allocated worker, or empty."""
    family(t, child)
    professionals(t, child, worker)
    contacts(t, child)
    warnings(t)
    for said in some(t.random, words.SAYS, 1, 2):
        t.happened("child.said", t.ago(t.random.randint(5, 150)), text=said, source="Visit")


def family(t: Telling, child: Invented) -> None:
    """Tell the child's family and carers, who has parental responsibility and who may be told."""
    surname = child.row.name.split()[-1]
    at_home = "no" if child.looked_after else "yes"
    mother = f"{t.random.choice(words.MOTHERS)} {surname}"
    t.holds("child.family-member", code="mother", text=mother, said={
        "phone": mobile(t.random.randrange(1000)), "responsibility": "yes", "may-be-told": "yes", "lives-with": at_home,
        "next-of-kin": "yes",
    })  # fmt: skip
    if t.chance(0.55):
        safe = t.chance(0.8)
        t.holds("child.family-member", code="father", text=f"{t.random.choice(words.FATHERS)} {surname}", said={
            "phone": mobile(t.random.randrange(1000)), "responsibility": "yes" if t.chance(0.7) else "no",
            "may-be-told": "yes" if safe else "no", "lives-with": "no",
            "told-why": "" if safe else "The child asked us not to, and the court agreed.",
        })  # fmt: skip
    if t.chance(0.35):
        t.holds("child.family-member", code="grandparent", text=f"Nan, {t.random.choice(words.MOTHERS)} Shorecliffe",
                said={"phone": mobile(t.random.randrange(1000)), "may-be-told": "yes", "responsibility": "no"})  # fmt: skip
    if child.looked_after:
        t.holds("child.family-member", t.ago(150), code="foster-carer", text=t.random.choice(words.CARERS),
                said={"phone": mobile(t.random.randrange(1000)), "may-be-told": "yes", "lives-with": "yes"})  # fmt: skip


def professionals(t: Telling, child: Invented, worker: str) -> None:
    """Tell who works with the child, with the one who leads."""
    if worker:
        name = worker.replace(".", " ").title()
        t.holds("child.professional", code="lead-professional", text=name, said={
            "colleague": str(t.house.people[worker]), "agency": SOCIAL_CARE, "phone": "01632 960140",
            "email": f"{worker}@seaport.example", "involvement": "Visits every two weeks; leads the plan.",
        })  # fmt: skip
    school, lead = t.random.choice(words.SCHOOLS)
    t.holds("child.professional", code="designated-lead", text=lead, agency=SCHOOLS,
            said={"agency": school, "phone": "01632 960210", "involvement": "Sees the child on Mondays."})  # fmt: skip
    if child.looked_after:
        t.holds("child.professional", code="reviewing-officer", text="Ruth Pebbleworth",
                said={"agency": SOCIAL_CARE, "phone": "01632 960144"})  # fmt: skip
        t.holds("child.professional", code="looked-after-nurse", text="Agnes Seaholly", agency=HEALTH,
                said={"agency": HEALTH, "phone": "01632 960310"})  # fmt: skip
    if t.chance(0.3):
        t.holds("child.professional", t.ago(100), code="police-officer", text="Dean Windlass", agency=POLICE,
                said={"agency": POLICE, "phone": "01632 960410", "involvement": "The one officer the child knows."})  # fmt: skip
    if t.chance(0.35):
        code, who = t.random.choice(
            (("youth-worker", "Jo Slipway"), ("substance-use", "Hal Mudflat"), ("camhs", "Dr Iris Lagoon"))
        )
        t.holds("child.professional", t.ago(t.random.randint(30, 200)), code=code, text=who, agency=VOLUNTARY,
                said={"phone": "01632 960520", "involvement": "One to one, once a week."})  # fmt: skip


def contacts(t: Telling, child: Invented) -> None:
    """Tell the child's phones and accounts, old ones with their end."""
    number = int(child.row.reference[-4:])
    changed = t.ago(t.random.randint(20, 160))
    if t.chance(0.3) and changed > t.known:
        t.holds("child.phone", until=changed, text=mobile(number + 500), said={"whose": "The child's; lost"})
    t.holds("child.phone", changed, text=mobile(number), said={"whose": "The child's own"})
    if t.chance(0.6):
        handle = f"@{child.row.name.split()[0].lower()}_{number}"
        t.holds("child.account", changed, text=handle, said={"service": t.random.choice(words.APPS)})


def warnings(t: Telling) -> None:
    """Tell what to be careful of, for some; most with a review to come, some with one that is past."""
    if not t.chance(0.35):
        return
    for code, text, act in some(t.random, words.WARNINGS, 1, 2):
        since = t.ago(t.random.randint(20, 160))
        review = t.today + timedelta(days=t.random.randint(-20, 80))
        t.holds("child.warning", since, code=code, text=text, said={"what-to-do": act, "review-on": review.isoformat()})
