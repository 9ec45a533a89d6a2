"""Questions answered in words, numbers or choices, whose errors say what to do in the question's own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms


def _messages(label: str, verb: str, longest: int | None = None) -> dict[str, str]:
    """Return what is said when an answer is missing or will not do: what to do about it, in the question's words."""
    asked = label.strip()
    called = asked.rstrip("?")
    lower = asked[:1].lower() + asked[1:]
    ask = f"{called}: {verb} an answer" if asked.endswith("?") or not asked else f"{verb.capitalize()} {lower}"
    offered = f"{called}: choose from the answers offered"
    made = {"required": ask.removeprefix(": ").strip(), "invalid_choice": offered, "invalid_list": offered}
    if longest:
        made["max_length"] = f"{called} must be {longest:,} characters or fewer"
    return made


def _with_messages(kwargs: dict[str, Any], verb: str) -> dict[str, Any]:
    said = _messages(str(kwargs.get("label") or ""), verb, kwargs.get("max_length"))
    return kwargs | {"error_messages": said | kwargs.get("error_messages", {})}


class Text(forms.CharField):
    """One line of words. `width` is how many characters the box is wide: 2, 3, 4, 5, 10, 20 or 0 for the whole."""

    def __init__(self, *, width: int = 0, **kwargs: Any) -> None:
        super().__init__(**_with_messages(kwargs, "enter"))
        self.width = width


class Textarea(forms.CharField):
    """Several lines of words, counted when there is a longest length."""

    widget = forms.Textarea

    def __init__(self, *, rows: int = 5, **kwargs: Any) -> None:
        super().__init__(**_with_messages(kwargs, "enter"))
        self.rows = rows


class Radios(forms.ChoiceField):
    """One answer of a few, all in sight, none chosen beforehand. `hints` explain single answers."""

    widget = forms.RadioSelect

    def __init__(self, *, hints: Mapping[str, str] | None = None, inline: bool = False, **kwargs: Any) -> None:
        super().__init__(**_with_messages(kwargs, "select"))
        self.hints = dict(hints or {})
        self.inline = inline


class Checkboxes(forms.MultipleChoiceField):
    """Any number of answers of a few. `hints` explain single answers."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, hints: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(**_with_messages(kwargs, "select"))
        self.hints = dict(hints or {})


class Select(forms.ChoiceField):
    """One answer of many. Put an empty choice first, so that nothing is chosen for people."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**_with_messages(kwargs, "select"))


class Number(forms.IntegerField):
    """A whole number, typed. `width` as for `Text`."""

    def __init__(self, *, width: int = 4, **kwargs: Any) -> None:
        called = str(kwargs.get("label") or "").strip().rstrip("?")
        said = {"invalid": f"{called}: enter a whole number, such as 3"}
        super().__init__(**_with_messages({"error_messages": said} | kwargs, "enter"))
        self.width = width
