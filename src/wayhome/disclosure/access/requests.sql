-- A request for one's own record is seen by who may see the record's care; what follows it, by who sees the request.
call wayhome_protect_subject('disclosure_accessrequest', 'child_id', 'insert', '');
call wayhome_make_append_only('disclosure_accessrequest');
create or replace trigger stamp_recorded before insert on disclosure_accessrequest for each row execute function wayhome_stamp_recorded();

call wayhome_clear('disclosure_accesswithheld');
create policy app_reads on disclosure_accesswithheld for select to wayhome_app
  using (exists (select from disclosure_accessrequest r where r.id = request_id));
create policy app_inserts on disclosure_accesswithheld for insert to wayhome_app
  with check (authority_id = (select wayhome_authority()) and exists (select from disclosure_accessrequest r where r.id = request_id)
    and not exists (select from disclosure_accessrelease l where l.request_id = disclosure_accesswithheld.request_id));
create policy clock_reads on disclosure_accesswithheld for select to wayhome_clock using (true);
grant select, insert on disclosure_accesswithheld to wayhome_app;
grant select on disclosure_accesswithheld to wayhome_clock;
call wayhome_make_append_only('disclosure_accesswithheld');
create or replace trigger stamp_recorded before insert on disclosure_accesswithheld for each row execute function wayhome_stamp_recorded();

-- Nobody releases what they prepared: the one who opened the request, or kept a piece back, is not the one who checks.
call wayhome_clear('disclosure_accessrelease');
create policy app_reads on disclosure_accessrelease for select to wayhome_app
  using (exists (select from disclosure_accessrequest r where r.id = request_id));
create policy app_inserts on disclosure_accessrelease for insert to wayhome_app
  with check (authority_id = (select wayhome_authority())
    and exists (select from disclosure_accessrequest r where r.id = request_id and r.by_user <> (select wayhome_user()))
    and not exists (select from disclosure_accesswithheld w where w.request_id = disclosure_accessrelease.request_id
      and w.by_user = (select wayhome_user())));
create policy clock_reads on disclosure_accessrelease for select to wayhome_clock using (true);
grant select, insert on disclosure_accessrelease to wayhome_app;
grant select on disclosure_accessrelease to wayhome_clock;
call wayhome_make_append_only('disclosure_accessrelease');
create or replace trigger stamp_recorded before insert on disclosure_accessrelease for each row execute function wayhome_stamp_recorded();
