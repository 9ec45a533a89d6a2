"""The database this folder's commands work on, and the one preparation it needs before the product runs."""

import contextlib
import hashlib
import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from wayhome.platform.postgres import Cluster, PostgresTrouble

from .environment import LOCAL, ROOT

CLUSTER = LOCAL / "database"
DATABASE = "wayhome"
# Said to the product when the server is the one in this folder: only there may invented people and their sign-ins live.
DEMONSTRATION = "WAYHOME_DEMONSTRATION"
POOL = "4"  # connections a process keeps; boards hold none
LOCAL_SETTINGS = {
    DEMONSTRATION: "1",
    "WAYHOME_LOCAL": "1",  # plain http: it never leaves this machine
    "WAYHOME_POOL": POOL,
    "WAYHOME_EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
    "WAYHOME_EMAIL_FOLDER": str(LOCAL / "mail"),
}
PARTS_THAT_PREPARE = (("src/wayhome", (".py", ".sql", ".html", ".css", ".js", ".yaml")), ("protocols", (".yaml",)))


@contextlib.contextmanager
def product_environment(folder: Path) -> Iterator[dict[str, str]]:
    """Give the environment variables the product runs with, holding the private server up meanwhile.

    With `DATABASE_URL` set no server is started and the person's own settings pass through. Raises PostgresTrouble
    when only one of the two addresses is set, or the private server does not start.
    """
    base = {"WAYHOME_STATIC": str(LOCAL / "static"), "WAYHOME_FILES": str(LOCAL / "files"), **os.environ}
    base["WAYHOME_SECRET_KEY"] = os.environ.get("WAYHOME_SECRET_KEY") or _secret()
    if os.environ.get("DATABASE_URL"):
        if not os.environ.get("WAYHOME_OWNER_URL"):
            raise PostgresTrouble(
                "DATABASE_URL is set but WAYHOME_OWNER_URL is not. The first is the address of the role that serves "
                "(wayhome_app), the second of the role that migrates (wayhome_owner): docs/how-to/operate.md."
            )
        base.pop(DEMONSTRATION, None)
        yield base
        return
    with Cluster(folder).used() as cluster:
        if cluster.ensure_database(DATABASE):
            forget_preparation()
        yield {**base, **LOCAL_SETTINGS, **cluster.environment(DATABASE)}


def prepared(environment: dict[str, str], *words: str) -> str:
    """Migrate, gather static files and do what `words` add, unless this was done before with the same code.

    Returns what the preparation had to say to a person (the demonstration's sign-ins), remembered from then on.
    Raises PostgresTrouble when it fails; its own complaint has been shown by then.
    """
    address = hashlib.sha256(environment["WAYHOME_OWNER_URL"].encode()).hexdigest()[:12]
    stamp = LOCAL / f"prepared-{address}-{'-'.join(words) or 'plain'}.json"
    digest = _digest(words)
    with contextlib.suppress(OSError, ValueError, KeyError):
        remembered = json.loads(stamp.read_text())
        if remembered["digest"] == digest:
            return str(remembered["said"])
    done = subprocess.run(
        [sys.executable, "-m", "wayhome.cli", "_prepare", *words],
        env=environment, stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise PostgresTrouble("The database could not be prepared; the lines above say why.")
    stamp.write_text(json.dumps({"digest": digest, "said": done.stdout}))
    return done.stdout


def forget_preparation() -> None:
    """Forget that any database was prepared, so that the next start prepares it again."""
    for stamp in LOCAL.glob("prepared-*.json"):
        stamp.unlink(missing_ok=True)


def _digest(words: tuple[str, ...]) -> str:
    seen = hashlib.sha256(repr(words).encode())
    for folder, endings in PARTS_THAT_PREPARE:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in endings and path.is_file():
                seen.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return seen.hexdigest()


def _secret() -> str:
    """Return this folder's signing key, made once and readable by its owner only."""
    place = LOCAL / "secret-key"
    if not place.exists():
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(secrets.token_urlsafe(48))
    return place.read_text()
