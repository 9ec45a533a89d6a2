"""The one Jinja2 environment: strict about names, escaped by default, with our components at hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, StrictUndefined

from wayhome.ui import chrome, words
from wayhome.ui.library import Components, Library
from wayhome.ui.rendering import form_errors, form_field, form_fields
from wayhome.ui.times import long_time, short_time

_HERE = Path(__file__).parent / "templates"


def environment(**options: Any) -> Environment:
    """Make the environment for Django's Jinja2 backend, from the options Django passes.

    Template folders come from every installed room of ours (`<room>/templates`), and from no other
    application, whose templates are written in another language.
    """
    given = options.pop("loader", None)
    options["undefined"] = StrictUndefined
    options["autoescape"] = True
    options.setdefault("trim_blocks", True)
    options.setdefault("lstrip_blocks", True)
    options.setdefault("cache_size", -1)  # every template is kept: there are a few hundred at most
    made = Environment(loader=_loader(given), **options)  # noqa: S701  autoescape is set just above
    made.globals.update(_globals(made))
    made.filters.update(_filters())
    return made


def _loader(given: BaseLoader | None) -> ChoiceLoader:
    ours = FileSystemLoader([str(path) for path in _folders()])
    return ChoiceLoader([*([given] if given else []), ours])


def _folders() -> Sequence[Path]:
    from django.apps import apps

    rooms = [Path(room.path) / "templates" for room in apps.get_app_configs() if room.name.startswith("wayhome.")]
    return [*[folder for folder in rooms if folder.is_dir() and folder != _HERE], _HERE]


def _globals(made: Environment) -> dict[str, Any]:
    made_of, library = Components(made), Library()
    return {
        "ui": made_of,
        "govuk": library,
        "static": _static,
        "url": _url,
        "messages_for": _messages,
        "chrome_for": chrome.chrome_for,
        "form_field": lambda bound, **more: form_field(made_of, library, bound, **more),
        "form_fields": lambda form, **more: form_fields(made_of, library, form, **more),
        "form_errors": lambda *forms: form_errors(library, *forms),
    }


def _filters() -> dict[str, Any]:
    return {
        "when": words.when,
        "short_when": short_time,
        "long_when": long_time,
        "day": words.day,
        "clock_time": words.clock_time,
        "countdown": words.countdown,
        "deadline": words.deadline,
        "how_long": words.length,
        "moment": words.moment,
    }


def _static(path: str) -> str:
    from django.templatetags.static import static

    return static(path)


def _url(name: str, *positional: Any, **named: Any) -> str:
    from django.urls import reverse

    return reverse(name, args=positional or None, kwargs=named or None)


def _messages(request: Any | None) -> list[Any]:
    """Return the messages waiting for this reader, each shown once; none where there is no session."""
    from django.contrib.messages import get_messages

    return list(get_messages(request)) if request is not None else []
