"""Our components, for a page object that needs one inside another: a deadline inside a table's cell."""

from __future__ import annotations

from typing import cast

from django.template import engines

from wayhome.ui.library import Components


def components() -> Components:
    """Return the macros of the one environment; they escape what they are given."""
    return cast(Components, engines["jinja2"].env.globals["ui"])  # type: ignore[attr-defined]
