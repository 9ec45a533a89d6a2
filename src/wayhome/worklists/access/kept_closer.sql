-- Notices and gestures of a duty follow the fact that began it when that is kept for fewer people.
create or replace function wayhome_keep_notices_closer() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  ids uuid[] := array[new.fact_id, coalesce(new.child_id, new.adult_id, new.context_id)];
  began text := 'coalesce(child_id, adult_id, context_id) = $1[2] and (strpos(reading_key, $1[1]::text) > 0 '
    'or reading_key in (select r.key from clocks_reading r where r.root_id = $1[1]))';
begin
  perform wayhome_moved_closer('worklists_notice', began, ids, new.audience_id);
  perform wayhome_moved_closer('worklists_gesture', began, ids, new.audience_id);
  return null;
end $$;
revoke all on function wayhome_keep_notices_closer() from public;
create or replace trigger keep_notices_closer after insert on record_keptcloser for each row execute function wayhome_keep_notices_closer();
