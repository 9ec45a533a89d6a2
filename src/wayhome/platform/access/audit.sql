-- The audit trail: a person writes only their own entries, dated within their own transaction, and reads only their
-- own. The number, the place and the salt are the database's to give: nobody who writes may name those columns.
create or replace function wayhome_audit_base() returns bigint language sql volatile as
$$ select coalesce(pg_sequence_last_value('platform_auditera_base'::regclass), 0) $$;

alter table platform_auditentry
  alter column position set default wayhome_audit_base() + pg_current_xact_id()::text::bigint,
  alter column salt set default gen_random_uuid();

-- The leaf of an entry: the hash of everything it says.
create or replace function wayhome_audit_leaf(e platform_auditentry) returns bytea language sql stable as $$
  select sha256('\x00'::bytea || convert_to(jsonb_build_array(
    e.id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.authority_id, e.user_id,
    e.agency_id, e.verb, e.what, e.through, e.subjects, e.salt, e.position)::text, 'UTF8')) $$;

-- What the clock seals next: leaves in their order, and never who read what. Hashed here, many at once, because a leaf
-- that waited beside its entry would prove nothing: whoever can alter the one can alter the other. Only an entry that
-- lost what it said (a record disposed of) keeps its leaf itself. In one statement, so in one snapshot: what is read
-- and what is known to have ended belong together.
create or replace function wayhome_audit_ready(after_position bigint, after_id bigint, most int)
returns table (leaves bytea, last_position bigint, last_id bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select string_agg(r.leaf, ''::bytea order by r.position, r.id), max(r.position),
    (array_agg(r.id order by r.position desc, r.id desc))[1]
  from (select e.position, e.id, case when e.salt is null then e.leaf else wayhome_audit_leaf(e) end as leaf
    from platform_auditentry e
    where (e.position, e.id) > (after_position, after_id) and e.position <
      (select wayhome_audit_base() + pg_snapshot_xmin(pg_current_snapshot())::text::bigint)
    order by e.position, e.id limit most) r $$;
revoke all on function wayhome_audit_leaf(platform_auditentry), wayhome_audit_ready(bigint, bigint, int) from public;
grant execute on function wayhome_audit_ready(bigint, bigint, int) to wayhome_clock;

call wayhome_clear('platform_auditentry');
create policy app_inserts on platform_auditentry for insert to wayhome_app with check (
  user_id is not distinct from (select wayhome_user()) and at >= now() and at <= clock_timestamp());
create policy app_reads on platform_auditentry for select to wayhome_app using (user_id = (select wayhome_user()));
create policy clock_inserts on platform_auditentry for insert to wayhome_clock with check (
  user_id is null and at >= now() and at <= clock_timestamp());
grant select on platform_auditentry to wayhome_app;
grant insert (at, authority_id, user_id, agency_id, verb, what, through, subjects) on platform_auditentry
  to wayhome_app, wayhome_clock;
grant usage on sequence platform_auditentry_id_seq to wayhome_app, wayhome_clock;
grant select on sequence platform_auditera_base to wayhome_app, wayhome_clock;
call wayhome_make_append_only('platform_auditentry');

-- Seals are added by the worker and never changed. What is under them is hashes only.
call wayhome_clear('platform_auditseal');
create policy clock_all on platform_auditseal to wayhome_clock using (true) with check (true);
grant select, insert on platform_auditseal to wayhome_clock;
call wayhome_make_append_only('platform_auditseal');

-- A restored database counts its transactions from the beginning again: an era lifts the places of what comes after.
call wayhome_protect_shared('platform_auditera', 'true', '');
call wayhome_make_append_only('platform_auditera');

-- The data guardian, as above, and the auditor of a partnership read the whole of its trail.
create or replace function wayhome_audits() returns boolean
language sql stable security definer set search_path = public, pg_temp as
$$ select wayhome_guards() or exists (select from platform_holding h
     join platform_post p on p.id = h.post_id
     join platform_user u on u.id = h.user_id and u.is_active and u.authority_id = p.authority_id
     where h.user_id = wayhome_user() and p.role = 'auditor'
       and h.from_at <= statement_timestamp() and (h.until_at is null or h.until_at > statement_timestamp())) $$;

-- The trail, newest first, past the row policies so that the index over subjects serves; nothing for anybody else.
-- Of a record they are kept away from they read no entry, whoever made it.
-- An argument that is null leaves that choice open; `before` and `before_id` go on from the last line of a page.
create or replace function wayhome_audit_search(
  subject uuid, person uuid, agency uuid, since timestamptz, until timestamptz, before timestamptz, before_id bigint, most int)
returns table (id bigint, at timestamptz, user_id uuid, agency_id uuid, verb text, what text, through text, subjects jsonb)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  if not wayhome_audits() then
    return;
  end if;
  return query execute
    'select e.id, e.at, e.user_id, e.agency_id, e.verb, e.what, e.through, e.subjects from platform_auditentry e '
    'where e.authority_id = $1 and not e.subjects ?| $10'
    || case when subject is null then '' else ' and e.subjects @> jsonb_build_array($2::text)' end
    || case when person is null then '' else ' and e.user_id = $3' end
    || case when agency is null then '' else ' and e.agency_id = $4' end
    || case when since is null then '' else ' and e.at >= $5' end
    || case when until is null then '' else ' and e.at < $6' end
    || case when before is null then '' else ' and (e.at, e.id) < ($7, $8)' end
    || ' order by e.at desc, e.id desc limit $9'
    using wayhome_authority(), subject, person, agency, since, until, before, before_id, least(most, 500),
      wayhome_barred()::text[];
end $$;
