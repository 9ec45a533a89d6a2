-- Opening a record in an emergency: who may, for how long, what it never opens, and looking at it afterwards.

-- The posts that may, while somebody holds one or covers for its holder: those who answer at night, and who lead a search.
create or replace function wayhome_emergency_posts() returns text[] language sql immutable as
$$ select array['emergency-duty-team', 'duty-social-worker', 'duty-team-manager', 'safeguarding-hub-manager',
  'service-manager', 'head-of-service', 'police-duty-inspector', 'police-missing-person-lead', 'police-missing-unit',
  'health-lead'] $$;

create or replace function wayhome_may_open() returns boolean
language sql stable security definer set search_path = public, pg_temp as
$$ select exists (select from platform_user u
     join platform_post p on p.authority_id = u.authority_id and p.role = any(wayhome_emergency_posts())
     join platform_holding h on h.post_id = p.id and h.from_at <= now() and (h.until_at is null or h.until_at > now())
     where u.id = wayhome_user() and u.is_active and (h.user_id = u.id or exists (
       select from platform_leave l where l.user_id = h.user_id and l.covered_by_id = u.id
         and l.from_at <= now() and l.until_at > now()))) $$;

-- Whether somebody stands in the child's record as related, or as having another conflict of interest.
create or replace function wayhome_in_conflict(who uuid, child uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as
$$ select exists (select from record_fact f where f.child_id = child and f.kind = 'child.conflict' and f.person = who
     and not exists (select from record_supersession s where s.old_id = f.id)) $$;
revoke all on function wayhome_in_conflict(uuid, uuid) from public;

-- Open one record for two hours, named by its reference, or by a child's whole name and day of birth. Null when there is
-- none, when two would fit, and for who may not: nobody learns which. What somebody was named for alone stays shut, and an
-- adult of concern opens only to who reads of such adults anyway. Opened already, it is open no longer for it.
create or replace function wayhome_open(said_reference text, said_name text, said_born date, said_why text) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  me platform_user;
  fits uuid[];
  held uuid;
begin
  select * into me from platform_user where id = wayhome_user() and is_active;
  select array_agg(distinct r.id) into fits from (
    select id from record_child where authority_id = me.authority_id and reference = said_reference and not restricted
    union all select id from record_context where authority_id = me.authority_id and reference = said_reference and not restricted
    union all select id from record_adult where authority_id = me.authority_id and reference = said_reference and not restricted
      and audience_id = any(wayhome_audiences())
    union all select child_id from record_childnow where authority_id = me.authority_id and not restricted
      and name_key = said_name and said_name <> '' and born_on = said_born) r;
  if me.id is null or not wayhome_may_open() or btrim(said_why) = '' or coalesce(cardinality(fits), 0) <> 1
     or fits[1] = any(wayhome_barred()) or wayhome_in_conflict(me.id, fits[1]) then
    return null;
  end if;
  perform pg_advisory_xact_lock(hashtextextended(me.id::text || fits[1]::text, 0));
  select id into held from platform_opening
    where user_id = me.id and subject = fits[1] and ended_at is null and until_at > statement_timestamp();
  if held is null then
    insert into platform_opening (id, authority_id, user_id, agency_id, subject, reason, opened_at, until_at)
      values (gen_random_uuid(), me.authority_id, me.id, me.agency_id, fits[1], btrim(said_why),
        statement_timestamp(), statement_timestamp() + interval '2 hours')
      returning id into held;
  end if;
  return held;
end $$;

-- Read by who opened it, and by who watches over the records, unless kept away from this one. Nobody adds but the function
-- above; it is ended early by either, and never changed or taken away.
call wayhome_clear('platform_opening');
create policy app_reads on platform_opening for select to wayhome_app using (
  user_id = (select wayhome_user())
  or authority_id = (select wayhome_authority()) and (select wayhome_audits())
    and not (subject = any((select wayhome_barred())::uuid[])));
create policy app_ends on platform_opening for update to wayhome_app
  using (ended_at is null and until_at > statement_timestamp() and (user_id = (select wayhome_user())
    or authority_id = (select wayhome_authority()) and (select wayhome_audits())
      and not (subject = any((select wayhome_barred())::uuid[]))))
  with check (ended_by = (select wayhome_user()) and ended_at is not null);
grant select on platform_opening to wayhome_app;
grant update (ended_at, ended_by) on platform_opening to wayhome_app;

-- What was found when it was looked at afterwards: by who watches over the records, never by who opened it.
call wayhome_clear('platform_openingreview');
create policy app_reads on platform_openingreview for select to wayhome_app
  using (exists (select from platform_opening o where o.id = opening_id));
create policy app_inserts on platform_openingreview for insert to wayhome_app with check (
  authority_id = (select wayhome_authority()) and by_user = (select wayhome_user()) and (select wayhome_audits())
  and exists (select from platform_opening o where o.id = opening_id and o.user_id <> (select wayhome_user())));
grant select, insert on platform_openingreview to wayhome_app;
call wayhome_make_append_only('platform_openingreview');
create or replace trigger stamp_recorded before insert on platform_openingreview for each row execute function wayhome_stamp_recorded();

-- What every page of the reader's says: the records they hold open now, and, to who watches over them, how many of
-- others wait to be looked at (null to anybody else). Asked with the person's row, so that no page asks once more.
create or replace function wayhome_openings() returns jsonb
language sql stable security definer set search_path = public, pg_temp as
$$ select jsonb_build_object(
  'mine', (select coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'until', o.until_at, 'reference', coalesce(
      (select reference from record_child where id = o.subject), (select reference from record_adult where id = o.subject),
      (select reference from record_context where id = o.subject)),
      'child', exists (select from record_child where id = o.subject), 'subject', o.subject) order by o.until_at), '[]')
    from platform_opening o
    where o.user_id = wayhome_user() and o.ended_at is null and o.until_at > statement_timestamp()),
  'waiting', case when wayhome_audits() then (select count(*) from platform_opening o
    where o.authority_id = wayhome_authority() and o.user_id <> wayhome_user()
      and not (o.subject = any(wayhome_barred())) and coalesce((select r.outcome from platform_openingreview r
        where r.opening_id = o.id order by r.recorded_at desc, r.id desc limit 1), 'follow-up') = 'follow-up') end) $$;

-- Which partnerships hold a child of this whole name and day of birth whom the reader was not shown, and whom to ask
-- there: only where the partnership says whom; never of a sealed or restricted record, nor of one the reader is kept away
-- from. Every partnership is looked into, whatever was asked for, so that finding nobody takes as long.
create or replace function wayhome_known_to(said_name text, said_born date, shown uuid[])
returns table (child uuid, partnership text, whom text)
language sql stable security definer set search_path = public, pg_temp as
$$ select c.child_id, a.partnership, a.whom_to_ask from platform_authority a
   cross join lateral (select n.child_id, n.restricted from record_childnow n
     where n.authority_id = a.id and n.name_key = said_name and n.born_on = said_born) c
   where a.whom_to_ask <> '' and wayhome_user() is not null and not c.restricted and not c.child_id = any(shown)
     and not c.child_id = any(wayhome_barred())
     and not coalesce((select s.sealed from platform_sealing s where s.subject = c.child_id
       order by s.recorded_at desc, s.id desc limit 1), false)
   order by a.partnership, c.child_id $$;
