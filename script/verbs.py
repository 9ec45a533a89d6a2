"""Choose what a verb needs and hand it on."""

import subprocess
import sys

from wayhome.platform.postgres import PostgresTrouble

from . import checks, demo
from .database import CLUSTER, prepared, product_environment

COMMAND = [sys.executable, "-m", "wayhome.cli"]
# These read files or make a database of their own; every other verb is given the database of this folder.
WITHOUT_DATABASE = {"clocks", "packs", "lint", "prove", "help", "--help", "--version"}


def run(verb: str, words: list[str]) -> int:
    """Run `verb` with `words`; return the code to leave with. Trouble with the database is said, and gives 2."""
    try:
        if verb == "demo":
            return demo.main(words)
        if verb == "test":
            return checks.main(words)
        return _hand_on(verb, words)
    except PostgresTrouble as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 2
    except KeyboardInterrupt:
        return 130


def _hand_on(verb: str, words: list[str]) -> int:
    if verb in WITHOUT_DATABASE or "--help" in words:
        return subprocess.run([*COMMAND, verb, *words], check=False).returncode
    with product_environment(CLUSTER) as environment:
        if verb != "migrate":
            prepared(environment)
        return subprocess.run([*COMMAND, verb, *words], env=environment, check=False).returncode
