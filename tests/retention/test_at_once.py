"""A record is had to stay, judged and disposed of by several people at once: what says stay is never overtaken."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from tests.partnership import UNTIMED, Partnership, acting, meanwhile, said
from tests.retention.test_disposal import place as place  # the fixture
from wayhome.platform import wall
from wayhome.record.operations.children import open_record
from wayhome.record.operations.facts import Draft
from wayhome.record.queries import children
from wayhome.retention.operations import deciding, proposing
from wayhome.retention.operations.errors import BadValue, NotFound
from wayhome.retention.queries import retention

FAR = date(2090, 1, 1)


def grown_up(place: Partnership) -> UUID:
    """Return the record of somebody who was born eighty years ago."""
    with acting(place, "worker") as actor:
        born = wall.now().date() - timedelta(days=80 * 366)
        drafts = [
            Draft("child.name", UNTIMED, wall.now(), text="Zephyrine Quillfeather"),
            Draft("child.born", UNTIMED, wall.now(), on_date=born),
            said("child.care-status", 24 * 365, code="looked-after"),
        ]
        return open_record(actor=actor, drafts=drafts)


def test_nothing_goes_that_somebody_is_just_keeping(place: Partnership) -> None:
    found = [grown_up(place) for _ in range(3)]
    assert proposing.propose(now=wall.now()) == 3
    worker = place.actor("worker")
    proposals = {}
    for child in found:
        with acting(place, "worker"):
            view = retention.of_child(child)
            assert view
            proposals[child] = view.id
        for name in ("worker", "lead"):
            with acting(place, name) as actor:
                deciding.judge(actor=actor, proposal=proposals[child], dispose=True, why="Nobody asked for it")
    held, stays, goes = found

    def later(name: str, act: Callable[..., None], **given: object) -> Callable[[], None]:
        def run() -> None:
            with acting(place, name) as actor:
                act(actor=actor, **given)

        return run

    def hold(child: UUID) -> dict[str, object]:
        return {"child": child, "why": "A claim", "review_on": FAR}

    dispose = later("lead", deciding.dispose, proposal=proposals[held])
    refused = meanwhile(place, "worker", lambda: deciding.hold(actor=worker, **hold(held)), dispose)  # type: ignore[arg-type]
    assert isinstance(refused, BadValue) and "A hold stands" in str(refused)
    dispose = later("lead", deciding.dispose, proposal=proposals[stays])
    stay = {"proposal": proposals[stays], "dispose": False, "why": "A letter came", "look_again_on": FAR}
    manager = place.actor("manager")
    refused = meanwhile(place, "manager", lambda: deciding.judge(actor=manager, **stay), dispose)  # type: ignore[arg-type]
    assert isinstance(refused, BadValue) and "decided already" in str(refused)
    hold_it = later("worker", deciding.hold, **hold(goes))
    refused = meanwhile(
        place, "lead", lambda: deciding.dispose(actor=place.actor("lead"), proposal=proposals[goes]), hold_it
    )
    assert isinstance(refused, NotFound), "what has gone is not said to be held"
    with acting(place, "worker"):
        assert [children.banner(child) is not None for child in found] == [True, True, False]
