-- Why somebody is on an agenda, and what was decided of it, follow a fact that is kept for fewer people.
create or replace function wayhome_keep_agenda_closer() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  ids uuid[] := array[coalesce(new.child_id, new.adult_id, new.context_id)]
    || (select array_agg(id) from record_fact where root_id = new.fact_id and authority_id = new.authority_id);
  rests text := 'subject_id = $1[1] and exists (select from unnest($1[2:]) f where strpos(facts::text, f::text) > 0)';
begin
  perform wayhome_moved_closer('forums_reason', rests, ids, new.audience_id);
  perform wayhome_moved_closer('forums_decision', rests, ids, new.audience_id);
  return null;
end $$;
revoke all on function wayhome_keep_agenda_closer() from public;
create or replace trigger keep_agenda_closer after insert on record_keptcloser for each row execute function wayhome_keep_agenda_closer();
