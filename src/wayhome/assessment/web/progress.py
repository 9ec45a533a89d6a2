"""How far a form is: each section not started, in progress or completed."""

from __future__ import annotations

from dataclasses import dataclass

from wayhome.assessment.filing import Filled
from wayhome.assessment.queries.drafts import DraftView
from wayhome.engine.instruments import Section
from wayhome.ui.components import Tag
from wayhome.ui.components.plain import Colour

NOT_STARTED = Tag("Not started", Colour.GREY)
IN_PROGRESS = Tag("In progress", Colour.BLUE)
COMPLETED = Tag("Completed", Colour.GREEN)
LOOK_AGAIN = Tag("Look again", Colour.YELLOW)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where one section stands, and how many of its questions have an answer."""

    section: Section
    tag: Tag
    answered: int
    asked: int


def progress(section: Section, filled: Filled, view: DraftView) -> Progress:
    """Return how far one section is. Completed is said by the writer; what cannot be read asks for another look."""
    items = [item for item in section.items if filled.asked(item)]
    answered = sum(item.id in filled.plain for item in items)
    typed = any(view.boxes.get(item.id) for item in items)
    if any(item.id in filled.faults or item.id in view.beside for item in items):
        tag = LOOK_AGAIN
    elif section.id in view.completed:
        tag = COMPLETED
    else:
        tag = IN_PROGRESS if typed else NOT_STARTED
    return Progress(section, tag, answered, len(items))
