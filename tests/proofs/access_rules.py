"""Who may read and write which row: the rules once more, in plain Python, from rows alone.

Written from the papers and not from the product: nothing of Wayhome is imported here, and no policy is read. A table
for which nothing is said here is a complaint of the proof, so that no room is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from tests.proofs.access_person import Person, Row, Tables, live, moment

ENDS = tuple(f"{side}_{end}_id" for side in ("from", "to") for end in ("child", "adult", "context"))
SUBJECTS = {"child_id": "record_child", "adult_id": "record_adult", "context_id": "record_context"}


class Rules:
    """What one person may do, row by row."""

    def __init__(self, tables: Tables, who: Person) -> None:
        self.tables, self.who = tables, who
        self._seen: dict[tuple[str, str], bool] = {}
        self._links_of: dict[str, list[str]] = {}
        for id_, link in tables["record_link"].items():
            for side in ("from_thing_id", "to_thing_id"):
                if link[side]:
                    self._links_of.setdefault(str(link[side]), []).append(id_)

    def reads(self, table: str, key: str) -> bool:
        """Whether the person reads this row. False for a row that is not there."""
        if (table, key) not in self._seen:
            row = self.tables[table].get(key)
            self._seen[table, key] = row is not None and READ[table](self, row)
        return self._seen[table, key]

    def about(self, row: Row, subject: str) -> bool:
        """The common rule, for a row about one subject."""
        who = self.who
        audience = row["audience_id"]
        mine = audience in who.audiences or (subject in who.let_in and audience in who.let_in_audiences)
        mine = mine or (subject in who.opened and audience in who.opened_audiences)
        return mine and (not row["restricted"] or subject in who.named) and subject not in who.shut

    def about_any(self, row: Row) -> bool:
        """The common rule, for a row about a child, an adult, a context or the partnership."""
        subject = str(row["child_id"] or row["adult_id"] or row["context_id"] or row["authority_id"])
        # Only a child is let out to another authority.
        let_out = row["child_id"] is not None or row["audience_id"] in self.who.audiences or subject in self.who.opened
        seen = all(
            row[name] is None or self.reads(SUBJECTS[name], str(row[name])) for name in ("adult_id", "context_id")
        )
        return let_out and seen and self.about(row, subject)

    def link(self, row: Row) -> bool:
        """A link: its class, both ends, and not learned in a fact that was kept closer than the person reads."""
        if row["source_fact"] is not None and self._closed(str(row["source_fact"])):
            return False
        ends = (row[name] is None or self.reads(f"record_{name.split('_')[1]}", str(row[name])) for name in ENDS)
        return row["audience_id"] in self.who.audiences and all(ends)

    def _closed(self, fact: str) -> bool:
        """Whether a fact was kept for fewer people later, and the person is none of them."""
        row = self.tables["record_fact"].get(fact)
        if row is None or not any(
            self.mine(k) and k["fact_id"] == row["root_id"] for k in self.tables["record_keptcloser"].values()
        ):
            return False
        subject = str(row["child_id"] or row["adult_id"] or row["context_id"] or row["authority_id"])
        return row["audience_id"] not in self.who.audiences or (
            bool(row["restricted"]) and subject not in self.who.named
        )

    def thing(self, row: Row) -> bool:
        """A thing: only by a link that is seen."""
        return self.mine(row) and any(self.reads("record_link", id_) for id_ in self._links_of.get(str(row["id"]), ()))

    def action(self, row: Row) -> bool:
        """An action: by the common rule, or because one was asked; a post or an agency not when it is sealed."""
        subject = str(row["subject_id"])
        if self.about(row, subject):
            return True
        if not self.mine(row) or subject in self.who.barred:
            return False
        by_post = row["post"] in self.who.posts or row["agency_id"] == self.who.agency
        return row["person"] == self.who.id or (not row["restricted"] and subject not in self.who.shut and by_post)

    def moves_on(self, row: Row) -> bool:
        """Whether the person may move an action on: who was let in, or opened the record in an emergency, reads it only."""
        return self._in_own_right(lambda: self.action(row))

    def works_on(self, row: Row, subject: str) -> bool:
        """Whether the person may change what is worked on together; again not by being let in or by an emergency."""
        return self._in_own_right(lambda: self.mine(row) and self.about(row, subject))

    def _in_own_right(self, may: Callable[[], bool]) -> bool:
        """Ask as if the person had neither been let in nor opened a record; what is sealed they may have opened."""
        kept = self.who.let_in, self.who.opened_audiences
        self.who.let_in, self.who.opened_audiences = set(), set()
        try:
            return may()
        finally:
            self.who.let_in, self.who.opened_audiences = kept

    def unsigned(self, item: str) -> bool:
        """Whether the meeting of an item may still change."""
        row = self.tables["forums_item"].get(item)
        meeting = self.tables["forums_meeting"].get(str(row["meeting_id"])) if row else None
        return meeting is not None and meeting["state"] != "signed"

    def opening(self, row: Row) -> bool:
        """An opening: one's own, or under one's watch and of a record one is not kept away from."""
        watched = self.who.watches and self.mine(row) and str(row["subject"]) not in self.who.barred
        return _own(self, row) or watched

    def notice(self, row: Row) -> bool:
        """A notice: by the common rule, or because one was told."""
        return self.about_any(row) or self.told(row)

    def told(self, row: Row) -> bool:
        """Whether the person was told by this notice, and is not kept away from whom it is about."""
        subject = str(row["child_id"] or row["adult_id"] or row["context_id"] or row["authority_id"])
        return row["recipient"] == self.who.id and subject not in self.who.barred

    def draft(self, row: Row) -> bool:
        """A form being written: its holder, its beginner and who handed it over, as far as they see whom it is about."""
        mine = self.who.id in (row["holder"], row["author"], row["handed_by"]) and bool(self.who.id)
        return mine and row["audience_id"] in self.who.audiences and self.about(row, str(row["subject_id"]))

    def view(self, row: Row) -> bool:
        """A kept list: one's own, or one's team's."""
        ours = row["team_id"] is not None and row["team_id"] == self.who.team
        return self.mine(row) and (row["user_id"] == self.who.id or ours)

    def naming(self, row: Row) -> bool:
        """Who is named, kept away, or what is sealed: by whoever sees the record."""
        seen = any(self.reads(table, str(row["subject"])) for table in SUBJECTS.values())
        return self.mine(row) and seen

    def sharing(self, row: Row) -> bool:
        """Who was let in: by those who read what is let out of every agency, unless the record is shut to them."""
        reads_all = bool(self.who.id) and self.who.let_in_audiences <= self.who.audiences
        return self.mine(row) and reads_all and str(row["subject"]) not in self.who.shut

    def disclosure(self, row: Row) -> bool:
        """A sharing: by the common rule, or because it was given to one: its limits must be known to be kept to."""
        ours = row["to_agency_id"] == self.who.agency and str(row["child_id"]) not in self.who.shut
        given = row["to_user"] == self.who.id or ours
        to_me = self.mine(row) and bool(row["shared"]) and given and str(row["child_id"]) not in self.who.barred
        return to_me or self.about(row, str(row["child_id"]))

    def kept_or_gone(self, row: Row) -> bool:
        """What is proposed to go, or held: by whoever sees the child, and by who watches and is not kept away."""
        return self.mine(row) and (self.reads("record_child", str(row["child"])) or self.watched(row))

    def watched(self, row: Row) -> bool:
        """Whether the person watches over the records of this partnership, and is not kept away from this child."""
        return self.mine(row) and self.who.watches and str(row["child"]) not in self.who.barred

    def odd_look(self, row: Row) -> bool:
        """A look that deserves a question: by who watches, sees whose record it is, and reads what it was compared with."""
        subject, behind = row["subject"], row["behind"]
        seen = subject is None or (
            str(subject) not in self.who.barred and any(self.reads(t, str(subject)) for t in SUBJECTS.values())
        )
        return (
            self.mine(row) and self.who.watches and seen and (behind is None or self.reads("record_fact", str(behind)))
        )

    def decides_keeping(self, row: Row) -> bool:
        """Whether the person may end a proposal or a hold: it is open, and they see the child and keep the record."""
        child = str(row["child"])
        seen = self.mine(row) and self.reads("record_child", child)
        return not row["ended_at"] and seen and self.keeps(child)

    def mine(self, row: Row) -> bool:
        """Whether it is a row of the person's own partnership."""
        return bool(self.who.id) and row["authority_id"] == self.who.authority

    def may_name(self, row: Row) -> bool:
        """Whether the person may end a naming: keeps the record, sees it, and is named; the data guardian once nobody is."""
        return self.naming(row) and self.keeps(str(row["subject"])) and (
            str(row["subject"]) in self.who.named or (self.who.guards and not any(
                g["subject"] == row["subject"] and live(g, self.now) for g in self.tables["platform_grant"].values()
            ))
        )  # fmt: skip

    def keeps(self, subject: str) -> bool:
        """Whether the person is of social care, or of the agency that opened the record; not by an emergency."""
        for table in SUBJECTS.values():
            row = self.tables[table].get(subject)
            if row is not None and self.mine(row):
                opened = self.tables["platform_audience"][str(row["audience_id"])]["agency_id"]
                theirs = self.who.kind == "social-care" or opened == self.who.agency
                return theirs and subject not in self.who.opened
        return False

    now: datetime = datetime.max.replace(tzinfo=UTC)


Rule = Callable[[Rules, Row], bool]


def _of(column: str) -> Rule:
    return lambda rules, row: rules.about(row, str(row[column]))


def _with(table: str, column: str) -> Rule:
    return lambda rules, row: rules.reads(table, str(row[column]))


def _partnership(rules: Rules, row: Row) -> bool:
    return rules.mine(row)


def _own(rules: Rules, row: Row) -> bool:
    return row["user_id"] == rules.who.id and bool(rules.who.id)


def _by_me(rules: Rules, row: Row) -> bool:
    return rules.mine(row) and row["by_user"] == rules.who.id


def _sees_what_it_follows(rules: Rules, row: Row) -> bool:
    return rules.mine(row) and rules.reads("disclosure_disclosure", str(row["disclosure_id"]))


def _shared_by_me(rules: Rules, row: Row) -> bool:
    sharing = rules.tables["disclosure_disclosure"].get(str(row["disclosure_id"]))
    return _sees_what_it_follows(rules, row) and sharing is not None and sharing["by_user"] == rules.who.id


def _follows(rules: Rules, row: Row) -> bool:
    """What followed a sharing: the recipient adds only that it was acknowledged."""
    sharing = rules.tables["disclosure_disclosure"].get(str(row["disclosure_id"]), {})
    may = row["kind"] == "acknowledged" or sharing.get("audience_id") in rules.who.audiences
    return _sees_what_it_follows(rules, row) and may


def _keeps_back(rules: Rules, row: Row) -> bool:
    """A piece kept back from a request: by who sees the request, while nothing was released on it."""
    request = row["request_id"]
    released = any(r["request_id"] == request for r in rules.tables["disclosure_accessrelease"].values())
    return rules.mine(row) and rules.reads("disclosure_accessrequest", str(request)) and not released


def _releases(rules: Rules, row: Row) -> bool:
    """A release: by who sees the request, and neither opened it nor kept a piece of it back."""
    me, request = rules.who.id, str(row["request_id"])
    opened_by = rules.tables["disclosure_accessrequest"].get(request, {}).get("by_user")
    withheld = rules.tables["disclosure_accesswithheld"].values()
    prepared = opened_by == me or any(w["request_id"] == request and w["by_user"] == me for w in withheld)
    return rules.mine(row) and rules.reads("disclosure_accessrequest", request) and bool(opened_by) and not prepared


def _judges(rules: Rules, row: Row) -> bool:
    """A judgement of what is proposed to go: while that is open, by who sees the child and keeps the record."""
    proposal = rules.tables["retention_proposal"].get(str(row["proposal_id"]))
    return rules.mine(row) and proposal is not None and rules.decides_keeping(proposal)


def _drafts(rules: Rules, row: Row) -> bool:
    """A briefing being written is shared by those who may see it."""
    return rules.works_on(row, str(row["child_id"]))


def _arranges(rules: Rules, row: Row) -> bool:
    """An item of a meeting: by who may know of whom it is about, until the meeting is signed."""
    return rules.works_on(row, str(row["subject_id"])) and rules.unsigned(str(row["id"]))


def _keeps_list(rules: Rules, row: Row) -> bool:
    """A kept list: made by oneself, for oneself or one's own team."""
    return _own(rules, row) and rules.mine(row) and (row["team_id"] is None or row["team_id"] == rules.who.team)


def _administered(rules: Rules, row: Row) -> bool:
    return rules.mine(row) and rules.who.administers


def _own_or_administered(rules: Rules, row: Row) -> bool:
    return _own(rules, row) or _administered(rules, row)


def _anothers_home(rules: Rules, row: Row) -> bool:
    """Where somebody lives is the administrator's to keep, but for their own."""
    return _administered(rules, row) and row["user_id"] != rules.who.id


def _of_a_fact_read(rules: Rules, row: Row) -> bool:
    return rules.mine(row) and rules.reads("record_fact", str(row["fact_id"]))


NEVER = 9999  # the year in which what was given up is due
READ: dict[str, Rule] = {
    "record_child": _of("id"), "record_adult": _of("id"), "record_context": _of("id"),
    "record_childnow": _of("child_id"), "record_fact": Rules.about_any, "record_supersession": Rules.about_any,
    "record_particulars": _of("child_id"), "record_document": _of("child_id"),
    "record_link": Rules.link, "record_thing": Rules.thing,
    "record_linkchange": lambda r, row: row["audience_id"] in r.who.audiences and r.reads("record_link", str(row["old_id"])),
    "missing_episode": _of("child_id"), "missing_heldreport": _of("child_id"),
    "missing_reportdraft": lambda r, row: row["by_user"] == r.who.id and r.reads("record_child", str(row["child_id"])),
    "assessment_draft": Rules.draft, "assessment_sheet": _of("subject_id"), "assessment_decision": _of("subject_id"),
    "plans_action": Rules.action, "plans_actionstep": _with("plans_action", "action_id"),
    "plans_plan": _of("child_id"), "plans_planversion": _of("child_id"),
    "plans_plandraft": lambda r, row: row["user"] == r.who.id and r.reads("plans_plan", str(row["plan_id"])),
    "clocks_reading": Rules.about_any, "clocks_standing": _of("child_id"), "clocks_transition": Rules.about_any,
    "clocks_firedrung": Rules.about_any, "clocks_activation": _partnership,
    "worklists_notice": Rules.notice, "worklists_savedview": Rules.view,
    "worklists_gesture": Rules.about_any, "worklists_mailchoice": _own,
    "escalation_briefing": _of("child_id"), "escalation_briefingdraft": _of("child_id"),
    "escalation_disagreement": _of("child_id"), "escalation_disagreementstep": _of("child_id"),
    "forums_meeting": _partnership, "forums_seat": _partnership, "forums_item": _of("subject_id"),
    "forums_reason": _of("subject_id"), "forums_decision": _of("subject_id"), "forums_note": _of("subject_id"),
    "forums_answer": _of("subject_id"), "forums_identified": _of("subject_id"),
    "forums_acceptance": _partnership, "forums_asked": _partnership, "forums_feed": _by_me,
    "disclosure_disclosure": Rules.disclosure, "disclosure_accessrequest": _of("child_id"),
    "disclosure_discloseditem": _with("disclosure_disclosure", "disclosure_id"),
    "disclosure_disclosurestep": _with("disclosure_disclosure", "disclosure_id"),
    "disclosure_accesswithheld": _with("disclosure_accessrequest", "request_id"),
    "disclosure_accessrelease": _with("disclosure_accessrequest", "request_id"),
    "record_homepostcode": _own_or_administered, "record_oddlook": Rules.odd_look,
    "record_oddlookanswer": _with("record_oddlook", "odd_id"), "record_keptcloser": _of_a_fact_read,
    "retention_proposal": Rules.kept_or_gone, "retention_hold": Rules.kept_or_gone,
    "retention_judgement": _with("retention_proposal", "proposal_id"),
    "retention_tombstone": Rules.watched, "retention_round": lambda r, row: True,
    "retention_counted": lambda r, row: False,
    "platform_user": lambda r, row: True, "platform_stamp": lambda r, row: True,
    "platform_authority": lambda r, row: row["id"] == r.who.authority and bool(r.who.id),
    "platform_agency": _partnership, "platform_team": _partnership, "platform_post": _partnership,
    "platform_holding": _partnership, "platform_leave": _partnership, "platform_audience": _partnership,
    "platform_reader": _own, "platform_grant": lambda r, row: r.mine(row) and (_own(r, row) or r.naming(row)),
    "platform_exclusion": Rules.naming, "platform_sealing": Rules.naming, "platform_sharing": Rules.sharing,
    "platform_outbox": lambda r, row: r.mine(row) and not row["delivered_at"] and moment(row["due_at"]).year == NEVER,
    "platform_tally": lambda r, row: False,
    "platform_signin": _own_or_administered, "platform_kept": _own, "platform_vetting": _partnership,
    "platform_invitation": _administered,
    "platform_opening": Rules.opening, "platform_openingreview": _with("platform_opening", "opening_id"),
}  # fmt: skip
# What may be changed, with what it is changed to; everything else is refused whoever asks.
ME = "{me}"
UPDATE: dict[str, tuple[dict[str, str], Rule]] = {
    "platform_user": ({"last_login": "now()"}, lambda r, row: not r.who.id or row["id"] == r.who.id),
    "platform_grant": ({"ended_by": ME, "ended_at": "now()"}, lambda r, row: not row["ended_at"] and r.may_name(row)),
    "platform_exclusion": (
        {"ended_by": ME, "ended_at": "now()"},
        lambda r, row: not row["ended_at"] and r.naming(row) and r.keeps(str(row["subject"])),
    ),
    "platform_opening": ({"ended_by": ME, "ended_at": "now()"}, lambda r, row: live(row, r.now) and r.opening(row)),
    "platform_signin": (
        {"ended_by": ME, "ended_at": "now()"},
        lambda r, row: not row["ended_at"] and _own_or_administered(r, row),
    ),
    "platform_vetting": (
        {"ended_by": ME, "ended_at": "now()"},
        lambda r, row: not row["ended_at"] and _administered(r, row),
    ),
    "platform_invitation": (
        {"ended_at": "now()"},
        lambda r, row: not row["ended_at"] and not row["used_at"] and _administered(r, row),
    ),
    "platform_holding": (
        {"until_at": "now()"},
        lambda r, row: _administered(r, row) and (row["until_at"] is None or moment(row["until_at"]) > r.now),
    ),
    "retention_hold": ({"ended_by": ME, "ended_at": "now()"}, Rules.decides_keeping),
    "record_homepostcode": ({"postcode": "postcode"}, _anothers_home),
    "retention_proposal": ({"outcome": "'kept'", "ended_at": "now()"}, Rules.decides_keeping),
    "forums_feed": ({"ended_at": "now()"}, _by_me),
    "forums_meeting": ({"place": "place"}, _partnership),
    "forums_seat": ({"state": "state"}, _partnership),
    "forums_item": ({"state": "state"}, _arranges),
    "escalation_briefingdraft": ({"by_user": ME}, _drafts),
    "worklists_mailchoice": ({"authority_id": "authority_id"}, _own),
    "plans_action": ({"state": "state"}, Rules.moves_on),
    "worklists_notice": ({"acknowledged_by": ME}, Rules.told),
    "assessment_draft": ({"author": "author"}, lambda r, row: row["holder"] == r.who.id and r.draft(row)),
    "plans_plandraft": ({"user": '"user"'}, READ["plans_plandraft"]),
}
# Changed by hands that are tried where they are made; here they are only read.
CHANGED_ELSEWHERE = {
    "missing_reportdraft",
    "platform_leave",
    "forums_note",
    "forums_answer",
}
DELETE: dict[str, Rule] = {
    "record_homepostcode": _anothers_home,
    "platform_kept": _own,
    "platform_signin": lambda r, row: _own(r, row) and moment(row["last_seen_at"]) < r.now - timedelta(days=90),
    "assessment_draft": lambda r, row: row["holder"] == r.who.id and r.draft(row),
    "plans_plandraft": READ["plans_plandraft"],
    "missing_reportdraft": READ["missing_reportdraft"],
    "escalation_briefingdraft": _drafts,
    "worklists_savedview": lambda r, row: row["user_id"] == r.who.id and r.view(row),
}
# What may be added: by whoever would read it, in the own partnership.
INSERT = {
    "record_child", "record_adult", "record_context", "record_fact", "record_supersession", "record_particulars",
    "record_document", "record_link", "record_linkchange", "missing_heldreport", "assessment_sheet",
    "assessment_decision", "plans_plan", "plans_planversion", "plans_actionstep", "disclosure_accessrequest",
    "forums_identified", "retention_hold", "escalation_briefing", "escalation_briefingdraft", "escalation_disagreement",
    "escalation_disagreementstep", "forums_meeting", "forums_seat", "forums_item", "forums_decision", "forums_note",
    "forums_answer", "worklists_gesture",
}  # fmt: skip
# What is added under a rule of its own, other than the one for reading.
INSERT_BY: dict[str, Rule] = {
    "disclosure_disclosure": _of("child_id"), "disclosure_discloseditem": _shared_by_me,
    "disclosure_disclosurestep": _follows, "disclosure_accesswithheld": _keeps_back,
    "disclosure_accessrelease": _releases, "retention_judgement": _judges,
    "forums_acceptance": _by_me, "forums_feed": _by_me,
    "worklists_savedview": _keeps_list, "worklists_mailchoice": _own,
}  # fmt: skip
INSERTED_ELSEWHERE = {
    "platform_team", "platform_post", "platform_holding", "platform_signin", "platform_kept", "platform_vetting",
    "platform_invitation",
    "missing_reportdraft",
    "record_homepostcode", "record_oddlookanswer", "record_keptcloser",
    "record_thing", "plans_action", "plans_plandraft", "assessment_draft", "platform_outbox",
    "platform_grant", "platform_exclusion", "platform_sealing", "platform_sharing", "platform_openingreview",
    "platform_leave",
}  # fmt: skip
