"""Assessment: answers to the instruments and forms of the protocol in force, version by version.

Owns: drafts being written, versions sent (sheets) with their score and the professional judgement beside it, and
what a manager said of each: signed, or returned with comments.
Reads: record, and the protocol's instruments and forms. Announces: nothing of its own; what a signed form says
becomes facts through `record.operations`.
Never: overwrites an earlier answer; lets a score stand for a judgement; takes a blank for a "no".
"""
