"""Meetings: what a partnership's forums talk about, who said what, what was decided, and what follows.

Owns: the meetings of every forum the active protocol defines, their agendas, who came, what each person wrote, what
each agency answered, and each decision until the chair signed it.
Reads: record and contexts (who and what is talked about), clocks (the protocol in force), plans (actions), packs.
Announces: nothing of its own; a decision is told as facts through `record.operations`, so that its clocks are met.
Never: drops a child who qualifies without a recorded reason; puts two people's words into one box; shows an agency's
words to those it did not share them with.
"""
