-- What is put before senior people: read by audience, like everything about a child; a step never changes.
call wayhome_protect_subject('escalation_briefing', 'child_id', 'insert', '');
call wayhome_protect_subject('escalation_disagreement', 'child_id', 'insert', '');
call wayhome_protect_subject('escalation_disagreementstep', 'child_id', 'insert', '');
call wayhome_make_append_only('escalation_briefing');
call wayhome_make_append_only('escalation_disagreement');
call wayhome_make_append_only('escalation_disagreementstep');
create or replace trigger stamp_recorded before insert on escalation_briefing for each row execute function wayhome_stamp_recorded();
create or replace trigger stamp_recorded before insert on escalation_disagreement for each row execute function wayhome_stamp_recorded();
create or replace trigger stamp_recorded before insert on escalation_disagreementstep for each row execute function wayhome_stamp_recorded();

-- A draft is shared by those who may see it: the worker who knows writes, the post that sends reads it over.
call wayhome_protect_subject('escalation_briefingdraft', 'child_id', 'insert', '');
create policy app_moves on escalation_briefingdraft for update to wayhome_app
  using (audience_id = any((select wayhome_audiences())::smallint[]) and (not restricted or child_id = any((select wayhome_granted())::uuid[]))
    and not (child_id = any((select wayhome_excluded())::uuid[])))
  with check (by_user = (select wayhome_user()) and authority_id = (select wayhome_authority()));
create policy app_deletes on escalation_briefingdraft for delete to wayhome_app
  using (audience_id = any((select wayhome_audiences())::smallint[]) and (not restricted or child_id = any((select wayhome_granted())::uuid[]))
    and not (child_id = any((select wayhome_excluded())::uuid[])));
grant update (sections, revision, saved_at, by_user), delete on escalation_briefingdraft to wayhome_app;
