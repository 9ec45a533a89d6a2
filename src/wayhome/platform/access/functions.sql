-- Who is reading, what they read, and the two shapes of policy every room uses.
-- Policies compare leakproof columns with arrays that are worked out once per statement.

create or replace function wayhome_user() returns uuid language sql stable as
$$ select nullif(current_setting('wayhome.user', true), '')::uuid $$;

-- Whether the police have vetted the reader, on this day in London, and the reader holds the post it was for, if any.
create or replace function wayhome_vetted() returns boolean
language sql stable security definer set search_path = public, pg_temp as
$$ select exists (select from platform_vetting v
     where v.user_id = wayhome_user() and v.ended_at is null
       and (now() at time zone 'Europe/London')::date between v.from_on and v.until_on
       and (v.post_id is null or exists (select from platform_holding h
         where h.post_id = v.post_id and h.user_id = v.user_id
           and h.from_at <= statement_timestamp() and (h.until_at is null or h.until_at > statement_timestamp())))) $$;

create or replace function wayhome_audiences() returns smallint[]
language sql stable security definer set search_path = public, pg_temp as
$$ select coalesce(array_agg(audience_id), '{}') from platform_reader
   where user_id = (select wayhome_user()) and (not vetted or (select wayhome_vetted())) $$;

create or replace function wayhome_granted() returns uuid[]
language sql stable security definer set search_path = public, pg_temp as
$$ select coalesce(array_agg(g.subject), '{}') from platform_grant g
   where (g.user_id = (select wayhome_user()) or g.team_id = (select u.team_id from platform_user u where u.id = (select wayhome_user())))
     and g.ended_at is null and (g.until_at is null or g.until_at > now()) $$;

-- The records that the reader has opened in an emergency and that are open still. Asked at each statement, so that an
-- opening ends in the second it ends, also under a page that stands open.
create or replace function wayhome_opened() returns uuid[]
language sql stable security definer set search_path = public, pg_temp as
$$ select coalesce(array_agg(o.subject), '{}') from platform_opening o
   where o.user_id = (select wayhome_user()) and o.ended_at is null and o.until_at > statement_timestamp() $$;

-- The subjects that the reader is kept away from by name, such as a relation's.
create or replace function wayhome_barred() returns uuid[]
language sql stable security definer set search_path = public, pg_temp as
$$ select coalesce(array_agg(subject), '{}') from platform_exclusion
   where user_id = (select wayhome_user()) and ended_at is null $$;

-- Every subject that is shut to the reader: barred by name, or sealed as a whole, unless the reader is named for it or
-- has opened it in an emergency. Asked of rows whenever they were written, so that sealing a record later seals what
-- came before.
create or replace function wayhome_excluded() returns uuid[]
language sql stable security definer set search_path = public, pg_temp as
$$ select coalesce(array_agg(subject), '{}') from (
     select unnest(wayhome_barred()) as subject
     union
     select s.subject from (
       select distinct on (x.subject) x.subject, x.sealed from platform_sealing x
       join platform_user u on u.id = (select wayhome_user()) and u.authority_id = x.authority_id
       order by x.subject, x.recorded_at desc, x.id desc) s
     where s.sealed and not s.subject = any((select wayhome_granted())::uuid[])
       and not s.subject = any((select wayhome_opened())::uuid[])) shut $$;

create or replace function wayhome_authority() returns uuid
language sql stable security definer set search_path = public, pg_temp as
$$ select authority_id from platform_user where id = (select wayhome_user()) $$;

-- The subjects that the reader's agency was let into, one by one, and the audiences it reads of those: who the child is
-- and that the child is missing, of every agency of the partnership.
create or replace function wayhome_shared() returns uuid[]
language sql stable security definer set search_path = public, pg_temp as
$$ select coalesce(array_agg(s.subject), '{}') from (
     select distinct on (x.subject) x.subject, x.shared, x.until_at from platform_sharing x
     join platform_user u on u.id = (select wayhome_user()) and u.agency_id = x.agency_id and u.authority_id = x.authority_id
     order by x.subject, x.recorded_at desc, x.id desc) s
   where s.shared and (s.until_at is null or s.until_at > now()) $$;

create or replace function wayhome_shared_audiences() returns smallint[]
language sql stable security definer set search_path = public, pg_temp as
$$ select coalesce(array_agg(id), '{}') from platform_audience
   where authority_id = (select wayhome_authority()) and handling in ('identity', 'missing') $$;

-- What helps a child tonight: read, of a record opened in an emergency, whichever agency recorded it. Intelligence and
-- where a trafficked child lives are not among it.
create or replace function wayhome_opened_audiences() returns smallint[]
language sql stable security definer set search_path = public, pg_temp as
$$ select coalesce(array_agg(id), '{}') from platform_audience
   where authority_id = (select wayhome_authority()) and handling in ('identity', 'missing', 'care', 'health') $$;

-- Every subject of which the reader sees something beyond their own audiences: shared with their agency, or opened by them.
create or replace function wayhome_let_in() returns uuid[] language sql stable as
$$ select wayhome_shared() || wayhome_opened() $$;

-- Whether nothing was ever shared with the reader's agency nor opened by the reader: then every row they read is of their
-- own audiences. True only if wayhome_let_in() is empty, and far quicker to ask.
create or replace function wayhome_only_own() returns boolean
language sql stable security definer set search_path = public, pg_temp as
$$ select not exists (select from platform_sharing x
       join platform_user u on u.id = (select wayhome_user()) and u.agency_id = x.agency_id)
     and not exists (select from platform_opening where user_id = (select wayhome_user())) $$;

-- Whether the reader was never kept away by name and nothing of the partnership was ever sealed: then nothing is shut to
-- them. True only if wayhome_excluded() is empty, and far quicker to ask.
create or replace function wayhome_none_shut() returns boolean
language sql stable security definer set search_path = public, pg_temp as
$$ select not exists (select from platform_exclusion where user_id = (select wayhome_user()))
     and not exists (select from platform_sealing x
       join platform_user u on u.id = (select wayhome_user()) and u.authority_id = x.authority_id) $$;

-- The adults and contexts whose record the reader sees. Asked once a statement, and only where a row names one.
create or replace function wayhome_adults() returns setof uuid language sql stable as $$ select id from record_adult $$;
create or replace function wayhome_contexts() returns setof uuid language sql stable as $$ select id from record_context $$;

-- A person comes in: the reader is set for this transaction only, and the person's row returned.
create or replace function platform_enter(who uuid) returns setof platform_user
language plpgsql as $$
begin
  perform set_config('wayhome.user', who::text, true);
  return query select * from platform_user where id = who and is_active;
end $$;

-- The one exception is the disposal of a whole record (retention), inside the owner's own function that checks who decided;
-- and, of who reads a row and nothing else of it, keeping one fact closer (record/access/kept_closer.sql).
create or replace function wayhome_append_only() returns trigger language plpgsql as $$
begin
  if tg_op <> 'TRUNCATE' and current_user = 'wayhome_owner' and current_setting('wayhome.disposing', true) = 'yes' then
    return case when tg_op = 'DELETE' then old else new end;
  end if;
  if tg_op = 'UPDATE' and current_user = 'wayhome_owner' and current_setting('wayhome.closer', true) = 'yes'
     and to_jsonb(new) - '{audience_id,restricted}'::text[] = to_jsonb(old) - '{audience_id,restricted}'::text[] then
    return new;
  end if;
  raise exception '% is append-only: write a correction instead', tg_table_name using errcode = 'restrict_violation';
end $$;

-- The database says when a thing was recorded and by whom; only the owner's loader may say otherwise.
create or replace function wayhome_stamp_recorded() returns trigger language plpgsql as $$
begin
  if current_user <> 'wayhome_owner' then
    new.recorded_at := clock_timestamp();
    new.by_user := wayhome_user();
  end if;
  return new;
end $$;

-- Whether a subject is shut to somebody: then whoever hears of a change must be checked against it.
create or replace function wayhome_guarded(who uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as
$$ select exists (select from platform_exclusion where subject = who and ended_at is null)
     or exists (select from platform_sealing where subject = who) $$;

revoke all on function wayhome_guarded(uuid) from public;

-- What the server process is told of a changed row: its audience, and the child when that row is not for all who read it.
create or replace function wayhome_change(audience smallint, child uuid, restricted boolean) returns text
language sql stable as
$$ select audience::text || ':' || case when restricted then child::text
     when wayhome_guarded(child) then child::text || ':open' else '' end $$;
revoke all on function wayhome_change(smallint, uuid, boolean) from public;

-- Open boards hear that something in an audience changed; the payload stays inside the server process. Only a trigger
-- asks, as the owner: whether somebody is kept away from a child is nobody's to ask by themselves.
create or replace function wayhome_announce_change() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare row record;
begin
  row := coalesce(new, old);
  perform pg_notify('wayhome_changed', wayhome_change(row.audience_id, row.child_id, row.restricted));
  return null;
end $$;

create or replace procedure wayhome_clear(target text) language plpgsql as $$
declare p record;
begin
  for p in select policyname from pg_policies where schemaname = 'public' and tablename = target loop
    execute format('drop policy %I on %I', p.policyname, target);
  end loop;
  execute format('revoke all on %I from wayhome_app, wayhome_clock, wayhome_backup', target);
  execute format('alter table %I enable row level security', target);
  execute format('alter table %I force row level security', target);
  execute format('create policy owner_all on %I to wayhome_owner using (true) with check (true)', target);
  execute format('create policy backup_reads on %I for select to wayhome_backup using (true)', target);
  execute format('grant select on %I to wayhome_backup', target);
end $$;

-- Rows read under one rule: what the app may add and what the clock may write. The clock reads all.
create or replace procedure wayhome_protect_under(target text, rule text, app_writes text, clock_writes text)
language plpgsql as $$
begin
  call wayhome_clear(target);
  execute format('create policy app_reads on %I for select to wayhome_app using (%s)', target, rule);
  execute format('grant select on %I to wayhome_app, wayhome_clock', target);
  execute format('create policy clock_all on %I to wayhome_clock using (true) with check (true)', target);
  if app_writes like '%insert%' then
    execute format('create policy app_inserts on %I for insert to wayhome_app with check (authority_id = (select wayhome_authority()) and %s)', target, rule);
    execute format('grant insert on %I to wayhome_app', target);
  end if;
  if clock_writes <> '' then
    execute format('grant %s on %I to wayhome_clock', clock_writes, target);
  end if;
end $$;

-- Rows about one subject: read by audience, unless restricted or the reader is excluded. What is shared is among what
-- may be opened, so a row of a subject let in is read if its audience is shared, or if it was opened and so is its
-- audience. Each way in is a comparison that an index answers, and stands alone in the first line, so that the planner
-- does not compare each row again; the second line holds back what of a subject let in is not for the reader, and costs
-- nobody anything to whom nothing was let in.
create or replace procedure wayhome_protect_subject(target text, subject text, app_writes text, clock_writes text)
language plpgsql as $$
begin
  call wayhome_protect_under(target, format(
    '(audience_id = any((select wayhome_audiences())::smallint[]) or %1$I = any((select wayhome_let_in())::uuid[])) '
    'and ((select wayhome_only_own()) or audience_id = any((select wayhome_audiences())::smallint[]) '
    'or audience_id = any((select wayhome_shared_audiences())::smallint[]) '
    'or %1$I = any((select wayhome_opened())::uuid[]) and audience_id = any((select wayhome_opened_audiences())::smallint[])) '
    'and (not restricted or %1$I = any((select wayhome_granted())::uuid[])) '
    'and ((select wayhome_none_shut()) or not (%1$I = any((select wayhome_excluded())::uuid[])))', subject),
    app_writes, clock_writes);
end $$;

-- Rows about a child, an adult, a context or (none of these) the partnership: as above, and of an adult or a context
-- only what the reader sees a record of. Those are asked by functions, whose own policies then cost a child's rows
-- nothing, not even planning. A grant for the partnership's own restricted rows names its authority.
create or replace procedure wayhome_protect_about(target text, app_writes text, clock_writes text)
language plpgsql as $$
begin
  call wayhome_protect_under(target, '(audience_id = any((select wayhome_audiences())::smallint[]) '
    'or child_id = any((select wayhome_let_in())::uuid[]) and (audience_id = any((select wayhome_shared_audiences())::smallint[]) '
    'or child_id = any((select wayhome_opened())::uuid[]) and audience_id = any((select wayhome_opened_audiences())::smallint[])) '
    'or (adult_id = any((select wayhome_opened())::uuid[]) or context_id = any((select wayhome_opened())::uuid[])) '
    'and audience_id = any((select wayhome_opened_audiences())::smallint[])) '
    'and (not restricted or coalesce(child_id, adult_id, context_id, authority_id) = any((select wayhome_granted())::uuid[])) '
    'and ((select wayhome_none_shut()) or not (coalesce(child_id, adult_id, context_id, authority_id) = any((select wayhome_excluded())::uuid[]))) '
    'and (adult_id is null or adult_id in (select wayhome_adults())) '
    'and (context_id is null or context_id in (select wayhome_contexts()))',
    app_writes, clock_writes);
end $$;

-- Rows that any signed-in person of the partnership may read, such as posts and colleagues.
create or replace procedure wayhome_protect_shared(target text, rule text, app_writes text)
language plpgsql as $$
begin
  call wayhome_clear(target);
  execute format('create policy app_reads on %I for select to wayhome_app using (%s)', target, rule);
  execute format('create policy clock_reads on %I for select to wayhome_clock using (true)', target);
  execute format('grant select on %I to wayhome_app, wayhome_clock', target);
  if app_writes <> '' then
    execute format('create policy app_writes on %I to wayhome_app using (%s) with check (%s)', target, rule, rule);
    execute format('grant %s on %I to wayhome_app', app_writes, target);
  end if;
end $$;

create or replace procedure wayhome_make_append_only(target text) language plpgsql as $$
begin
  execute format('create or replace trigger append_only before update or delete on %I for each row execute function wayhome_append_only()', target);
  execute format('create or replace trigger append_only_truncate before truncate on %I for each statement execute function wayhome_append_only()', target);
end $$;
