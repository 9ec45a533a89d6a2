"""The folders of one private cluster: data, socket, locks, log."""

import hashlib
import os
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .errors import PostgresTrouble
from .privileges import give_to_server, needs_nobody, server_uid

PORT = 5432  # only a part of the socket's file name: no network port is opened
LONGEST_SOCKET = 106  # bytes; the kernel's limit is 108 with its closing nought


@dataclass(frozen=True, slots=True)
class Places:
    """Where one cluster keeps its things; `folder` is the one a caller names, the others follow from it."""

    folder: Path
    data: Path
    socket: Path
    programs: Path

    @property
    def door(self) -> Path:
        """The lock held while starting or stopping."""
        return self.folder / "door.lock"

    @property
    def users(self) -> Path:
        """The lock each user of the running server shares."""
        return self.folder / "users.lock"

    @property
    def kept(self) -> Path:
        """A mark that somebody asked for the server to stay up until told to stop."""
        return self.folder / "kept"

    @property
    def log(self) -> Path:
        """The server's own log."""
        return self.data.parent / "server.log"


def lay_out(folder: Path, major: int, programs: Path) -> Places:
    """Make (0700) and return the folders of the cluster in `folder`, for server version `major`.

    The socket moves to a folder of the person's own when the checkout's path is too long for one, and everything the
    server touches moves when it must run as `nobody`. Raises PostgresTrouble when such a folder belongs to another.
    """
    folder = folder.absolute()
    private(folder, server=False)
    name = f"wayhome-{hashlib.sha256(str(folder).encode()).hexdigest()[:12]}"
    home = folder
    if needs_nobody():
        home = private(Path("/var/tmp") / name, server=True)
        programs = _reachable_programs(programs, home)
    data = home / f"pg{major}"
    socket = home / "s"
    if len(os.fsencode(socket / f".s.PGSQL.{PORT}")) > LONGEST_SOCKET:
        socket = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()) / name
    private(data, server=True)
    private(socket, server=True)
    return Places(folder=folder, data=data, socket=socket, programs=programs)


def private(path: Path, *, server: bool) -> Path:
    """Make `path` a folder only its owner can enter and return it; `server` hands it to the server's account.

    Raises PostgresTrouble when it is there already and is a link or somebody else's.
    """
    try:
        path.mkdir(mode=0o700, parents=True)
    except FileExistsError:
        pass
    else:
        if server:
            give_to_server(path)
    seen = path.lstat()
    if not stat.S_ISDIR(seen.st_mode) or seen.st_uid not in {os.geteuid(), server_uid()}:
        raise PostgresTrouble(f"{path} is not a folder of yours. Move it away, or choose another place.")
    if stat.S_IMODE(seen.st_mode) != 0o700:
        path.chmod(0o700)
    return path


def _reachable_programs(programs: Path, home: Path) -> Path:
    """Return programs that `nobody` can run: these, or a copy in `home` when a folder above them is private."""
    if all(parent.stat().st_mode & stat.S_IXOTH for parent in [programs, *programs.parents]):
        return programs
    package = programs.parent.parent
    copies = home / "programs"
    for source in (package, package.with_name(f"{package.name}.libs")):
        target = copies / source.name
        if source.is_dir() and not target.exists():
            shutil.copytree(source, target, symlinks=True)
    copies.chmod(0o755)
    return copies / package.name / "pginstall" / "bin"
