-- Who is named for a record, who is kept away from it, and whether it is sealed. Read by whoever sees the record: so a
-- person kept away reads of none of it. Added in one's own name, ended and never taken away.

-- Whether the reader sees this child, adult or context at all: asked as the reader, so the row policies answer.
create or replace function wayhome_sees(who uuid) returns boolean language sql stable as
$$ select exists (select from record_child where id = who) or exists (select from record_adult where id = who)
     or exists (select from record_context where id = who) $$;

-- Whether the reader may decide who sees it: somebody of the agency that opened the record, or of social care; but
-- nobody by having opened it in an emergency.
create or replace function wayhome_keeps(who uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as
$$ select not who = any(wayhome_opened()) and exists (
     select from (select id, authority_id, audience_id from record_child where id = who
       union all select id, authority_id, audience_id from record_adult where id = who
       union all select id, authority_id, audience_id from record_context where id = who) r
     join platform_audience a on a.id = r.audience_id
     join platform_user u on u.id = wayhome_user() and u.authority_id = r.authority_id
     join platform_agency g on g.id = u.agency_id
     where u.agency_id = a.agency_id or g.kind = 'social-care') $$;

-- Once somebody is named, only those named may name others: nobody opens what is sealed to themselves.
create or replace function wayhome_names(who uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as
$$ select wayhome_keeps(who) and (who = any(wayhome_granted()) or not exists (
     select from platform_grant where subject = who and ended_at is null and (until_at is null or until_at > now()))) $$;

call wayhome_clear('platform_grant');
create policy app_reads on platform_grant for select to wayhome_app
  using (authority_id = (select wayhome_authority()) and (user_id = (select wayhome_user()) or wayhome_sees(subject)));
create policy app_inserts on platform_grant for insert to wayhome_app with check (
  authority_id = (select wayhome_authority()) and by_user = (select wayhome_user()) and ended_at is null
  and wayhome_sees(subject) and wayhome_names(subject));
create policy app_ends on platform_grant for update to wayhome_app
  using (ended_at is null and wayhome_sees(subject) and wayhome_names(subject))
  with check (ended_by = (select wayhome_user()) and ended_at is not null);
create policy clock_reads on platform_grant for select to wayhome_clock using (true);
grant select, insert on platform_grant to wayhome_app;
grant update (ended_at, ended_by, ended_why) on platform_grant to wayhome_app;
grant select on platform_grant to wayhome_clock;

call wayhome_clear('platform_exclusion');
create policy app_reads on platform_exclusion for select to wayhome_app
  using (authority_id = (select wayhome_authority()) and wayhome_sees(subject));
create policy app_inserts on platform_exclusion for insert to wayhome_app with check (
  authority_id = (select wayhome_authority()) and by_user = (select wayhome_user()) and ended_at is null
  and user_id <> (select wayhome_user()) and wayhome_sees(subject) and wayhome_keeps(subject));
create policy app_ends on platform_exclusion for update to wayhome_app
  using (ended_at is null and wayhome_sees(subject) and wayhome_keeps(subject))
  with check (ended_by = (select wayhome_user()) and ended_at is not null);
create policy clock_reads on platform_exclusion for select to wayhome_clock using (true);
grant select, insert on platform_exclusion to wayhome_app;
grant update (ended_at, ended_by, ended_why) on platform_exclusion to wayhome_app;
grant select on platform_exclusion to wayhome_clock;

call wayhome_clear('platform_sealing');
create policy app_reads on platform_sealing for select to wayhome_app
  using (authority_id = (select wayhome_authority()) and wayhome_sees(subject));
create policy app_inserts on platform_sealing for insert to wayhome_app with check (
  authority_id = (select wayhome_authority()) and by_user = (select wayhome_user())
  and wayhome_sees(subject) and subject = any((select wayhome_granted())::uuid[]) and wayhome_keeps(subject));
create policy clock_reads on platform_sealing for select to wayhome_clock using (true);
grant select, insert on platform_sealing to wayhome_app;
grant select on platform_sealing to wayhome_clock;
call wayhome_make_append_only('platform_sealing');
create or replace trigger stamp_recorded before insert on platform_sealing for each row execute function wayhome_stamp_recorded();
