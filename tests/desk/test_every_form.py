"""Every form of the product, sent what people send on a bad day: nothing breaks, nobody's words are lost.

The forms are found by walking the pages as people of a small Seaport, so that a form added tomorrow is tried too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from tests.desk.crawling import Form, Page, Walk, every_route
from tests.desk.sending import WORDS, Answer, Found, filled, has_day, rightly, send, wordy
from tests.journeys.seaport import Seaport, settled
from wayhome.missing.models import Episode
from wayhome.missing.models.episode import Section
from wayhome.record.models import Child

COORDINATOR = "ola.tamarisk"
# A draft keeps what it understands and says at its check what is lacking: nothing stops half-way through a long form.
DRAFTS = ("draft-section", "draft-check", "write-part")
# What is shown is new each time it is asked for, as an address with a secret in it is.
ANEW = ("meetings-calendar", "send-link")
# Forms that this filling in never fills in rightly, and why. The list may only become shorter.
NEVER_RIGHT = {
    "draft-check": "sent only when every section of the form is complete",
    "child-access-decide": "the record may be sealed already, on the way to the forms behind",
    "close-episode": "closed only after everything that comes before",
    "offer-conversation": "needs somebody the child trusts, who does not look after the child",
    "hold-conversation": "needs somebody the child trusts, who does not look after the child",
    "share": "needs one of three ways to say with whom",
    "withhold": "needs one of three ways to say with whom",
    "meeting-item": "either what an agency knows, or that it knows nothing",
    "record-act": "what can only follow a return is refused while the first child met is missing",
}
# Routes that the walk does not come to, and why. The list may only become shorter.
NOT_COME_TO = {
    "only read: what a protocol says": {"protocol", "protocol-meeting", "rule", "instrument", "indicator", "national"},
    "nothing to fill in: a file, a paper, a beacon": {
        "document", "photograph", "meeting-minutes-pdf", "meeting-papers-pdf", "meeting-minutes-for-pdf",
        "shared-paper", "correction-paper", "briefing-pdf",
        "meetings-feed", "events", "healthy", "home", "language-guide", "security-txt",
        "own-record-copy", "session", "meeting-display",
    },
    "kept by the script as one types": {"draft-save", "keep-part", "keep-meeting-note", "save-report"},
    "it depends on the hour whether the first children met have one": {
        "compare-sheets", "sheet", "print-sheet", "plan", "end-plan", "goal-progress", "review-plan", "plan-version",
        "plan-pdf", "plan-for-the-child", "plan-for-the-child-pdf", "not-safe", "safe-and-well",
    },
    "nothing stands so in a Seaport of fourteen children": {
        "acknowledge-sharing", "add-report", "briefing", "compare-plan", "consider-child", "context-act", "dispose",
        "disagreement", "end-hold", "end-opening", "end-other-sign-ins", "end-person-sign-ins", "end-sign-in", "end-told",
        "end-vetting", "enter-meeting", "forget-second-step", "meeting-answers", "meeting-left-off",
        "meeting-minutes", "meeting-minutes-about", "meeting-minutes-for", "meeting-papers", "odd-look", "own-record", "mend-sheet",
        "opening", "proposal", "received", "retention", "set-years",
        "report-receipt", "send-correction", "settle-plan", "sharing",
    },
}  # fmt: skip
NOBODY = "00000000-0000-4000-8000-00000000dead"
MANAGER, ADMINISTRATOR, GUARDIAN = "parveen.longshore", "leonie.harbourne", "margaret.lightvessel"
STARTS = [
    "/my-work", "/missing/board", "/contexts", "/adults", "/children", "/children/find", "/assessments", "/meetings",
    "/directory", "/team", "/partnership/duties", "/protocols/what-if", "/account", "/sharings", "/shared-with-me",
    "/opened", "/odd-looks", "/undelivered", "/audit", "/partnership/people", "/partnership/posts",
]  # fmt: skip
# Sent as they should be, so that the forms behind them are come to.
DOORS = (
    "find-child", "begin-plan", "new-meeting", "keep-list", "directory-tell", "child-access-decide", "meeting-add",
)  # fmt: skip


@pytest.fixture(scope="module")
def seaport(fresh_module_database: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Seaport]:
    """Furnish the module's own database; what the tests send to it is undone."""
    with django_db_blocker.unblock():
        yield settled()


@pytest.fixture(scope="module")
def walked(seaport: Seaport, known: dict[str, str]) -> tuple[Walk, list[Found]]:
    """Walk the product as each person and gather the forms nobody has met before."""
    walk, found = Walk(), []
    for name in (COORDINATOR, MANAGER, ADMINISTRATOR, GUARDIAN):
        client = seaport.client(name)
        client.raise_request_exception = False
        starts, new = [*STARTS, at_home(seaport)] if name == COORDINATOR else STARTS, False
        while starts:
            met = [Found(form, client) for form in walk.forms(client, starts, only_new=name != COORDINATOR or new)]
            found += met
            starts, new = [], True
            for one in met:
                if one.form.route in DOORS:
                    found += [Found(form, client) for form in behind(one, walk, starts, known)]
    return walk, found


def at_home(seaport: Seaport) -> str:
    """Return where somebody who is not missing is reported so: the first child whose page is met may be missing already."""
    with seaport.acting(COORDINATOR):
        missing = Episode.objects.filter(section=Section.MISSING).values("child_id")
        child = Child.objects.exclude(id__in=missing).order_by("reference").values_list("id", flat=True)[0]
    return reverse("report-missing", args=[child])


def behind(one: Found, walk: Walk, starts: list[str], known: dict[str, str]) -> Iterator[Form]:
    """Send a form rightly and keep it; give the forms of the page that answers, or add where it leads to `starts`."""
    for data in rightly(one.form, known):
        answer = one.client.post(one.form.action, data)
        if answer.status_code == 302:
            starts.append(answer.headers["Location"])
        if answer.status_code == 200:
            yield from walk.unmet(Page(one.form.action, answer.content.decode()))
        if answer.status_code != 422:
            return


@pytest.fixture(scope="module")
def found(walked: tuple[Walk, list[Found]]) -> list[Found]:
    """Return every form that was met."""
    return walked[1]


@pytest.fixture(scope="module")
def known(seaport: Seaport) -> dict[str, str]:
    """Return what some boxes must hold to be right: the reference of a child there is, an address nobody has."""
    with seaport.acting(COORDINATOR):
        reference = Child.objects.order_by("reference").values_list("reference", flat=True).last()
    return {
        "reference": str(reference),
        "who": str(reference),
        "email": "somebody.new@seaport.example",
        "postcode": "PO1 2DX",
    }


def wrong(found: list[Found], tried: Callable[[Found], str]) -> str:
    """Try something on every form; return what went wrong, a line a form."""
    return "\n".join(f"{one}: {fault}" for one in found if (fault := tried(one)))


def fault_of(one: Found, answer: Answer, words: str = "") -> str:
    """Say what is wrong with an answer to something that cannot be: "" when it was refused as it should be."""
    if answer.broke or one.form.by_get:
        return answer.broke
    if not answer.refused and one.form.asks:
        return f"answered {answer.status}, and wrote {answer.written}"
    if answer.refused and answer.written:
        return f"was refused, and wrote {answer.written}"
    if answer.status == 422 and one.form.asks and not answer.names_the_box():
        return "was refused without a way to the box"
    return "" if answer.taken or not words or answer.keeps(words) else "lost what was typed"


def only_unbroken(answer: Answer) -> str:
    """Say whether anything broke, or was written though refused."""
    return answer.broke or (f"was refused, and wrote {answer.written}" if answer.refused and answer.written else "")


def test_a_day_that_never_was(found: list[Found]) -> None:
    """31 February at 25:61, beside words of every script: refused by name, and the words stay."""
    words = "Kept words 🙂👩‍👧 e\u0301 مريم \u202eאב\u202c 7731"

    def tried(one: Found) -> str:
        (answer,) = send(one, filled(one.form, words, day=("31", "2", "2025"), time="25:61"))
        kept = words if wordy(one.form) else ""
        return fault_of(one, answer, kept) if has_day(one.form) else only_unbroken(answer)

    assert not (said := wrong(found, tried)), said


def test_an_end_before_its_beginning(found: list[Found]) -> None:
    """The second day asked for is a year before the first: refused, or the two have nothing to do with each other."""

    def tried(one: Found) -> str:
        data = filled(one.form)
        years = [name for name in data if re.search(r"(^|[_-])year$", name)]
        for number, name in enumerate(years):
            data[name] = str(2025 - number)
        return only_unbroken(*send(one, data)) if len(years) > 1 else ""

    assert not (said := wrong(found, tried)), said


def test_ten_thousand_characters(found: list[Found]) -> None:
    """Taken as they are, or given back with a sentence that says what to mend; what nobody can see is left out."""
    words = "a long day at the harbour " * 400

    def tried(one: Found) -> str:
        (answer,) = send(one, filled(one.form, words + "\x00\x07\x1b"))
        return fault_of(one, answer, words) if answer.refused and wordy(one.form) else only_unbroken(answer)

    assert not (said := wrong(found, tried)), said


def test_nothing_at_all(found: list[Found]) -> None:
    """A form sent empty is refused by name, or asks for nothing."""

    def tried(one: Found) -> str:
        (answer,) = send(one, {b.name: b.value for b in one.form.boxes if b.kind == "hidden"})
        return fault_of(one, answer) if answer.refused else only_unbroken(answer)

    assert not (said := wrong(found, tried)), said


def test_what_no_page_ever_offered(found: list[Found]) -> None:
    """A page left open since last year, or somebody playing: a choice not on the list, a key of nobody's record."""

    def tried(one: Found) -> str:
        ours = [b for b in one.form.boxes if b.name != "csrfmiddlewaretoken" and not b.name.endswith("_day")]
        chosen = [b.name for b in ours if b.kind in ("radio", "checkbox", "select")]
        hidden = [b.name for b in ours if b.kind == "hidden"]
        (answer,) = send(one, filled(one.form) | dict.fromkeys(chosen, "never-offered") | dict.fromkeys(hidden, NOBODY))
        if not chosen or answer.status in (403, 404) or one.form.route in DRAFTS:
            return only_unbroken(answer)
        return fault_of(one, answer, WORDS if wordy(one.form) else "")

    assert not (said := wrong(found, tried)), said


def test_an_address_of_nobodys_record(found: list[Found]) -> None:
    """Nothing is there for who may not see it: the form is not taken and nothing is written."""

    def tried(one: Found) -> str:
        action = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", NOBODY, one.form.action)
        if action == one.form.action:
            return ""
        (answer,) = send(Found(replace(one.form, action=action), one.client), filled(one.form))
        there = 404 not in (answer.status, answer.then)
        return "" if not there and not answer.written else f"{answer.status}, wrote {answer.written}"

    assert not (said := wrong(found, tried)), said


def test_pressed_twice(found: list[Found], known: dict[str, str]) -> None:
    """The same sheet sent twice has the effect of once; and each form is taken when it is filled in rightly."""
    refused: dict[str, str] = {}

    def tried(one: Found) -> str:
        for data in rightly(one.form, known):
            answers = send(one, data, times=2)
            once, again = answers[0], answers[-1]
            if once.broke or again.broke:
                return once.broke or again.broke
            if not once.refused or one.form.by_get:
                same = once.written == again.written or one.form.route in ANEW
                return "" if same else f"wrote {once.written}, then {again.written}"
        refused[str(one)] = problems(once)
        return ""

    assert not (said := wrong(found, tried)), said
    never = {name.split()[0] for name in refused} - NEVER_RIGHT.keys()
    assert not never, "\n".join(f"{name}: {said}" for name, said in refused.items())


def problems(answer: Answer) -> str:
    """Return what the page said was wrong."""
    summary = re.search(r'class="govuk-error-summary.*?</ul>', answer.page, flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", "<" + summary[0]).split()) if summary else answer.page[:0]


def test_the_walk_comes_to_every_form(walked: tuple[Walk, list[Found]]) -> None:
    """A form nobody comes to is not tried, and then the tests above say nothing of it."""
    walk, found = walked
    missed = every_route() - walk.reached
    listed = set().union(*NOT_COME_TO.values())
    assert not missed - listed, sorted(missed - listed)
    assert not listed - every_route(), "these are no routes any more"
    assert len({str(one) for one in found}) > 100
