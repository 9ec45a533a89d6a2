"""BOARD: the missing board over a million facts of 25,000 children, and one new fact to its stored readings."""
