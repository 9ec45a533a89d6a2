"""The `wayhome` command: thin, one module a verb, each loaded only when it is asked for.

Owns: options, help, what is printed, exit codes. Reads: the rooms' queries and operations.
Announces: nothing. Never: holds a rule; loads Django for a verb that does not need it.

A verb is a module here of the same name, with a line in VERBS and a click command called `command` or by the verb's
own name.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

import click

VERBS = {
    "access": "Who may see and do what, as declared.",
    "audit": "Seal the audit trail, give its heads out, check it.",
    "clocks": "What is due for one child, from a file of facts.",
    "episodes": "List a child's missing episodes.",
    "instrument": "List and show instruments and forms; load a partnership's own items.",
    "load": "Load a data package of children, statuses and episodes.",
    "migrate": "Bring the database up to date.",
    "partnership": "Set a partnership up: itself, its agencies, its first administrator.",
    "protocol": "Local arrangements as data: what they ask, and what answers it.",
    "prove": "Show that nothing is lost when something is killed.",
    "rebuild": "Work every projection out again from the ledger.",
    "score": "Score a filled-in instrument or check a form.",
    "serve": "Serve the pages.",
    "sweep": "Look at every clock that time has moved.",
    "worker": "Count time: read what falls due, chase notices, deliver what must leave.",
}
# For the script beside the code, not for people.
HIDDEN = frozenset({"_prepare"})


class _Verbs(click.Group):
    """A group that knows its verbs by name and imports one only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs whose module is here."""
        return [verb for verb in VERBS if find_spec(f"{__name__}.{verb}") is not None]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one verb and return its command; None for a word that is no verb."""
        if cmd_name not in {*self.list_commands(ctx), *HIDDEN}:
            return None
        module = import_module(f"{__name__}.{cmd_name}")
        command = getattr(module, "command", None) or getattr(module, cmd_name)
        assert isinstance(command, click.Command)  # a verb's module breaks its contract otherwise
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of verbs without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(verb, VERBS[verb]) for verb in self.list_commands(ctx)])


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="wayhome")
def main() -> None:
    """Wayhome: for children who go missing, are exploited or trafficked, and those who look out for them."""
