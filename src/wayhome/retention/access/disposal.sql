-- The one way in which anything of the ledger goes. It checks for itself what the pages check before: the day has come, no
-- hold stands, two people judged that it should go, one of them a data guardian, and the caller is one of the two.
-- What goes is found from the tables' own references, so that a table added later is not forgotten: every row that leads
-- to the child, and whatever leads to those. Entries of the audit trail about this child alone keep their leaf and lose
-- what they say, with the salt, so that the seals above them still stand. What statistics keep is counted first.

create or replace function wayhome_disposable(which uuid) returns text
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare p retention_proposal;
begin
  select * into p from retention_proposal where id = which and authority_id = wayhome_authority();
  if p.id is null or not (wayhome_reaches(p.child) or wayhome_audits() and not p.child = any(wayhome_barred())) then return 'There is no such proposal.'; end if;
  if p.ended_at is not null then return 'This was decided already.'; end if;
  if p.due_on > (now() at time zone 'Europe/London')::date then return 'The day has not come.'; end if;
  if exists (select from retention_hold h where h.child = p.child and h.ended_at is null) then
    return 'A hold stands: the record must stay until it is ended.'; end if;
  if exists (select from retention_judgement j where j.proposal_id = which and not j.dispose) then
    return 'Somebody judged that it should stay.'; end if;
  if (select count(distinct j.by_user) from retention_judgement j where j.proposal_id = which) < 2 then
    return 'Two people must have looked.'; end if;
  if not exists (select from retention_judgement j where j.proposal_id = which and j.by_user = wayhome_user()) then
    return 'Only somebody who judged it can dispose of it.'; end if;
  if not exists (select from retention_judgement j join platform_holding h on h.user_id = j.by_user
      join platform_post o on o.id = h.post_id and o.authority_id = p.authority_id and o.role = 'data-guardian'
      where j.proposal_id = which and h.from_at <= now() and (h.until_at is null or h.until_at > now())) then
    return 'A data guardian must be one of the two.'; end if;
  return '';
end $$;

create or replace function wayhome_dispose(which uuid) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  p retention_proposal; refusal text; ref record; moved bigint; added bigint;
  files jsonb := '[]'; part jsonb; counts jsonb := '{}'; entries jsonb; users uuid[];
begin
  perform pg_advisory_xact_lock(hashtext(which::text));
  refusal := wayhome_disposable(which);
  if refusal <> '' then raise exception '%', refusal using errcode = 'check_violation'; end if;
  select * into p from retention_proposal where id = which for update;
  perform wayhome_count_gone(p.child);
  create temporary table retention_doomed (tbl oid, id text, primary key (tbl, id)) on commit drop;
  insert into retention_doomed values ('record_child'::regclass, p.child::text);
  -- What names the child without a reference the database knows.
  for ref in select c.oid as tbl, a.attname as col, k.attname as pk
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname in ('subject', 'subject_id', 'child_id') and a.atttypid = 'uuid'::regtype
      join pg_index i on i.indrelid = c.oid and i.indisprimary join pg_attribute k on k.attrelid = c.oid and k.attnum = i.indkey[0]
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition loop
    execute format('insert into retention_doomed select %s, t.%I::text from %s t where t.%I = $1 on conflict do nothing',
      ref.tbl, ref.pk, ref.tbl::regclass, ref.col) using p.child;
  end loop;
  -- And whatever leads to those, until there is nothing more.
  loop
    moved := 0;
    for ref in select f.conrelid as tbl, f.confrelid as of, a.attname as col, format_type(a.atttypid, null) as typ, k.attname as pk
        from pg_constraint f join pg_attribute a on a.attrelid = f.conrelid and a.attnum = f.conkey[1]
        join pg_index i on i.indrelid = f.conrelid and i.indisprimary join pg_attribute k on k.attrelid = f.conrelid and k.attnum = i.indkey[0]
        where f.contype = 'f' and f.conparentid = 0 and f.confrelid in (select distinct tbl from retention_doomed) loop
      execute format('insert into retention_doomed select %s, t.%I::text from %s t where t.%I in '
        '(select d.id::%s from retention_doomed d where d.tbl = %s) on conflict do nothing',
        ref.tbl, ref.pk, ref.tbl::regclass, ref.col, ref.typ, ref.of);
      get diagnostics added = row_count;
      moved := moved + added;
    end loop;
    exit when moved = 0;
  end loop;
  -- The files: documents by their own id, papers that went out by the column that names them.
  for ref in select c.oid as tbl, case when c.relname = 'record_document' then 'id' else 'pack' end as col
      from pg_class c where c.oid in (select distinct tbl from retention_doomed) and (c.relname = 'record_document'
        or exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'pack')) loop
    execute format('select coalesce(jsonb_agg(t.%I), ''[]'') from %s t where t.id::text in '
      '(select d.id from retention_doomed d where d.tbl = %s) and t.%I is not null', ref.col, ref.tbl::regclass, ref.tbl, ref.col) into part;
    files := files || part;
  end loop;
  perform set_config('wayhome.disposing', 'yes', true);
  for ref in select d.tbl, c.relname, k.attname as pk, format_type(k.atttypid, null) as typ
      from (select distinct tbl from retention_doomed) d join pg_class c on c.oid = d.tbl
      join pg_index i on i.indrelid = d.tbl and i.indisprimary join pg_attribute k on k.attrelid = d.tbl and k.attnum = i.indkey[0] loop
    execute format('delete from %s t where t.%I in (select d.id::%s from retention_doomed d where d.tbl = %s)',
      ref.tbl::regclass, ref.pk, ref.typ, ref.tbl);
    get diagnostics added = row_count;
    counts := counts || jsonb_build_object(ref.relname, added);
  end loop;
  delete from record_thing t where t.authority_id = p.authority_id
    and not exists (select from record_link l where l.from_thing_id = t.id)
    and not exists (select from record_link l where l.to_thing_id = t.id);
  with blank as (
    update platform_auditentry e set subjects = '[]', what = '', through = '', salt = null, leaf = wayhome_audit_leaf(e)
    where authority_id = p.authority_id and subjects @> jsonb_build_array(p.child::text) and jsonb_array_length(subjects) = 1
      and salt is not null returning id)
  select coalesce(jsonb_agg(id order by id), '[]') into entries from blank;
  select array_agg(by_user order by recorded_at) into users from retention_judgement where proposal_id = which;
  update retention_judgement j set why = '' from retention_proposal o where o.id = j.proposal_id and o.child = p.child;
  update retention_hold set why = '', ended_why = '' where child = p.child;
  update retention_proposal set ended_at = now(), outcome = 'disposed' where id = which;
  insert into retention_tombstone (id, authority_id, child, proposal_id, rule, first_user, second_user, rows)
    values (gen_random_uuid(), p.authority_id, p.child, which, p.rule, users[1], users[2], counts);
  perform set_config('wayhome.disposing', '', true);
  return jsonb_build_object('files', files, 'entries', entries, 'rows', counts, 'child', p.child, 'rule', p.rule);
end $$;
revoke all on function wayhome_dispose(uuid), wayhome_disposable(uuid) from public;
grant execute on function wayhome_dispose(uuid), wayhome_disposable(uuid) to wayhome_app;
