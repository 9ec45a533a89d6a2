-- Meetings and who came say nothing about a child: everybody of the partnership may read them.
call wayhome_protect_shared('forums_meeting', 'authority_id = (select wayhome_authority())', 'insert');
grant update (opens_at, closes_at, place, why, state, gathered_at, began_at, ended_at, signed_at, signed_by, talking_of) on forums_meeting to wayhome_app;
create or replace trigger stamp_recorded before insert on forums_meeting for each row execute function wayhome_stamp_recorded();
call wayhome_protect_shared('forums_seat', 'authority_id = (select wayhome_authority())', 'insert');
grant update (state, who, substitute, accepted_at, by_user) on forums_seat to wayhome_app;

-- Whether a meeting of the own partnership may still change: nothing does once it is signed.
create or replace function forums_open(which uuid) returns boolean language sql stable security definer
set search_path = public, pg_temp as
$$ select exists (select from forums_meeting m join forums_item i on i.meeting_id = m.id
   where i.id = which and m.state <> 'signed' and m.authority_id = wayhome_authority()) $$;

-- An item is read by whoever may know of the child or the context; which child it is never changes.
call wayhome_protect_subject('forums_item', 'subject_id', 'insert', 'insert, update');
create policy app_arranges on forums_item for update to wayhome_app
  using (authority_id = (select wayhome_authority()) and audience_id = any((select wayhome_audiences())::smallint[])
    and (not restricted or subject_id = any((select wayhome_granted())::uuid[]))
    and not (subject_id = any((select wayhome_excluded())::uuid[])) and forums_open(id))
  with check (authority_id = (select wayhome_authority()));
grant update (part, position, together, minutes, state, note) on forums_item to wayhome_app;
create or replace trigger stamp_recorded before insert on forums_item for each row execute function wayhome_stamp_recorded();

-- Why an item is there is read from the whole ledger by the clock, so that nobody is left out for want of a permission.
call wayhome_protect_subject('forums_reason', 'subject_id', '', 'insert, delete');

call wayhome_protect_subject('forums_decision', 'subject_id', 'insert', '');
call wayhome_make_append_only('forums_decision');
create or replace trigger stamp_recorded before insert on forums_decision for each row execute function wayhome_stamp_recorded();

-- Everybody's words are their own: nobody else changes them, and nobody at all once the meeting is signed. What one may
-- not read any more one does not change either.
call wayhome_protect_subject('forums_note', 'subject_id', 'insert', '');
create policy app_own on forums_note for update to wayhome_app
  using (by_user = (select wayhome_user()) and (audience_id = any((select wayhome_audiences())::smallint[])
      or subject_id = any((select wayhome_shared())::uuid[]) and audience_id = any((select wayhome_shared_audiences())::smallint[])
      or subject_id = any((select wayhome_opened())::uuid[]) and audience_id = any((select wayhome_opened_audiences())::smallint[]))
    and (not restricted or subject_id = any((select wayhome_granted())::uuid[]))
    and not (subject_id = any((select wayhome_excluded())::uuid[])) and forums_open(item_id))
  with check (by_user = (select wayhome_user()) and authority_id = (select wayhome_authority()));
grant update (audience_id, text, version, saved_at) on forums_note to wayhome_app;
create or replace trigger stamp_recorded before insert on forums_note for each row execute function wayhome_stamp_recorded();

call wayhome_protect_subject('forums_answer', 'subject_id', 'insert', '');
create policy app_own on forums_answer for update to wayhome_app
  using (agency_id = (select wayhome_agency()) and (audience_id = any((select wayhome_audiences())::smallint[])
      or subject_id = any((select wayhome_shared())::uuid[]) and audience_id = any((select wayhome_shared_audiences())::smallint[])
      or subject_id = any((select wayhome_opened())::uuid[]) and audience_id = any((select wayhome_opened_audiences())::smallint[]))
    and (not restricted or subject_id = any((select wayhome_granted())::uuid[]))
    and not (subject_id = any((select wayhome_excluded())::uuid[])) and forums_open(item_id))
  with check (agency_id = (select wayhome_agency()) and authority_id = (select wayhome_authority()));
grant update (nothing_known, answered_at, by_user) on forums_answer to wayhome_app;

-- Who accepted the statement is everybody's to see; each says so for themselves only.
call wayhome_protect_shared('forums_acceptance', 'authority_id = (select wayhome_authority())', '');
create policy app_writes on forums_acceptance for insert to wayhome_app
  with check (authority_id = (select wayhome_authority()) and by_user = (select wayhome_user()));
grant insert on forums_acceptance to wayhome_app;

-- A person's own diary address. The calendar that reads it is nobody signed in: it is known by the secret alone.
call wayhome_protect_shared('forums_feed', 'authority_id = (select wayhome_authority()) and by_user = (select wayhome_user())', 'insert');
grant update (ended_at) on forums_feed to wayhome_app;
create or replace function forums_reader_of(secret_digest text) returns uuid language sql stable security definer
set search_path = public, pg_temp as
$$ select f.by_user from forums_feed f join platform_user u on u.id = f.by_user and u.is_active
   where f.digest = secret_digest and f.ended_at is null $$;

call wayhome_protect_subject('forums_identified', 'subject_id', 'insert', '');
call wayhome_make_append_only('forums_identified');
create or replace trigger stamp_recorded before insert on forums_identified for each row execute function wayhome_stamp_recorded();

-- Open pages of a meeting look again when something on an item changes; of its subject they learn only as they may read.
create or replace function forums_announce() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare row record;
begin
  row := coalesce(new, old);
  perform pg_notify('wayhome_changed', wayhome_change(row.audience_id, row.subject_id, row.restricted));
  return null;
end $$;
create or replace trigger announce after update on forums_item for each row execute function forums_announce();
create or replace trigger announce after insert or update on forums_note for each row execute function forums_announce();
create or replace trigger announce after insert or update on forums_answer for each row execute function forums_announce();
create or replace trigger announce after insert on forums_decision for each row execute function forums_announce();
create or replace trigger announce after insert on forums_identified for each row execute function forums_announce();

-- That a meeting was opened, moved on or ended says nothing about a child: all who may read one of its open items hear it.
create or replace function forums_announce_meeting() returns trigger language plpgsql as $$
begin
  perform pg_notify('wayhome_changed', a.audience_id || ':')
    from (select distinct audience_id from forums_item where meeting_id = new.id and not restricted) a;
  return null;
end $$;
create or replace trigger announce after update of state, talking_of on forums_meeting for each row execute function forums_announce_meeting();

-- That an agency was asked says nothing about a child. The worker asks, as the clock.
call wayhome_protect_shared('forums_asked', 'authority_id = (select wayhome_authority())', '');
create policy clock_writes on forums_asked for insert to wayhome_clock with check (true);
grant insert on forums_asked to wayhome_clock;
