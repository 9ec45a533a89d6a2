"""Missing: episodes and their life, from the report to what was learned.

Owns: the projection of each episode, and the forms by which people tell of one: reported, updated,
category changed, located, returned, safe and well, return home conversation, closed.
Reads: record. Announces: nothing of its own; it writes facts through `record.operations`.
Never: keeps a status that facts could give; counts time.
"""
