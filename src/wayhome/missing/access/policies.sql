-- Episodes are a projection: written only by the projector, as the clock.
call wayhome_protect_subject('missing_episode', 'child_id', '', 'insert, update, delete');
-- Beyond its beginning, a column tells of a fact that may be another agency's: readers get the fact's id, and its value
-- from the ledger if their own policy returns it.
revoke select on missing_episode from wayhome_app;
grant select (id, authority_id, child_id, audience_id, restricted, section, first_category, since_from, since_until,
  since_precision, behind, updated_at) on missing_episode to wayhome_app;
create or replace trigger announce_change after insert or update or delete on missing_episode
  for each row execute function wayhome_announce_change();
call wayhome_protect_subject('missing_heldreport', 'child_id', 'insert', '');
call wayhome_make_append_only('missing_heldreport');
create or replace trigger stamp_recorded before insert on missing_heldreport for each row execute function wayhome_stamp_recorded();
create or replace trigger announce_change after insert on missing_heldreport
  for each row execute function wayhome_announce_change();
-- A report still being written is its writer's alone, while they may see the child.
call wayhome_clear('missing_reportdraft');
create policy app_all on missing_reportdraft to wayhome_app
  using (by_user = (select wayhome_user()) and exists (select 1 from record_child c where c.id = child_id))
  with check (by_user = (select wayhome_user()) and authority_id = (select wayhome_authority())
    and exists (select 1 from record_child c where c.id = child_id));
grant select, insert, update, delete on missing_reportdraft to wayhome_app;
