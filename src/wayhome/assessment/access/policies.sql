-- A draft is its holder's to write. Who began it and who handed it over may see that it is there; nobody else may.
call wayhome_clear('assessment_draft');
create policy app_reads on assessment_draft for select to wayhome_app using (
  (select wayhome_user()) in (holder, author, handed_by)
  and (audience_id = any((select wayhome_audiences())::smallint[]))
  and (not restricted or subject_id = any((select wayhome_granted())::uuid[]))
  and not (subject_id = any((select wayhome_excluded())::uuid[])));
create policy app_begins on assessment_draft for insert to wayhome_app with check (
  authority_id = (select wayhome_authority()) and holder = (select wayhome_user()) and author = (select wayhome_user()));
create policy app_writes on assessment_draft for update to wayhome_app
  using (holder = (select wayhome_user()))
  with check (authority_id = (select wayhome_authority()));
create policy app_ends on assessment_draft for delete to wayhome_app using (holder = (select wayhome_user()));
grant select, insert, update, delete on assessment_draft to wayhome_app;

-- Versions and what was decided of them: people add, nobody changes.
call wayhome_protect_subject('assessment_sheet', 'subject_id', 'insert', '');
call wayhome_protect_subject('assessment_decision', 'subject_id', 'insert', '');
call wayhome_make_append_only('assessment_sheet');
call wayhome_make_append_only('assessment_decision');
create or replace trigger stamp_recorded before insert on assessment_sheet for each row execute function wayhome_stamp_recorded();
create or replace trigger stamp_recorded before insert on assessment_decision for each row execute function wayhome_stamp_recorded();
