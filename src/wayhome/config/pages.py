"""What the rooms show on each other's pages: the frame, and the parts of a child's banner, in one place."""

from __future__ import annotations

from wayhome.assessment import arrangements
from wayhome.clocks.protocols import active, law_at
from wayhome.config.chrome import frame
from wayhome.disclosure import further
from wayhome.disclosure.further import Further
from wayhome.disclosure.web import listing as disclosure
from wayhome.disclosure.web import waiting as sharings_waiting
from wayhome.forums.web import between_panel, level_panel, minutes_given
from wayhome.missing.web import banner as missing
from wayhome.platform.queries import protocols
from wayhome.record.web import banner, banner_notes, child_sections, looked_at, network, panels
from wayhome.retention.web import listing as retention
from wayhome.ui import chrome
from wayhome.worklists.web import beside, sent


def connect() -> None:
    """Fill the slots. Called once at start-up."""
    chrome.register(frame)
    protocols.register(law_at)
    banner.register("missing", missing.parts)
    banner.register("record", banner_notes.parts)
    child_sections.register(10, "Overview", "child")
    child_sections.register(12, "At night", "child-at-night")
    child_sections.register(50, "Plans", "child-plans")
    child_sections.register(40, "Missing", "child-missing")
    child_sections.register(30, "Assessments", "child-assessments")
    arrangements.register(lambda authority: active(authority).id)
    child_sections.register(20, "Timeline", "child-timeline")
    child_sections.register(15, "About", "child-about")
    child_sections.register(90, "Access and sharing", "child-access")
    child_sections.register(70, "Meetings", "child-meetings")
    child_sections.register(75, "Raised", "child-raised")
    sent.register("briefing", "A briefing was sent to you", "briefing")
    sent.register("meeting-return", "A meeting asks what your agency knows", "meeting-answers")
    sent.register("meeting-return-late", "A meeting still waits for what your agency knows", "meeting-answers")
    sent.register("meeting-return-missing", "An agency has not answered for your meeting", "meeting-answers")
    sent.register("action-late", "Something you see to is overdue", "action")
    sent.register("action-late-up", "An action that others agreed to is still not done", "action")
    child_sections.register(80, "Documents", "child-documents")
    child_sections.register(60, "People and places", "child-people")
    child_sections.register(65, "Network", "child-network")
    further.register("minutes", Further("Minutes", minutes_given.offered, minutes_given.drawn))
    beside.register(10, sharings_waiting.lines)
    panels.register("access", 20, "sharings", disclosure.panel)
    panels.register("access", 30, "retention", retention.panel)
    panels.register("access", 90, "looked at", looked_at.panel)
    panels.register("overview", 10, "between meetings", between_panel.panel)
    panels.register("overview", 30, "level", level_panel.panel)
    panels.register("people", 20, "links", network.panel)
    # 20 Timeline, 30 Assessments, 40 Missing, 50 Plans, 60 People and places, 70 Meetings, 80 Documents, 90 Access and
    # sharing: each room adds its own line when its page is there.
