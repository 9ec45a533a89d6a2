"""Intelligence: the adults whom partners worry about, what is alleged, what binds them and how the risk is managed.

Owns: the forms by which an adult of concern is recorded. Reads: record. Announces: nothing of its own; it writes facts
through `record.operations`, in the class intelligence unless an adult's own record is wider.
Never: shows an adult, a count of adults or a link to one to who may not see the adult; holds a record of somebody under
18 as an adult: a young person who exploits others is a child still, and is said to do so on the link alone.
"""
