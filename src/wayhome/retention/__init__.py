"""Retention: how long a child's record is kept, who looks before it goes, and what is left when it is gone.

Owns: proposals to dispose of a record, what two people judged of each, holds, the tombstone that is left,
and the numbers that statistics keep of all that is gone.
Reads: record (birth dates, codes ever recorded), packs (the rules), platform. Announces: nothing.
Never: disposes of anything by a rule alone, under a hold, or on one person's word; leaves half of a record behind.
"""
