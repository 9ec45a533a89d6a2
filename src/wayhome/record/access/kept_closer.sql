-- Keeping one fact for fewer people, later: a row is added, and the trigger moves the whole chain of corrections and what
-- goes with it. Whoever reads the fact reads who decided and why; nobody changes or takes it away.
call wayhome_clear('record_keptcloser');
create policy app_reads on record_keptcloser for select to wayhome_app using (
  authority_id = (select wayhome_authority()) and exists (select from record_fact f where f.id = fact_id));
-- By who may decide about the record; to its readers of fewer classes also by the agency that told it. Only for people
-- named by somebody who is named, so that the fact stays in somebody's hands.
create policy app_inserts on record_keptcloser for insert to wayhome_app with check (
  authority_id = (select wayhome_authority()) and by_user = (select wayhome_user())
  and exists (select from record_fact f where f.id = fact_id and f.root_id = f.id and f.authority_id = record_keptcloser.authority_id
    and (f.child_id, f.adult_id, f.context_id) is not distinct from
      (record_keptcloser.child_id, record_keptcloser.adult_id, record_keptcloser.context_id)
    and (wayhome_keeps(coalesce(f.child_id, f.adult_id, f.context_id)) or audience_id is not null
      and f.by_agency_id = (select u.agency_id from platform_user u where u.id = (select wayhome_user()))))
  and (audience_id is not null or coalesce(child_id, adult_id, context_id) = any((select wayhome_granted())::uuid[])));
grant select, insert on record_keptcloser to wayhome_app;
create policy clock_reads on record_keptcloser for select to wayhome_clock using (true);
grant select on record_keptcloser to wayhome_clock;
call wayhome_make_append_only('record_keptcloser');
create or replace trigger stamp_recorded before insert on record_keptcloser for each row execute function wayhome_stamp_recorded();

-- Whether all who read one audience read the other.
create or replace function wayhome_within(closer smallint, audience smallint) returns boolean
language sql stable set search_path = public, pg_temp as
$$ select not exists (select from platform_reader r where r.audience_id = closer and not exists (
     select from platform_reader o where o.audience_id = audience and o.user_id = r.user_id and (not o.vetted or r.vetted))) $$;
revoke all on function wayhome_within(smallint, smallint) from public;

-- The one change an append-only row may see besides disposal: who reads it, and only by a trigger of the owner's. Never
-- for others than before: where the two sets of readers cross, it is for those named alone.
create or replace function wayhome_moved_closer(which regclass, these text, ids uuid[], closer smallint) returns void
language plpgsql set search_path = public, pg_temp as $$
begin
  perform set_config('wayhome.closer', 'yes', true);
  execute format('update %s set restricted = restricted or $2 is null '
    'or not (wayhome_within($2, audience_id) or wayhome_within(audience_id, $2)), '
    'audience_id = case when wayhome_within($2, audience_id) then coalesce($2, audience_id) else audience_id end where %s', which, these)
    using ids, closer;
  perform set_config('wayhome.closer', '', true);
end $$;
revoke all on function wayhome_moved_closer(regclass, text, uuid[], smallint) from public;

create or replace function wayhome_keep_closer() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare ids uuid[]; was platform_audience; now_read platform_audience;
begin
  select a.* into was from record_fact f join platform_audience a on a.id = f.audience_id where f.id = new.fact_id;
  if new.audience_id is not null then
    select * into now_read from platform_audience where id = new.audience_id;
    if now_read.agency_id <> was.agency_id or not wayhome_within(new.audience_id, was.id) then
      raise exception 'a fact is kept for fewer people, never for others' using errcode = 'check_violation';
    end if;
  end if;
  select array_agg(id) into ids from record_fact where root_id = new.fact_id and authority_id = new.authority_id;
  perform wayhome_moved_closer('record_fact', 'id = any($1)', ids, new.audience_id);
  perform wayhome_moved_closer('record_supersession', 'old_id = any($1)', ids, new.audience_id);
  perform wayhome_moved_closer('record_particulars', 'fact_id = any($1)', ids, new.audience_id);
  perform wayhome_moved_closer('record_document', 'fact_id = any($1)', ids, new.audience_id);
  return null;
end $$;
revoke all on function wayhome_keep_closer() from public;
create or replace trigger keep_closer after insert on record_keptcloser for each row execute function wayhome_keep_closer();

-- The facts that were kept closer and that the reader does not read: what names one of these, such as a link, is shut too.
create or replace function wayhome_closed_facts() returns uuid[]
language sql stable security definer set search_path = public, pg_temp as
$$ select coalesce(array_agg(f.id), '{}') from record_keptcloser k join record_fact f on f.root_id = k.fact_id
   where k.authority_id = wayhome_authority()
     and (not f.audience_id = any(wayhome_audiences())
       or f.restricted and not coalesce(f.child_id, f.adult_id, f.context_id, f.authority_id) = any(wayhome_granted())) $$;

-- A record sealed later is named by no other: what another record says of it, that both may be about one child, is shut.
create or replace function wayhome_keep_twins_closer() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare ids uuid[];
begin
  select array_agg(distinct f.root_id) into ids from record_fact f join record_child c on c.id = new.subject
    where f.authority_id = new.authority_id and f.kind = 'child.possibly-same' and f.child_id <> new.subject and f.text = c.reference;
  if new.sealed and ids is not null then
    select array_agg(id) into ids from record_fact where root_id = any(ids);
    perform wayhome_moved_closer('record_fact', 'id = any($1)', ids, null);
    perform wayhome_moved_closer('record_supersession', 'old_id = any($1)', ids, null);
    perform wayhome_moved_closer('record_particulars', 'fact_id = any($1)', ids, null);
  end if;
  return null;
end $$;
revoke all on function wayhome_keep_twins_closer() from public;
create or replace trigger keep_twins_closer after insert on platform_sealing for each row execute function wayhome_keep_twins_closer();

-- What the facts of one chain tell of: the ids behind a word of their sources, such as the action behind `action:`.
create or replace function wayhome_told_of(root uuid, what text, kinds text default '%') returns uuid[]
language sql stable set search_path = public, pg_temp as
$$ select coalesce(array_agg(substring(f.source from what || ':([0-9a-f-]{36})')::uuid), '{}') from record_fact f
   where f.root_id = root and f.kind like kinds and f.source ~ ('(^|: )' || what || ':[0-9a-f-]{36}') $$;
revoke all on function wayhome_told_of(uuid, text, text) from public;
