"""The record: everything anybody has told us, in one append-only, bitemporal ledger.

Owns: children, adults of concern and contexts, the facts about them and about the partnership, corrections of facts,
and the projection of who a child is now.
Reads: platform (who acts, audiences), packs (the vocabulary), engine (facts as values).
Announces: each written fact, in the same transaction, to the subscribers named in `record.announcements`.
Never: computes a deadline or a score; knows a worklist exists; changes a fact.
"""
