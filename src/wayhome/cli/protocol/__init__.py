"""`wayhome protocol`: arrangements as data, one module a verb, each loaded only when it is asked for."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

import click

VERBS = {
    "activate": "Make a released protocol a partnership's own, from a moment on.",
    "backtest": "Read the past under another protocol.",
    "check": "Name everything that is wrong with a protocol, with file and line.",
    "coverage": "What the documents ask for, and what answers it.",
    "diff": "Say how two protocols differ.",
    "effect": "Say what a change does to clocks that run now.",
    "explain": "Say one rule in plain words, with its citation and examples.",
    "propose": "Say that a second practitioner has read a draft beside its documents.",
    "release": "Release a protocol: hash, approver, date.",
    "revise": "Keep a released version for ever, and begin the next.",
    "show": "Show a protocol in plain words.",
}


class _Verbs(click.Group):
    """A group that knows its verbs by name and imports one only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs whose module is here."""
        return [verb for verb in VERBS if find_spec(f"{__name__}.{verb}") is not None]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one verb and return its command; None for a word that is no verb."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = import_module(f"{__name__}.{cmd_name}")
        command = getattr(module, "command", None) or getattr(module, cmd_name)
        assert isinstance(command, click.Command)  # a verb's module breaks its contract otherwise
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of verbs without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(verb, VERBS[verb]) for verb in self.list_commands(ctx)])


@click.group(cls=_Verbs)
def command() -> None:
    """Protocols: local arrangements as dated, cited, tested data."""
