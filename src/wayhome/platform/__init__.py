"""The platform: the agencies and people who use Wayhome, and the door they come through.

Owns: authorities, agencies, teams, users, posts and who holds them, leave, audiences and readers,
the audit trail, the outbox, the clock on the wall, the partnership's settings, the embedded server.
Reads: packs (roles, handling classes). Announces: nothing.
Never: knows what a child or an episode is beyond an opaque id.
"""
