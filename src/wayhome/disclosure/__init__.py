"""Disclosure: what was shared of a child's record, with whom and why; what was not; and that corrections follow.

Owns: each sharing and each decision not to share, what went out with it, who acknowledged it, and each correction sent.
Reads: record, missing and plans (what can be shared), packs (lawful bases), platform.
Announces: nothing of its own; a sharing, and a decision not to share, are told as facts through `record.operations`.
Never: sends a paper that still shows somebody it must hide; changes or forgets a sharing; decides in a person's place.
"""
