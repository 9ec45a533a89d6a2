"""Intake: what arrives from elsewhere, as it arrived, before it becomes part of the record.

Owns: messages and packages as received, words unchanged, and what was decided about them.
Reads: the record, to match what arrives to whom it is about.
Announces: that something arrived, and that it was accepted or refused.
Never: edits what was said, or writes a fact itself (the record's own operations do that).
"""
