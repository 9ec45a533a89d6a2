-- A link is seen by who reads its audience and may see both its ends: so it can give away neither.
-- What a thing is shows only through a link that is seen; the link asks nothing of the thing, so neither asks the other.
call wayhome_clear('record_link');
create policy app_reads on record_link for select to wayhome_app using (
  audience_id = any((select wayhome_audiences())::smallint[])
  and (source_fact is null or not source_fact = any((select wayhome_closed_facts())::uuid[]))
  and (from_child_id is null or exists (select 1 from record_child c where c.id = from_child_id))
  and (to_child_id is null or exists (select 1 from record_child c where c.id = to_child_id))
  and (from_adult_id is null or from_adult_id in (select wayhome_adults()))
  and (to_adult_id is null or to_adult_id in (select wayhome_adults()))
  and (from_context_id is null or from_context_id in (select wayhome_contexts()))
  and (to_context_id is null or to_context_id in (select wayhome_contexts())));
create policy app_inserts on record_link for insert to wayhome_app with check (
  authority_id = (select wayhome_authority())
  and audience_id = any((select wayhome_audiences())::smallint[])
  and (source_fact is null or not source_fact = any((select wayhome_closed_facts())::uuid[]))
  and (from_child_id is null or exists (select 1 from record_child c where c.id = from_child_id))
  and (to_child_id is null or exists (select 1 from record_child c where c.id = to_child_id))
  and (from_adult_id is null or from_adult_id in (select wayhome_adults()))
  and (to_adult_id is null or to_adult_id in (select wayhome_adults()))
  and (from_context_id is null or from_context_id in (select wayhome_contexts()))
  and (to_context_id is null or to_context_id in (select wayhome_contexts())));
create policy clock_all on record_link to wayhome_clock using (true) with check (true);
grant select, insert on record_link to wayhome_app;
grant select on record_link to wayhome_clock;
call wayhome_make_append_only('record_link');
create or replace trigger stamp_recorded before insert on record_link for each row execute function wayhome_stamp_recorded();

call wayhome_clear('record_linkchange');
create policy app_reads on record_linkchange for select to wayhome_app using (
  audience_id = any((select wayhome_audiences())::smallint[])
  and exists (select 1 from record_link l where l.id = old_id));
create policy app_inserts on record_linkchange for insert to wayhome_app with check (
  authority_id = (select wayhome_authority())
  and audience_id = any((select wayhome_audiences())::smallint[])
  and exists (select 1 from record_link l where l.id = old_id));
create policy clock_all on record_linkchange to wayhome_clock using (true) with check (true);
grant select, insert on record_linkchange to wayhome_app;
grant select on record_linkchange to wayhome_clock;
call wayhome_make_append_only('record_linkchange');
create or replace trigger stamp_recorded before insert on record_linkchange for each row execute function wayhome_stamp_recorded();

call wayhome_clear('record_thing');
create policy app_reads on record_thing for select to wayhome_app using (
  authority_id = (select wayhome_authority())
  and (exists (select 1 from record_link l where l.from_thing_id = record_thing.id)
    or exists (select 1 from record_link l where l.to_thing_id = record_thing.id)));
create policy clock_all on record_thing to wayhome_clock using (true) with check (true);
grant select on record_thing to wayhome_app;
grant select on record_thing to wayhome_clock;
call wayhome_make_append_only('record_thing');

-- The id of a thing, written down now if it is new. Whoever asks learns nothing: an id drawn long ago looks like one drawn
-- now, and the row shows only through a link that is seen. A person asks for their own partnership, the owner for any.
create or replace function wayhome_thing(whose uuid, of_kind text, with_key text, as_shown text) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare found uuid;
begin
  if whose is distinct from wayhome_authority() and session_user <> 'wayhome_owner' then
    raise exception 'a thing is written down in the own partnership' using errcode = 'insufficient_privilege';
  end if;
  insert into record_thing (id, authority_id, kind, key, shown)
    values (gen_random_uuid(), whose, of_kind, with_key, as_shown) on conflict (authority_id, kind, key) do nothing;
  select id into strict found from record_thing where authority_id = whose and kind = of_kind and key = with_key;
  return found;
end $$;
