"""What `./wayhome` does before the installed `wayhome` command can: environment, database, demonstration, checks.

Only `environment` runs outside the environment, so only it is held to the standard library.
"""
