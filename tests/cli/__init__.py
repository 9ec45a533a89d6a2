"""The command line, as a person or a program types it."""
