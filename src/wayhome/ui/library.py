"""The two sets of macros a page draws with, as functions: ours (`ui`) and GOV.UK's (`govuk`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import Environment, PackageLoader, PrefixLoader
from markupsafe import Markup

Macro = Callable[..., Markup]


class Components:
    """Our macros: `ui.tag(it)` is the macro `tag` of `ui/components/tag.html`."""

    def __init__(self, made: Environment) -> None:
        self._environment = made
        self._macros: dict[str, Macro] = {}

    def __getattr__(self, name: str) -> Macro:
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self._macros or self._environment.auto_reload:
            template = self._environment.get_template(f"ui/components/{name}.html")
            self._macros[name] = getattr(template.module, name)
        return self._macros[name]


class Library:
    """GOV.UK Frontend's macros: `govuk.date_input({...})` is `govukDateInput`.

    They live in an environment of their own, because they ask their options for what nobody gave,
    and ours refuses a name that is not there.
    """

    def __init__(self) -> None:
        loader = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
        self._environment = Environment(
            loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, auto_reload=False, cache_size=-1
        )
        self._macros: dict[str, Macro] = {}

    def __getattr__(self, name: str) -> Macro:
        if name.startswith("_"):
            raise AttributeError(name)
        return self.macro(name.replace("_", "-"))

    def macro(self, component: str) -> Macro:
        """Return the macro of a component by its GOV.UK name, such as "date-input"."""
        if component not in self._macros:
            template = self._environment.get_template(f"govuk_frontend_jinja/components/{component}/macro.html")
            called = "govuk" + "".join(word.capitalize() for word in component.split("-"))
            self._macros[component] = getattr(template.module, called)
        return self._macros[component]

    def draw(self, component: str, options: dict[str, Any]) -> Markup:
        """Return a component drawn with its options."""
        return Markup(self.macro(component)(options))
