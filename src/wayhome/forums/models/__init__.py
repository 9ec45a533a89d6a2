"""A meeting and who came; what is talked about and why; what each wrote and what was decided."""

from wayhome.forums.models.agenda import Decision, Item, ItemState, Reason
from wayhome.forums.models.meeting import Acceptance, Feed, Meeting, MeetingState, Seat, SeatState
from wayhome.forums.models.said import Answer, Asked, Identified, Note

__all__ = [
    "Acceptance",
    "Answer",
    "Asked",
    "Decision",
    "Feed",
    "Identified",
    "Item",
    "ItemState",
    "Meeting",
    "MeetingState",
    "Note",
    "Reason",
    "Seat",
    "SeatState",
]
