"""Draws our components, and Django's fields as GOV.UK ones, in one cached environment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django import forms
from markupsafe import Markup

from wayhome.ui.forms import FOLDS, SURENESS, DateBoxes, WhenField, WhenWidget
from wayhome.ui.library import Components, Library

_PARTS = {"sureness": "sureness", "time": "time", "fold": "fold", "date": "date_day", "day": "day"}


def form_errors(library: Library, *given: forms.BaseForm) -> Markup:
    """Return the error summary for forms with errors: each error a link to the box to mend; else nothing."""
    listed = [error for form in given for error in _listed(form)]
    if not listed:
        return Markup("")
    return library.draw("error-summary", {"titleText": "There is a problem", "errorList": listed})


def _listed(form: forms.BaseForm) -> Iterator[dict[str, str]]:
    for text in form.non_field_errors():
        yield {"text": str(text), "href": "#main-content"}
    for bound in form:
        if bound.errors:
            yield {"text": str(bound.errors[0]), "href": f"#{_box_to_mend(bound)}"}


def _box_to_mend(bound: forms.BoundField) -> str:
    code = bound.errors.as_data()[0].code or ""
    if isinstance(bound.field.widget, DateBoxes):
        return f"{bound.auto_id}_day"
    if isinstance(bound.field.widget, WhenWidget):
        return f"{bound.auto_id}_{_PARTS.get(code, 'day')}"
    return str(bound.auto_id)


def form_fields(components: Components, library: Library, form: forms.BaseForm, **options: Any) -> Markup:
    """Return every field of the form in its order, the hidden ones too."""
    return Markup("\n").join(form_field(components, library, bound, **options) for bound in form)


def form_field(
    components: Components,
    library: Library,
    bound: forms.BoundField,
    *,
    size: str = "m",
    heading: bool = False,
    reveal: Mapping[str, str] | None = None,
) -> Markup:
    """Return one field as its GOV.UK component.

    `size` is the size of the question (s, m, l); `heading` makes it the page's h1; `reveal` is HTML
    shown under a radio or a checkbox once chosen, by its value (in sight always without JavaScript).
    """
    if bound.is_hidden:
        return Markup(bound.as_hidden())
    for kind, draw in _KINDS:
        if isinstance(bound.field.widget, kind):
            return draw(components, library, _Asked(bound, size, heading, reveal or {}))
    raise TypeError(f"{bound.name} has a {type(bound.field.widget).__name__}, which has no GOV.UK component here.")


class _Asked:
    """The options every component shares: label or legend, hint, error, identifiers."""

    def __init__(self, bound: forms.BoundField, size: str, heading: bool, reveal: Mapping[str, str]) -> None:
        self.bound = bound
        self.size = size
        self.heading = heading
        self.reveal = reveal
        self.sifts = getattr(bound.form, "sifts", False)
        optional = "" if bound.field.required or self.sifts else " (optional)"
        self.question = f"{bound.label}{optional}"

    def options(self) -> dict[str, Any]:
        """Return name, hint and error, as every macro takes them."""
        made: dict[str, Any] = {"name": self.bound.html_name}
        if self.bound.help_text:
            made["hint"] = {"text": self.bound.help_text}
        if self.bound.errors:
            made["errorMessage"] = {"text": self.bound.errors[0]}
        return made

    def single(self) -> dict[str, Any]:
        """Return the options of a single box, with its label."""
        label = {"text": self.question, "classes": f"govuk-label--{self.size}", "isPageHeading": self.heading}
        attributes = {key: str(value) for key, value in self.bound.field.widget.attrs.items() if key != "class"}
        return self.options() | {"id": self.bound.auto_id, "label": label, "attributes": attributes}

    def group(self) -> dict[str, Any]:
        """Return the options of a group, with its legend."""
        return self.options() | {"idPrefix": self.bound.auto_id, "fieldset": {"legend": self.legend()}}

    def legend(self) -> dict[str, Any]:
        """Return the question as a legend."""
        return {
            "text": self.question,
            "classes": f"govuk-fieldset__legend--{self.size}",
            "isPageHeading": self.heading,
        }

    def items(self, chosen: set[str]) -> list[dict[str, Any]]:
        """Return the answers to choose from, with hints and what each reveals."""
        hints: Mapping[str, str] = getattr(self.bound.field, "hints", {})
        made = []
        for value, text in self.bound.field.choices:  # type: ignore[attr-defined]
            item: dict[str, Any] = {"value": str(value), "text": str(text), "checked": str(value) in chosen}
            if str(value) in hints:
                item["hint"] = {"text": hints[str(value)]}
            if str(value) in self.reveal:
                item["conditional"] = {"html": self.reveal[str(value)]}
            made.append(item)
        return made


def _chosen(bound: forms.BoundField) -> set[str]:
    value = bound.value()
    if value is None or value == "":
        return set()
    return {str(one) for one in value} if isinstance(value, list | tuple | set) else {str(value)}


def _radios(components: Components, library: Library, asked: _Asked) -> Markup:
    bound = asked.bound
    inline = "govuk-radios--inline" if getattr(bound.field, "inline", False) else ""
    options = asked.group() | {"items": asked.items(_chosen(bound)), "classes": inline}
    return library.draw("radios", options)


def _checkboxes(components: Components, library: Library, asked: _Asked) -> Markup:
    bound = asked.bound
    small = "govuk-checkboxes--small" if asked.sifts else ""
    return library.draw("checkboxes", asked.group() | {"items": asked.items(_chosen(bound)), "classes": small})


def _checkbox(components: Components, library: Library, asked: _Asked) -> Markup:
    bound = asked.bound
    options = asked.options() | {"idPrefix": bound.auto_id}
    options["items"] = [{"value": "on", "text": asked.bound.label, "checked": bool(bound.value())}]
    return library.draw("checkboxes", options)


def _select(components: Components, library: Library, asked: _Asked) -> Markup:
    bound = asked.bound
    chosen = _chosen(bound)
    items = [
        {"value": str(value), "text": str(text), "selected": str(value) in chosen}
        for value, text in bound.field.choices  # type: ignore[attr-defined]
    ]
    return library.draw("select", asked.single() | {"items": items})


def _textarea(components: Components, library: Library, asked: _Asked) -> Markup:
    bound = asked.bound
    options = asked.single() | {"value": bound.value() or "", "rows": getattr(bound.field, "rows", 5)}
    options["attributes"].setdefault("data-language-hints", "")  # quiet advice as one writes, wherever one writes
    longest = getattr(bound.field, "max_length", None)
    if not longest:
        return library.draw("textarea", options)
    options["attributes"].pop("maxlength", None)
    return library.draw("character-count", options | {"maxlength": longest})


def _input(components: Components, library: Library, asked: _Asked) -> Markup:
    bound = asked.bound
    options = asked.single() | {"value": "" if bound.value() is None else str(bound.value())}
    options["attributes"].pop("maxlength", None)
    options["type"] = bound.field.widget.input_type
    if isinstance(bound.field, forms.IntegerField):
        options |= {"type": "text", "inputmode": "numeric"}
    width = getattr(bound.field, "width", 0)
    options["classes"] = f"govuk-input--width-{width}" if width else ""
    if "autocomplete" in options["attributes"]:
        options["autocomplete"] = options["attributes"].pop("autocomplete")
    return library.draw("input", options)


def _date(components: Components, library: Library, asked: _Asked) -> Markup:
    bound = asked.bound
    wrong = " govuk-input--error" if bound.errors else ""
    boxes = zip(("day", "month", "year"), bound.value(), (2, 2, 4), strict=True)
    options = asked.options() | {
        "id": bound.auto_id,
        "fieldset": {"legend": asked.legend(), "role": "group"},
        "items": [
            {
                "id": f"{bound.auto_id}_{part}",
                "name": f"{bound.html_name}_{part}",
                "label": part.capitalize(),
                "value": value,
                "classes": f"govuk-input--width-{width}{wrong}",
            }
            for part, value, width in boxes
        ],
    }
    options.pop("name")
    return library.draw("date-input", options)


def _file(components: Components, library: Library, asked: _Asked) -> Markup:
    """A file to send. What was chosen cannot be drawn again: a browser never tells."""
    return library.draw("file-upload", asked.single())


def _when(components: Components, library: Library, asked: _Asked) -> Markup:
    bound = asked.bound
    field = bound.field
    assert isinstance(field, WhenField)
    entry, days = bound.value(), field.days()
    known = {value for value, _ in days}
    code = (bound.errors.as_data()[0].code or "day") if bound.errors else ""
    return components.when(
        name=bound.html_name,
        id=bound.auto_id,
        asked=asked,
        entry=entry,
        days=days,
        chosen_day="other" if entry.day and entry.day not in known else entry.day,
        boxes=_date_boxes(entry, known),
        sureness=[(value, SURENESS[value]) for value in field.sureness],
        folds=list(FOLDS.items()) if code == "fold" or entry.fold else [],
        error=bound.errors[0] if bound.errors else "",
        wrong=code,
    )


def _date_boxes(entry: Any, known: set[str]) -> tuple[str, str, str]:
    """Return what the three boxes hold; a radio's date that is no longer offered moves into them."""
    if entry.day and entry.day not in known and entry.day.count("-") == 2:
        year, month, day = entry.day.split("-")
        return day.lstrip("0"), month.lstrip("0"), year
    return entry.date_day, entry.date_month, entry.date_year


_KINDS: tuple[tuple[type[forms.Widget], Callable[[Components, Library, _Asked], Markup]], ...] = (
    (WhenWidget, _when),
    (DateBoxes, _date),
    (forms.CheckboxSelectMultiple, _checkboxes),
    (forms.RadioSelect, _radios),
    (forms.CheckboxInput, _checkbox),
    (forms.Select, _select),
    (forms.Textarea, _textarea),
    (forms.FileInput, _file),
    (forms.widgets.Input, _input),
)
