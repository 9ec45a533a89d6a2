"""Whether a document has the shape its kind must have (JSON Schema), with the line of each fault."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

from wayhome.packs.documents import Document, Key
from wayhome.packs.errors import Problem

KINDS = (
    "protocol",
    "clocks",
    "examples",
    "vocabulary",
    "roles",
    "source",
    "situation",
    "national",
    "catalogue",
    "overlay",
)


@cache
def schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema of one kind of document."""
    path = Path(__file__).parent / "schema" / f"{kind}.json"
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return read


def shape_problems(document: Document, kind: str) -> list[Problem]:
    """Return every way in which a document is not of its kind's shape, in the order of its lines."""
    found = Draft202012Validator(schema(kind)).iter_errors(document.data)
    return sorted(problem for error in found for problem in _told(document, error))


def _told(document: Document, error: ValidationError) -> Iterator[Problem]:
    at: tuple[Key, ...] = tuple(error.absolute_path)
    line = document.line(at)
    name = f"'{at[-1]}'" if at and isinstance(at[-1], str) else "This"
    rule: Any = error.validator_value
    around: Any = error.schema
    here: Any = error.instance
    if error.validator == "required":
        absent = [key for key in rule if key not in here]
        yield from (Problem(document.file, line, f"'{key}' is missing.", f"Add '{key}:' here.") for key in absent[:1])
    elif error.validator == "additionalProperties":
        known = around["properties"]
        for key in here:
            if key not in known:
                mend = f"Known here: {', '.join(known)}."
                yield Problem(document.file, document.line((*at, key)), f"'{key}' is not known here.", mend)
    elif error.validator == "enum":
        mend = f"Known here: {', '.join(str(word) for word in rule)}."
        yield Problem(document.file, line, f"'{error.instance}' is not known here.", mend)
    elif error.validator == "type":
        words = " or ".join([rule] if isinstance(rule, str) else rule)
        yield Problem(document.file, line, f"{name} is {error.instance!r}.", f"It must be: {words}.")
    elif error.validator == "pattern":
        what = f"'{error.instance}' is not written as {name} must be."
        yield Problem(document.file, line, what, f"It must look like {rule}.")
    else:
        yield Problem(document.file, line, f"{name} is not right: {error.message}.", "See the schema of its kind.")
