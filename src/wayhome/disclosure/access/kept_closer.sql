-- A sharing whose own fact is kept for fewer people is, too; whoever it was given to keeps the limits it was given under.
create or replace function wayhome_keep_sharing_closer() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform wayhome_moved_closer('disclosure_disclosure', 'fact_id in (select id from record_fact where root_id = $1[1])',
    array[new.fact_id], new.audience_id);
  return null;
end $$;
revoke all on function wayhome_keep_sharing_closer() from public;
create or replace trigger keep_sharing_closer after insert on record_keptcloser for each row execute function wayhome_keep_sharing_closer();
