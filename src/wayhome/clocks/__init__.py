"""Clocks: where every duty stands, worked out from the ledger by the active protocol.

Owns: which release a partnership runs from which moment, readings, transitions (happened and noticed), fired
rungs, the standing of each episode, the sweep.
Reads: record, missing, packs, engine. Announces: each fired rung, to the subscribers named in
`clocks.announcements`.
Never: stops a clock because someone asked; keeps a counter; is the truth (rebuild it and nothing is lost).
"""
