"""What can go wrong with the private server, said so that it can be mended."""


class PostgresTrouble(RuntimeError):
    """The private PostgreSQL cannot be found, made, started or stopped; the message says why and what to do."""
