-- A form that was sent follows the fact that it was filled in when that is kept for fewer people.
create or replace function wayhome_keep_sheets_closer() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare sheets uuid[] := array[coalesce(new.child_id, new.context_id)] || wayhome_told_of(new.fact_id, 'assessment', 'assessment.%');
begin
  perform wayhome_moved_closer('assessment_sheet', 'subject_id = $1[1] and id = any($1[2:])', sheets, new.audience_id);
  perform wayhome_moved_closer('assessment_decision', 'subject_id = $1[1] and sheet_id = any($1[2:])', sheets, new.audience_id);
  return null;
end $$;
revoke all on function wayhome_keep_sheets_closer() from public;
create or replace trigger keep_sheets_closer after insert on record_keptcloser for each row execute function wayhome_keep_sheets_closer();
