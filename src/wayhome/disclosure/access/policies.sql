-- A sharing is read by audience, and by whoever it was given to: they cannot keep to limits they cannot read. Given to a
-- whole agency and the record sealed since, it is for those of the agency who are named for the record: nobody else of it
-- need know more, and the giver still reads it. A colleague it was given to by name keeps it.
call wayhome_protect_subject('disclosure_disclosure', 'child_id', 'insert', '');
create policy recipient_reads on disclosure_disclosure for select to wayhome_app
  using (authority_id = (select wayhome_authority()) and shared and not (child_id = any((select wayhome_barred())::uuid[]))
    and (to_user = (select wayhome_user())
      or to_agency_id = (select wayhome_agency()) and not (child_id = any((select wayhome_excluded())::uuid[]))));
call wayhome_make_append_only('disclosure_disclosure');
create or replace trigger stamp_recorded before insert on disclosure_disclosure for each row execute function wayhome_stamp_recorded();

-- What was shared, and what followed, is seen by whoever sees the sharing. The recipient adds only "acknowledged".
call wayhome_clear('disclosure_discloseditem');
create policy app_reads on disclosure_discloseditem for select to wayhome_app
  using (exists (select from disclosure_disclosure d where d.id = disclosure_id));
create policy app_inserts on disclosure_discloseditem for insert to wayhome_app
  with check (authority_id = (select wayhome_authority()) and exists (select from disclosure_disclosure d
    where d.id = disclosure_id and d.by_user = (select wayhome_user())));
create policy clock_reads on disclosure_discloseditem for select to wayhome_clock using (true);
grant select, insert on disclosure_discloseditem to wayhome_app;
grant select on disclosure_discloseditem to wayhome_clock;
call wayhome_make_append_only('disclosure_discloseditem');

call wayhome_clear('disclosure_disclosurestep');
create policy app_reads on disclosure_disclosurestep for select to wayhome_app
  using (exists (select from disclosure_disclosure d where d.id = disclosure_id));
create policy app_inserts on disclosure_disclosurestep for insert to wayhome_app
  with check (authority_id = (select wayhome_authority()) and exists (select from disclosure_disclosure d
    where d.id = disclosure_id and (kind = 'acknowledged' or d.audience_id = any((select wayhome_audiences())::smallint[]))));
create policy clock_reads on disclosure_disclosurestep for select to wayhome_clock using (true);
grant select, insert on disclosure_disclosurestep to wayhome_app;
grant select on disclosure_disclosurestep to wayhome_clock;
call wayhome_make_append_only('disclosure_disclosurestep');
create or replace trigger stamp_recorded before insert on disclosure_disclosurestep for each row execute function wayhome_stamp_recorded();
