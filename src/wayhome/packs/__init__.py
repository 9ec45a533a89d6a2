"""Packs: local arrangements, kept as data, turned into the engine's language.

Owns: reading and checking `protocols/` (vocabulary, roles, sources, clocks, instruments and forms,
worked examples), situation files and answer files; England's bank holidays as a calendar. Reads: files of the
project only.
Announces: nothing. Never: holds a rule of its own, touches a database, asks the time, guesses at a
word it does not know.
"""
