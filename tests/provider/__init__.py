"""A real OpenID Connect provider, as a program of its own: `python -m tests.provider PORT FOLDER CALLBACK`."""
