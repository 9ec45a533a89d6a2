"""Worklists: who must do what next, and whether the one who must knows it.

Owns: notices, their acknowledgement, chasing and passing up; "my work".
Reads: clocks, record, platform (posts, holders, leave). Announces: nothing; what leaves goes through the outbox.
Never: is where truth lives: rebuild it and nothing is lost.
"""
