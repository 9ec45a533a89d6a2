"""Who hears of what, in what order: the whole table, in one place."""

from __future__ import annotations

from wayhome.clocks import announcements as clocks
from wayhome.clocks.operations import recompute
from wayhome.disclosure.operations import telling as disclosure
from wayhome.forums.operations import returns
from wayhome.forums.queries.definitions import leads
from wayhome.missing import projector as missing
from wayhome.platform.operations import handing_on
from wayhome.record import announcements as record
from wayhome.record import projector
from wayhome.record.operations import odd_looks
from wayhome.retention.operations import proposing
from wayhome.worklists.operations import late, notices, worker


def connect() -> None:
    """Fill the tables. A fact moves the child's projection, then the episode's, then the readings; a rung, the notices."""
    record.subscribe(10, "record.projector", projector.on_recorded, projector.rebuild)
    record.subscribe(20, "missing.projector", missing.on_recorded, missing.rebuild)
    record.subscribe(30, "clocks.recompute", recompute.on_recorded, recompute.on_loaded, recompute.on_loaded_about)
    record.subscribe(40, "disclosure.corrections", disclosure.on_recorded, disclosure.on_loaded)
    clocks.subscribe("worklists.notices", notices.on_fired)
    worker.also(late.chase)
    late.agreed_at("meeting", leads)
    worker.also(proposing.propose)
    worker.also(returns.ask)
    worker.also(odd_looks.find)
    worker.also(handing_on.hand_on)
