"""Lets `python -m wayhome.cli` do what `wayhome` does."""

from wayhome.cli import main

main(prog_name="wayhome")
