-- The audit trail: a person writes only their own entries, dated within their own transaction, and reads only their
-- own. The place, the salt and the leaf are the database's to give.
create or replace function wayhome_audit_base() returns bigint language sql stable as
$$ select coalesce(max(base), 0) from platform_auditera $$;

create or replace function wayhome_audit_leaf() returns trigger language plpgsql as $$
begin
  new.position := wayhome_audit_base() + pg_current_xact_id()::text::bigint;
  new.salt := gen_random_uuid();
  new.leaf := sha256('\x00'::bytea || convert_to(jsonb_build_array(
    new.id, to_char(new.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), new.authority_id, new.user_id,
    new.agency_id, new.verb, new.what, new.through, new.subjects, new.salt, new.position)::text, 'UTF8'));
  return new;
end $$;

call wayhome_clear('platform_auditentry');
create policy app_inserts on platform_auditentry for insert to wayhome_app with check (
  user_id is not distinct from (select wayhome_user()) and at >= now() and at <= clock_timestamp());
create policy app_reads on platform_auditentry for select to wayhome_app using (user_id = (select wayhome_user()));
create policy clock_inserts on platform_auditentry for insert to wayhome_clock with check (
  user_id is null and at >= now() and at <= clock_timestamp());
-- The clock seals: it needs the leaf and its place, and never learns who read what.
create policy clock_reads on platform_auditentry for select to wayhome_clock using (true);
grant select, insert on platform_auditentry to wayhome_app;
grant select (position, id, leaf), insert on platform_auditentry to wayhome_clock;
grant usage on sequence platform_auditentry_id_seq to wayhome_app, wayhome_clock;
call wayhome_make_append_only('platform_auditentry');
create or replace trigger leaf before insert on platform_auditentry for each row execute function wayhome_audit_leaf();

-- Seals are added by the worker and never changed. What is under them is hashes only.
call wayhome_clear('platform_auditseal');
create policy clock_all on platform_auditseal to wayhome_clock using (true) with check (true);
grant select, insert on platform_auditseal to wayhome_clock;
call wayhome_make_append_only('platform_auditseal');

-- A restored database counts its transactions from the beginning again: an era lifts the places of what comes after.
call wayhome_protect_shared('platform_auditera', 'true', '');
call wayhome_make_append_only('platform_auditera');
