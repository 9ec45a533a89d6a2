-- Who is named for a record, who is kept away from it, and whether it is sealed. Read by whoever sees the record: so a
-- person kept away reads of none of it. Added in one's own name, ended and never taken away.

-- Whether the reader sees this child, adult or context at all: asked as the reader, so the row policies answer.
create or replace function wayhome_sees(who uuid) returns boolean language sql stable as
$$ select exists (select from record_child where id = who) or exists (select from record_adult where id = who)
     or exists (select from record_context where id = who) $$;

-- Whether the reader may decide who sees it: somebody of the agency that opened the record, or of social care; but
-- nobody by having opened it in an emergency. Asked as the reader, so that it is false of what the reader does not see.
create or replace function wayhome_keeps(who uuid) returns boolean
language sql stable security invoker set search_path = public, pg_temp as
$$ select not who = any(wayhome_opened()) and exists (
     select from (select id, authority_id, audience_id from record_child where id = who
       union all select id, authority_id, audience_id from record_adult where id = who
       union all select id, authority_id, audience_id from record_context where id = who) r
     join platform_audience a on a.id = r.audience_id
     join platform_user u on u.id = wayhome_user() and u.authority_id = r.authority_id
     join platform_agency g on g.id = u.agency_id
     where u.agency_id = a.agency_id or g.kind = 'social-care') $$;

-- The same as wayhome_sees, for functions that run as the owner, whom no row policy holds back: they ask this first, so
-- that whoever calls them learns nothing of a record they do not see. A proof holds the two together.
create or replace function wayhome_reaches(who uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as
$$ select exists (
     select from (select id, audience_id, restricted from record_child where id = who
       union all select id, audience_id, restricted from record_adult where id = who
       union all select id, audience_id, restricted from record_context where id = who) r
     where (r.audience_id = any(wayhome_audiences())
         or who = any(wayhome_shared()) and r.audience_id = any(wayhome_shared_audiences())
         or who = any(wayhome_opened()) and r.audience_id = any(wayhome_opened_audiences()))
       and (not r.restricted or who = any(wayhome_granted())) and not who = any(wayhome_excluded())) $$;

-- How far a record the reader sees is in named hands: never, now, or once and no longer. Null of any other record.
create or replace function wayhome_named(who uuid) returns text
language sql stable security definer set search_path = public, pg_temp as
$$ select case when not wayhome_reaches(who) then null
     when exists (select from platform_grant where subject = who and ended_at is null and (until_at is null or until_at > now()))
       then 'now'
     when exists (select from platform_grant where subject = who) then 'once' else 'never' end $$;

-- The data guardian of the partnership, while they hold the post, and whoever covers while they are away; while nobody of
-- these is there, whoever holds the post above it, or covers for them, so that there is always somebody who watches.
create or replace function wayhome_guards() returns boolean
language sql stable security definer set search_path = public, pg_temp as
$$ with away as (select l.user_id, l.covered_by_id from platform_leave l
     where l.from_at <= statement_timestamp() and l.until_at > statement_timestamp()),
   held as (select p.role, u.id as user_id from platform_holding h
     join platform_post p on p.id = h.post_id and p.role in ('data-guardian', 'director')
     join platform_user u on u.is_active and u.authority_id = p.authority_id
       and (u.id = h.user_id or u.id in (select a.covered_by_id from away a where a.user_id = h.user_id))
     where p.authority_id = wayhome_authority()
       and h.from_at <= statement_timestamp() and (h.until_at is null or h.until_at > statement_timestamp()))
   select exists (select from held where user_id = wayhome_user()
     and (role = 'data-guardian' or not exists (select from held g where g.role = 'data-guardian'
       and g.user_id not in (select a.user_id from away a)))) $$;

-- Once somebody is named, only those named may name others: nobody opens what is sealed to themselves. When the time of
-- the last of them is over, it is the data guardian who names somebody again.
create or replace function wayhome_names(who uuid) returns boolean
language sql stable security invoker set search_path = public, pg_temp as
$$ select wayhome_keeps(who) and (who = any(wayhome_granted()) or case wayhome_named(who)
     when 'never' then true when 'once' then wayhome_guards() else false end) $$;

call wayhome_clear('platform_grant');
create policy app_reads on platform_grant for select to wayhome_app
  using (authority_id = (select wayhome_authority()) and (user_id = (select wayhome_user()) or wayhome_sees(subject)));
create policy app_inserts on platform_grant for insert to wayhome_app with check (
  authority_id = (select wayhome_authority()) and by_user = (select wayhome_user()) and ended_at is null
  and wayhome_sees(subject) and wayhome_names(subject)
  and (subject = any((select wayhome_granted())::uuid[]) or wayhome_named(subject) = 'never'
    or user_id is distinct from (select wayhome_user())
      and (team_id is null or team_id is distinct from (select u.team_id from platform_user u where u.id = (select wayhome_user())))));
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
