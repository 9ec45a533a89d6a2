"""How to run a server that refuses root when we are root, without making a user or opening a folder.

An ordinary person's server runs as that person. Root runs it inside a user namespace, where root looks like nobody and
every file stays root's own. Where namespaces are shut (some containers), the programs run as the machine's `nobody`
in a folder that belongs to it.
"""

import functools
import os
import pwd
import shutil
import subprocess
from pathlib import Path

NOBODY = "nobody"
NAMESPACE = ("unshare", "-U", "--")
CHOICE = "WAYHOME_POSTGRES_AS"


@functools.cache
def needs_nobody() -> bool:
    """Say whether the server must run as the machine's `nobody`: we are root and user namespaces are shut."""
    if os.geteuid() != 0:
        return False
    if os.environ.get(CHOICE) == NOBODY:
        return True
    if shutil.which(NAMESPACE[0]) is None:
        return True
    tried = subprocess.run([*NAMESPACE, "true"], capture_output=True, check=False)
    return tried.returncode != 0


def command_prefix() -> list[str]:
    """Return the words to put before every server command so that it does not run as root."""
    if os.geteuid() != 0:
        return []
    if needs_nobody():
        account = pwd.getpwnam(NOBODY)
        return ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups", "--"]
    return list(NAMESPACE)


def give_to_server(path: Path) -> None:
    """Hand `path`, a folder we made, to the account the server runs as; nothing happens when that is us."""
    if needs_nobody():
        account = pwd.getpwnam(NOBODY)
        os.chown(path, account.pw_uid, account.pw_gid)


def server_uid() -> int:
    """Return the uid that owns the server's folders."""
    return pwd.getpwnam(NOBODY).pw_uid if needs_nobody() else os.geteuid()
