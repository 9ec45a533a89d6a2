-- Looks that deserve a question. Found by one function that the worker calls; read by who watches over the records. What a
-- rule compared with, such as a name or an address, stays for those who read it: a row names the fact behind it.
call wayhome_clear('record_homepostcode');
create policy app_reads on record_homepostcode for select to wayhome_app using (
  user_id = (select wayhome_user()) or authority_id = (select wayhome_authority()) and (select wayhome_administers()));
create policy app_inserts on record_homepostcode for insert to wayhome_app with check (
  authority_id = (select wayhome_authority()) and (select wayhome_administers()) and user_id <> (select wayhome_user()));
create policy app_changes on record_homepostcode for update to wayhome_app
  using (authority_id = (select wayhome_authority()) and (select wayhome_administers()) and user_id <> (select wayhome_user()))
  with check (authority_id = (select wayhome_authority()) and user_id <> (select wayhome_user()));
create policy app_removes on record_homepostcode for delete to wayhome_app using (
  authority_id = (select wayhome_authority()) and (select wayhome_administers()) and user_id <> (select wayhome_user()));
grant select, insert, update (postcode), delete on record_homepostcode to wayhome_app;

call wayhome_clear('record_oddlook');
create policy app_reads on record_oddlook for select to wayhome_app using (
  authority_id = (select wayhome_authority()) and (select wayhome_audits())
  and (subject is null or not (subject = any((select wayhome_barred())::uuid[])) and wayhome_sees(subject))
  and (behind is null or exists (select from record_fact f where f.id = behind) or exists (select from record_link l where l.id = behind)));
grant select on record_oddlook to wayhome_app;

-- What came of it: by who watches over the records, never about one's own look.
call wayhome_clear('record_oddlookanswer');
create policy app_reads on record_oddlookanswer for select to wayhome_app
  using (exists (select from record_oddlook o where o.id = odd_id));
create policy app_inserts on record_oddlookanswer for insert to wayhome_app with check (
  authority_id = (select wayhome_authority()) and by_user = (select wayhome_user()) and (select wayhome_audits())
  and exists (select from record_oddlook o where o.id = odd_id and o.user_id <> (select wayhome_user())));
grant select, insert on record_oddlookanswer to wayhome_app;
call wayhome_make_append_only('record_oddlookanswer');
create or replace trigger stamp_recorded before insert on record_oddlookanswer for each row execute function wayhome_stamp_recorded();

-- A surname as two people may share it: the last word, without case, accents or marks.
create or replace function wayhome_surname(name text) returns text language sql immutable as
$$ select btrim(regexp_replace(regexp_replace(lower(normalize(regexp_replace(btrim(name), '^.*\s', ''), nfkd)),
     '[\u0300-\u036f]', '', 'g'), '[^[:alnum:]]+', ' ', 'g')) $$;

-- Go through the looks of the days since the last time, and write down what meets a rule; the numbers are those of
-- protocols/odd-looks.yaml. Null when it is not due, or another worker is at it. Reads the trail by its moments, a day or
-- two of it, never a month: nobody learns from it who read what but who may read the rows.
create or replace function wayhome_find_odd_looks(said jsonb, moment timestamptz) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  last timestamptz; since timestamptz; today date := (moment at time zone 'Europe/London')::date; found int;
begin
  if not pg_try_advisory_xact_lock(hashtext('wayhome_find_odd_looks')) then return null; end if;
  select s.at into last from platform_stamp s where s.step = 'odd-looks';
  if last > moment - make_interval(mins => (said->>'every')::int) then return null; end if;
  -- From the midnight before the last look, so that a day is always counted whole; the first time, a week.
  since := (coalesce((last at time zone 'Europe/London')::date, today - 7)::timestamp) at time zone 'Europe/London';
  insert into platform_stamp (step, hash, at) values ('odd-looks', '', moment)
    on conflict (step) do update set at = excluded.at;

  create temporary table if not exists odd_opened (
    authority_id uuid, user_id uuid, agency_id uuid, subject uuid, at timestamptz, day date, hour int) on commit drop;
  truncate odd_opened;
  insert into odd_opened
    select e.authority_id, e.user_id, e.agency_id, (e.subjects->>0)::uuid, e.at, (e.at at time zone 'Europe/London')::date,
      extract(hour from e.at at time zone 'Europe/London')::int
    from platform_auditentry e
    where e.at >= since and e.at <= moment and e.verb = 'read' and e.user_id is not null and jsonb_array_length(e.subjects) = 1;
  delete from odd_opened o where not exists (select from record_child c where c.id = o.subject and c.authority_id = o.authority_id);
  create temporary table if not exists odd_found (
    authority_id uuid, rule text, user_id uuid, agency_id uuid, subject uuid, day date, first_at timestamptz,
    last_at timestamptz, times int, behind uuid) on commit drop;
  truncate odd_found;
  create temporary table if not exists odd_child (
    authority_id uuid, user_id uuid, agency_id uuid, subject uuid, day date, first_at timestamptz, last_at timestamptz, times int
  ) on commit drop;
  truncate odd_child;
  insert into odd_child
    select o.authority_id, o.user_id, (array_agg(o.agency_id))[1], o.subject, o.day, min(o.at), max(o.at), count(*)
    from odd_opened o group by o.authority_id, o.user_id, o.subject, o.day;

  if said ? 'own-postcode' then
    insert into odd_found
      select o.authority_id, 'own-postcode', o.user_id, o.agency_id, o.subject, o.day, o.first_at, o.last_at, o.times, f.id
      from odd_child o join record_homepostcode h on h.user_id = o.user_id
      cross join lateral (select f.id from record_fact f
        where f.child_id = o.subject and f.authority_id = o.authority_id and f.kind = 'child.address'
          and strpos(upper(regexp_replace(f.text, '\s', '', 'g')), h.postcode) > 0
          and not exists (select from record_supersession s where s.old_id = f.id)
        union all
        select l.id from record_link l join record_thing t on t.id in (l.from_thing_id, l.to_thing_id) and t.kind = 'address'
        where (l.from_child_id = o.subject or l.to_child_id = o.subject) and l.authority_id = o.authority_id
          and strpos(upper(regexp_replace(t.shown, '\s', '', 'g')), h.postcode) > 0
          and not exists (select from record_linkchange c where c.old_id = l.id)
        limit 1) f;
  end if;
  if said ? 'same-surname' then
    insert into odd_found
      select o.authority_id, 'same-surname', o.user_id, o.agency_id, o.subject, o.day, o.first_at, o.last_at, o.times, f.id
      from odd_child o join platform_user u on u.id = o.user_id
      join record_childnow n on n.child_id = o.subject and n.name <> ''
        and wayhome_surname(n.name) = wayhome_surname(u.display_name)
      cross join lateral (select f.id from record_fact f
        where f.child_id = o.subject and f.authority_id = o.authority_id and f.kind = 'child.name' and f.text = n.name
          and not exists (select from record_supersession s where s.old_id = f.id) order by f.recorded_at desc, f.id limit 1) f;
  end if;
  if said ? 'worked-once' then
    insert into odd_found
      select distinct on (o.authority_id, o.user_id, o.subject, o.day) o.authority_id, 'worked-once', o.user_id, o.agency_id,
        o.subject, o.day, o.first_at, o.last_at, o.times, f.id
      from odd_child o
      join record_childnow n on n.child_id = o.subject and n.allocated_worker is distinct from o.user_id
      join record_fact f on f.child_id = o.subject and f.authority_id = o.authority_id and f.kind = 'child.allocated-worker'
        and f.person = o.user_id
      where not exists (select from record_supersession s where s.old_id = f.id and s.new_id is null)
        and coalesce(f.holds_until, (select min(g.happened_from) from record_fact g
          where g.child_id = f.child_id and g.authority_id = f.authority_id and g.kind = f.kind and g.happened_from > f.happened_from))
          < o.first_at - make_interval(days => (said->'worked-once'->>'days')::int)
      order by o.authority_id, o.user_id, o.subject, o.day, f.happened_from desc;
  end if;
  if said ? 'no-work' then
    insert into odd_found
      select o.authority_id, 'no-work', o.user_id, o.agency_id, o.subject, o.day, o.first_at, o.last_at, o.times, null
      from odd_child o
      where not exists (select from record_fact f where f.child_id = o.subject and f.authority_id = o.authority_id
          and (f.by_agency_id = o.agency_id or f.person = o.user_id))
        and not exists (select from record_fact b where b.child_id = o.subject and b.authority_id = o.authority_id
          and b.kind = 'missing.began' and not exists (select from record_supersession s where s.old_id = b.id)
          and (coalesce(b.happened_until, b.told_at) > o.first_at - make_interval(days => (said->'no-work'->>'days')::int)
            or not exists (select from record_fact z where z.authority_id = b.authority_id and z.episode_id = b.episode_id
              and z.kind in ('missing.located', 'missing.returned', 'missing.closed', 'missing.recorded-in-error')
              and coalesce(z.happened_from, z.told_at) < o.first_at - make_interval(days => (said->'no-work'->>'days')::int))));
  end if;
  if said ? 'many-at-once' then
    insert into odd_found
      select c.authority_id, 'many-at-once', c.user_id, (array_agg(c.agency_id))[1], null, c.day, min(c.first_at), max(c.last_at),
        count(*), null
      from odd_child c group by c.authority_id, c.user_id, c.day
      having count(*) >= (said->'many-at-once'->>'day')::int or exists (
        select from odd_opened o where o.authority_id = c.authority_id and o.user_id = c.user_id and o.day = c.day
        group by o.hour having count(distinct o.subject) >= (said->'many-at-once'->>'hour')::int);
  end if;
  -- One's own days before: read by person and moment, and only of who opened many that day.
  if said ? 'more-than-usual' then
    insert into odd_found
      select c.authority_id, 'more-than-usual', c.user_id, (array_agg(c.agency_id))[1], null, c.day, min(c.first_at),
        max(c.last_at), count(*), null
      from odd_child c group by c.authority_id, c.user_id, c.day
      having count(*) >= (said->'more-than-usual'->>'least')::int and count(*) >= (said->'more-than-usual'->>'times')::int * (
        select case when count(*) >= (said->'more-than-usual'->>'days')::int then avg(d.many) end from (
          select count(distinct e.subjects->>0) as many from platform_auditentry e
          where e.authority_id = c.authority_id and e.user_id = c.user_id and e.verb = 'read' and jsonb_array_length(e.subjects) = 1
            and e.at < c.day::timestamp at time zone 'Europe/London'
            and e.at >= (c.day - 7 * (said->'more-than-usual'->>'weeks')::int)::timestamp at time zone 'Europe/London'
            and exists (select from record_child k where k.id = (e.subjects->>0)::uuid)
          group by (e.at at time zone 'Europe/London')::date) d);
  end if;
  if said ? 'out-of-hours' then
    insert into odd_found
      select o.authority_id, 'out-of-hours', o.user_id, (array_agg(o.agency_id))[1], null, o.day, min(o.at), max(o.at),
        count(distinct o.subject), null
      from odd_opened o join platform_agency g on g.id = o.agency_id
      where (o.hour >= (said->'out-of-hours'->>'from')::int or o.hour < (said->'out-of-hours'->>'until')::int)
        and not said->'out-of-hours'->'agencies' ? g.kind
        and not exists (select from platform_holding h join platform_post p on p.id = h.post_id
          where said->'out-of-hours'->'posts' ? p.role and h.from_at <= o.at and (h.until_at is null or h.until_at > o.at)
            and (h.user_id = o.user_id or exists (select from platform_leave l where l.user_id = h.user_id
              and l.covered_by_id = o.user_id and l.from_at <= o.at and l.until_at > o.at)))
      group by o.authority_id, o.user_id, o.day
      having count(distinct o.subject) >= (said->'out-of-hours'->>'records')::int;
  end if;
  -- Who was kept away since the last time: what they had looked at before, found by person and moment.
  if said ? 'before-kept-away' then
    insert into odd_found
      select x.authority_id, 'before-kept-away', x.user_id, (array_agg(e.agency_id))[1], x.subject,
        (x.recorded_at at time zone 'Europe/London')::date, min(e.at), max(e.at), count(*), null
      from platform_exclusion x join platform_auditentry e on e.authority_id = x.authority_id and e.user_id = x.user_id
        and e.at < x.recorded_at and e.at >= x.recorded_at - make_interval(days => (said->'before-kept-away'->>'days')::int)
        and e.verb = 'read' and e.subjects = jsonb_build_array(x.subject::text)
      where x.recorded_at >= since and x.recorded_at <= moment
      group by x.authority_id, x.user_id, x.subject, x.recorded_at;
  end if;

  -- What was explained of one person and one record is not asked again for a while.
  delete from odd_found f using record_oddlook o, record_oddlookanswer a
    where f.subject is not null and o.authority_id = f.authority_id and o.rule = f.rule and o.user_id = f.user_id
      and o.subject = f.subject and o.day < f.day and a.odd_id = o.id and a.outcome = 'explained'
      and a.recorded_at > moment - make_interval(days => (said->>'quiet-for')::int);
  insert into record_oddlook as o (id, authority_id, rule, user_id, agency_id, subject, day, first_at, last_at, times, behind)
    select gen_random_uuid(), f.authority_id, f.rule, f.user_id, f.agency_id, f.subject, f.day, f.first_at, f.last_at, f.times, f.behind
    from odd_found f join platform_user u on u.id = f.user_id and u.authority_id = f.authority_id
    on conflict (authority_id, rule, user_id, subject, day) do update
      set last_at = excluded.last_at, times = excluded.times where o.times is distinct from excluded.times;
  get diagnostics found = row_count;
  return found;
end $$;
revoke all on function wayhome_find_odd_looks(jsonb, timestamptz) from public;
grant execute on function wayhome_find_odd_looks(jsonb, timestamptz) to wayhome_clock;
