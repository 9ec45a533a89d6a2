"""A scratch server by hand: `python -m wayhome.platform.postgres start|stop|status|env --dir DIR [--database NAME]`.

`start` keeps the server up until `stop` and prints the two addresses as shell lines, so that
`eval "$(python -m wayhome.platform.postgres start --dir DIR)"` sets them.
"""

import argparse
import shlex
import sys
from pathlib import Path

from .cluster import Cluster
from .errors import PostgresTrouble


def main() -> int:
    """Do the verb on the command line; return 0, 1 for a server that is down, or 2 for trouble said on stderr."""
    parser = argparse.ArgumentParser(prog="python -m wayhome.platform.postgres", description=__doc__)
    parser.add_argument("verb", choices=["start", "stop", "status", "env"])
    parser.add_argument("--dir", type=Path, default=Path(".local"), help="the cluster's folder (default: .local)")
    parser.add_argument("--database", default="wayhome", help="the database to make and name (default: wayhome)")
    parser.add_argument("--throwaway", action="store_true", help="faster; a power cut may lose everything in it")
    asked = parser.parse_args()
    try:
        return _do(asked.verb, Cluster(asked.dir, throwaway=asked.throwaway), asked.database)
    except PostgresTrouble as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 2


def _do(verb: str, cluster: Cluster, database: str) -> int:
    if verb == "stop":
        cluster.stop()
        return 0
    if verb == "start":
        cluster.keep()
        cluster.ensure_database(database)
    if verb in {"start", "env"}:
        for name, value in cluster.environment(database).items():
            sys.stdout.write(f"export {name}={shlex.quote(value)}\n")
        return 0
    running = cluster.is_running()
    sys.stdout.write(f"{'running' if running else 'not running'} in {cluster.places.folder}\n")
    return 0 if running else 1


if __name__ == "__main__":
    sys.exit(main())
