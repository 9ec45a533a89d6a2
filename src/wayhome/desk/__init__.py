"""The desk: pages that bring rooms together, such as the missing board, a child's page and my work.

Owns: nothing. Reads: every room's queries. Announces: nothing.
Never: writes, decides, or holds a rule.
"""
