"""Escalation: what is put before senior people: briefings they must have, and disagreements they must settle.

Owns: Need to Know briefings, each version as it was sent; disagreements between partners and each step to their end.
Reads: missing, plans, record (what a briefing is drafted from), clocks (who sends, what is due), worklists (notices).
Announces: nothing of its own; what is sent, raised and settled is told as facts through `record.operations`.
Never: sends what nobody read over; settles anything; decides who is right.
"""
