"""What somebody might type into a form: something of every kind of answer."""

from __future__ import annotations

from wayhome.engine.instruments import Item, Kind


def boxes_of(item: Item) -> dict[str, list[str]]:
    """What somebody might type for an item: something of every kind."""
    match item.kind:
        case Kind.TICK:
            return {name: ["yes"] for name in item.windows or ("answer",)} | {"reason": ["Said so “herself”"]}
        case Kind.CHOICE:
            return {"answer": [item.options[0].id]}
        case Kind.CHOICES:
            return {"answer": [option.id for option in item.options[:2]]}
        case Kind.NUMBER:
            return {"text": ["3"]}
        case Kind.DATE:
            return {"day": ["5"], "month": ["3"], "year": ["2026"]}
        case Kind.TIME:
            return {"day": ["5"], "month": ["3"], "year": ["2026"], "time": ["4:30pm"]}
        case Kind.ROWS:
            return {f"0-{column.id}": [_cell(column.kind, column.options)] for column in item.columns}
    return {"text": ["Invented\nwords <b>"]}


def _cell(kind: Kind, options: tuple[object, ...]) -> str:
    if kind in (Kind.TICK, Kind.CHOICE):
        return getattr(options[0], "id") if options else "yes"  # noqa: B009
    return {Kind.NUMBER: "2", Kind.DATE: "5 3 2026", Kind.TIME: "5 3 2026 4:30pm"}.get(kind, "Invented")
