-- Proposals, judgements and holds are read by whoever sees the child, and by the data guardian and auditor; tombstones by
-- these two. Nobody who is kept away from the child, a relation perhaps, reads any of it, whatever post they hold.
call wayhome_protect_under('retention_proposal',
  'authority_id = (select wayhome_authority()) and ((select wayhome_audits()) and not (child = any((select wayhome_barred())::uuid[])) or wayhome_sees(child))', '', 'insert');
create policy app_keeps on retention_proposal for update to wayhome_app
  using (authority_id = (select wayhome_authority()) and ended_at is null and wayhome_sees(child) and wayhome_keeps(child))
  with check (outcome = 'kept' and ended_at is not null);
grant update (ended_at, outcome, look_again_on) on retention_proposal to wayhome_app;

call wayhome_clear('retention_judgement');
create policy app_reads on retention_judgement for select to wayhome_app
  using (exists (select from retention_proposal p where p.id = proposal_id));
create policy app_inserts on retention_judgement for insert to wayhome_app with check (
  authority_id = (select wayhome_authority()) and exists (select from retention_proposal p
    where p.id = proposal_id and p.ended_at is null and wayhome_sees(p.child) and wayhome_keeps(p.child)));
create policy clock_reads on retention_judgement for select to wayhome_clock using (true);
grant select, insert on retention_judgement to wayhome_app;
grant select on retention_judgement to wayhome_clock;
call wayhome_make_append_only('retention_judgement');
create or replace trigger stamp_recorded before insert on retention_judgement for each row execute function wayhome_stamp_recorded();

call wayhome_protect_under('retention_hold',
  'authority_id = (select wayhome_authority()) and ((select wayhome_audits()) and not (child = any((select wayhome_barred())::uuid[])) or wayhome_sees(child))', 'insert', '');
create policy app_ends on retention_hold for update to wayhome_app
  using (authority_id = (select wayhome_authority()) and ended_at is null and wayhome_sees(child) and wayhome_keeps(child))
  with check (ended_by = (select wayhome_user()) and ended_at is not null);
grant update (ended_at, ended_by, ended_why) on retention_hold to wayhome_app;
create or replace trigger stamp_recorded before insert on retention_hold for each row execute function wayhome_stamp_recorded();

call wayhome_protect_under('retention_tombstone',
  'authority_id = (select wayhome_authority()) and (select wayhome_audits()) and not (child = any((select wayhome_barred())::uuid[]))', '', '');
call wayhome_make_append_only('retention_tombstone');

call wayhome_protect_shared('retention_round', 'true', '');
create policy clock_adds on retention_round to wayhome_clock using (true) with check (true);
grant insert, update on retention_round to wayhome_clock;
