"""Who an invented child is: age, language, belief, health, school, home, and the law's word on care."""

from __future__ import annotations

from datetime import date, timedelta

from wayhome.demonstration.children import Invented
from wayhome.demonstration.lives import words
from wayhome.demonstration.lives.telling import Telling
from wayhome.demonstration.people import AUTHORITY, HEALTH, NEIGHBOUR, SCHOOLS
from wayhome.demonstration.shapes import pick

_FROM_AFAR = tuple(
    each[:3] for each in words.TONGUES if each[1] in {"Syrian", "Iraqi", "Eritrean", "Vietnamese", "Afghan"}
)


def outline(t: Telling, child: Invented) -> bool:
    """Tell what is on every record: school, language and GP. Returns whether the child came to the country alone."""
    alone = child.looked_after and child.age >= 15 and t.chance(0.25)
    language, nationality, religion = t.random.choice(_FROM_AFAR) if alone else _tongue(t)
    primary = child.age < 11
    school, lead = words.SCHOOLS[-1] if primary else t.random.choice(words.SCHOOLS[:-1])
    year = f"Year {max(3, min(13, child.age - 4))}"
    said = {"lead": lead, "phone": _landline(t), "year": year}
    t.holds("child.school", text=school, agency=SCHOOLS, said=said)
    t.holds("child.first-language", text=language)
    t.holds("child.gp", text=t.random.choice(words.PRACTICES), agency=HEALTH, said={"phone": _landline(t)})
    if language != "English":
        t.holds("child.nationality", text=nationality)
        if religion:
            t.holds("child.religion", text=religion)
        if alone or t.chance(0.4):
            t.holds("child.interpreter", code="needed", text=f"{language}; the same interpreter if it can be")
    return alone


def whole(t: Telling, child: Invented, *, alone: bool) -> None:
    """Tell the rest of who the child is, as somebody who knows the child well would."""
    _age(t, alone)
    _care(t, child)
    _home(t, child)
    _health(t)
    _school(t, child)
    if t.chance(0.25):
        t.holds("child.street-name", text=t.random.choice(words.NICKNAMES))
    if t.chance(0.08):
        t.holds("child.alias", text=f"{child.row.name.split()[0]} {t.random.choice(words.NICKNAMES)}son",
                said={"why": "The father's name, used at the last school."})  # fmt: skip
    if child.row.gender in {"other", "not-known"}:
        t.holds("child.pronouns", text="they, them")


def _tongue(t: Telling) -> tuple[str, str, str]:
    return pick(t.random, {each[:3]: each[3] for each in words.TONGUES})


def _landline(t: Telling) -> str:
    return f"01632 960{t.random.randrange(1000):03d}"


def _age(t: Telling, alone: bool) -> None:
    if not alone:
        t.holds("child.age-basis", code="documented", text="Birth certificate seen")
        return
    t.holds("child.unaccompanied", code="yes")
    t.holds("child.immigration", code="asylum-seeking", text="Advised by Harbour Law (invented)")
    came = t.known + timedelta(days=14)
    if t.chance(0.5):
        t.holds(
            "child.age-basis", came, code="disputed", text="The border said 19; the child says 16. Not yet settled."
        )
    else:
        t.holds("child.age-basis", t.known, until=came + timedelta(days=60), code="said", text="As told on arrival")
        t.holds(
            "child.age-basis",
            came + timedelta(days=60),
            code="assessed",
            text="Two social workers, with an interpreter",
        )


def _care(t: Telling, child: Invented) -> None:
    if child.placement != "here":
        placed_in = child.placement == "placed-in"
        t.holds("child.responsible-authority", text=NEIGHBOUR if placed_in else AUTHORITY)
        t.holds(
            "child.host-authority", text=AUTHORITY if placed_in else t.random.choice((NEIGHBOUR, "Eastmere Council"))
        )
    if not child.looked_after:
        return
    voluntary = t.known + timedelta(days=t.random.randint(40, 160))
    if t.chance(0.4) and voluntary < t.ago(40):
        t.holds("child.legal-status", until=voluntary, code="v2", text="With the mother's agreement")
        t.holds("child.legal-status", voluntary, code=t.random.choice(("c1", "c2")))
    else:
        t.holds("child.legal-status", code=t.random.choice(("v2", "c2", "c2", "c1")))
    if child.age >= 16:
        t.holds("child.leaving-care", t.ago(200), code="eligible")
        if child.age >= 17:
            t.holds("child.adult-services", t.ago(60), code=t.random.choice(("referred", "not-started")))


def _home(t: Telling, child: Invented) -> None:
    street = f"{t.random.randint(1, 180)} {t.random.choice(words.STREETS)}, Seaport"
    if not child.looked_after:
        before = t.ago(t.random.randint(120, 400))
        if t.chance(0.3) and before > t.known:
            t.holds(
                "child.address",
                until=before,
                text=f"{t.random.randint(1, 90)} Old Quay, Seaport",
                said={"home": "Father's"},
            )
        t.holds(
            "child.address",
            before,
            text=street,
            said={"home": t.random.choice(("Mother's", "Both parents'", "Grandparents'"))},
        )
        return
    moves = sorted({t.known, *(t.ago(t.random.randint(30, 420)) for _ in range(t.random.choice((0, 1, 1, 2))))})
    for begins, ends in zip(moves, [*moves[1:], None], strict=True):
        _placed(t, child, begins, ends)


def _placed(t: Telling, child: Invented, begins: date, ends: date | None) -> None:
    kind = pick(t.random, {"u6": 40, "k2": 32, "u3": 12, "k3": 16 if child.age >= 16 else 0, "p1": 4})
    place = t.random.choice(words.HOMES if kind in {"k2", "k3"} else words.CARERS)
    rules = "Home by nine in the week and ten at weekends; a text if later."
    t.holds(
        "child.placement-type", begins, until=ends, code=kind, text=place, said={"phone": _landline(t), "rules": rules}
    )
    secret = t.chance(0.15)
    said = {"home": place, "confidential": "yes" if secret else "no"}
    if secret:
        said["kept-from"] = "From the father: the court said so"
    street = f"{t.random.randint(1, 180)} {t.random.choice(words.STREETS)}, Seaport"
    t.holds("child.address", begins, until=ends, text=street, said=said)


def _health(t: Telling) -> None:
    if t.chance(0.3):
        need, act = t.random.choice(words.NEEDS)
        t.holds("child.health-need", agency=HEALTH, text=need, said={"what-to-do": act})
    if t.chance(0.18):
        medicine, often, without = t.random.choice(words.MEDICINES)
        t.holds("child.medication", agency=HEALTH, text=medicine, said={"how-often": often, "without": without})
    if t.chance(0.2):
        code, meaning = t.random.choice(words.DISABILITIES)
        t.holds("child.disability", code=code, text=meaning)
    if t.chance(0.25):
        t.holds("child.communication", text=t.random.choice(words.COMMUNICATION))


def _school(t: Telling, child: Invented) -> None:
    code = pick(
        t.random,
        {"full-time": 58, "part-time-timetable": 20, "alternative-provision": 12, "excluded": 5, "no-place": 5},
    )
    if code == "full-time":
        t.holds("child.education", code=code, agency=SCHOOLS)
        return
    since = t.ago(t.random.randint(40, 200))
    t.holds("child.education", until=since, code="full-time", agency=SCHOOLS)
    meaning = {"part-time-timetable": "Ten until one, four days a week; looked at again each half term."}.get(code, "")
    t.holds("child.education", since, code=code, text=meaning, agency=SCHOOLS)
