"""A real PostgreSQL beside the code, for the demonstration, the command line and the tests.

Owns: finding the server's programs, starting and stopping one private cluster in one folder, its four roles, and the
two addresses the product is given (`DATABASE_URL` for the role that serves, `WAYHOME_OWNER_URL` for the role that
migrates).
Reads: the folder it is given and the environment. Announces: nothing.
Never: listens on a network port, creates a user on the machine, changes a folder it did not make, or is used in
production, which has its own server and sets `DATABASE_URL`.

Standard library and psycopg only: it runs before Django is configured.
"""

from .cluster import Cluster
from .errors import PostgresTrouble
from .roles import create_database, database_exists, drop_database, prepare_roles

__all__ = [
    "Cluster",
    "PostgresTrouble",
    "create_database",
    "database_exists",
    "drop_database",
    "prepare_roles",
]
