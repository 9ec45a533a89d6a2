-- A briefing that was sent, and what was raised with each of its steps, follow the fact that tells of them when that is
-- kept for fewer people.
create or replace function wayhome_keep_raised_closer() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare raised uuid[] := array[new.child_id] || wayhome_told_of(new.fact_id, 'disagreement');
begin
  perform wayhome_moved_closer('escalation_briefing', 'child_id = $1[1] and id = any($1[2:])',
    array[new.child_id] || wayhome_told_of(new.fact_id, 'briefing'), new.audience_id);
  perform wayhome_moved_closer('escalation_disagreement', 'child_id = $1[1] and id = any($1[2:])', raised, new.audience_id);
  perform wayhome_moved_closer('escalation_disagreementstep', 'child_id = $1[1] and disagreement_id = any($1[2:])', raised, new.audience_id);
  return null;
end $$;
revoke all on function wayhome_keep_raised_closer() from public;
create or replace trigger keep_raised_closer after insert on record_keptcloser for each row execute function wayhome_keep_raised_closer();
