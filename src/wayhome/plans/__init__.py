"""Plans: what was agreed around a child and for the child, in versions, and every action anybody took on.

Owns: the Safer Plan and its kin, version by version; actions: what, who, by when, and what became of each.
Reads: record (who the child is, what is known), packs (the form decides a plan's headings), platform.
Announces: nothing of its own; an accepted version and an agreed action are told as facts through `record.operations`.
Never: is a document nobody can find at 3 a.m.; writes over an earlier version; loses what somebody typed.
"""
