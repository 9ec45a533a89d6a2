-- What a fact began follows it when it is kept for fewer people: the duty, what it went through, and whom it told.
create or replace function wayhome_keep_duties_closer() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  ids uuid[] := array[new.fact_id, coalesce(new.child_id, new.adult_id, new.context_id)];
  began text := 'coalesce(child_id, adult_id, context_id) = $1[2] and (strpos(key, $1[1]::text) > 0 '
    'or key in (select r.key from clocks_reading r where r.root_id = $1[1]))';
begin
  perform wayhome_moved_closer('clocks_transition', began, ids, new.audience_id);
  perform wayhome_moved_closer('clocks_firedrung', began, ids, new.audience_id);
  perform wayhome_moved_closer('clocks_reading', 'root_id = $1[1]', ids, new.audience_id);
  return null;
end $$;
revoke all on function wayhome_keep_duties_closer() from public;
create or replace trigger keep_duties_closer after insert on record_keptcloser for each row execute function wayhome_keep_duties_closer();
