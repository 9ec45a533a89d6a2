"""Contexts: places, peer groups, schools, neighbourhoods, businesses and online spaces where children may be harmed.

Owns: the forms by which a context is named, decided on, given a team, weighed, reviewed and closed; the children at its
edge and whether each was considered. Reads: record. Announces: nothing of its own; it writes facts and links through
`record.operations`.
Never: becomes a label on a child. A child linked to a context has come to a place; it is the place that is assessed.
"""
