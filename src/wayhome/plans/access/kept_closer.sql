-- An action follows the fact that tells of it when that is kept for fewer people.
create or replace function wayhome_keep_plans_closer() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform wayhome_moved_closer('plans_action', 'child_id = $1[1] and id = any($1[2:])',
    array[new.child_id] || wayhome_told_of(new.fact_id, 'action'), new.audience_id);
  perform wayhome_moved_closer('plans_actionstep', 'subject_id = $1[1] and action_id = any($1[2:])',
    array[new.child_id] || wayhome_told_of(new.fact_id, 'action'), new.audience_id);
  return null;
end $$;
revoke all on function wayhome_keep_plans_closer() from public;
create or replace trigger keep_plans_closer after insert on record_keptcloser for each row execute function wayhome_keep_plans_closer();
