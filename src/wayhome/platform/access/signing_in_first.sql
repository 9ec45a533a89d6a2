-- New accounts, and the link by which somebody sets a password: once, until a moment, and never one's own.

-- Which audiences somebody of a kind of agency reads, as the reading rules have it: the test of this file holds both together.
create or replace function wayhome_reading_rule(reader text, own boolean, recorder text, handling text) returns text
language sql immutable as
$$ select case
     when own or handling = any(case reader
       when 'social-care' then array['identity', 'missing', 'care', 'location']
       when 'police' then array['identity', 'missing', 'care', 'intelligence', 'location']
       when 'health' then array['identity', 'missing', 'health']
       when 'youth-justice' then array['identity', 'missing', 'care']
       when 'education' then array['identity', 'missing']
       when 'housing' then array['identity', 'missing']
       when 'voluntary' then array['identity', 'missing']
       else '{}'::text[] end) then 'always'
     when reader = 'social-care' and recorder = 'police' and handling = 'intelligence' then 'vetted' end $$;

-- Make the account of somebody of an agency of the administrator's own partnership, with what that agency's people read and
-- without a password. Null for anybody else who asks, for an agency or team elsewhere, and for an address that is taken.
create or replace function platform_add_account(said_email text, said_name text, said_work text, said_agency uuid, said_team uuid)
returns uuid language plpgsql security definer set search_path = public, pg_temp as $$
declare
  here uuid := wayhome_authority();
  made uuid := gen_random_uuid();
  address text := lower(btrim(said_email));
begin
  if not wayhome_administers() or btrim(said_name) = '' or address !~ '^[^@[:space:]]+@[^@[:space:]]+$'
     or not exists (select from platform_agency where id = said_agency and authority_id = here)
     or said_team is not null and not exists (select from platform_team where id = said_team and agency_id = said_agency)
     or exists (select from platform_user where lower(email) = address or lower(username) = address) then
    return null;
  end if;
  insert into platform_user (id, username, email, display_name, job_title, authority_id, agency_id, team_id, password,
      first_name, last_name, is_superuser, is_staff, is_active, date_joined)
    values (made, address, address, btrim(said_name), btrim(said_work), here, said_agency, said_team,
      '!' || replace(gen_random_uuid()::text, '-', ''), '', '', false, false, true, statement_timestamp())
    on conflict (username) do nothing;
  if not found then
    return null;
  end if;
  insert into platform_reader (user_id, audience_id, vetted)
    select made, read.id, read.rule = 'vetted' from (
      select a.id, wayhome_reading_rule(mine.kind, a.agency_id = said_agency, theirs.kind, a.handling) as rule
      from platform_audience a join platform_agency theirs on theirs.id = a.agency_id
      join platform_agency mine on mine.id = said_agency where a.authority_id = here) read
    where read.rule is not null;
  if (select count(*) from platform_reader where user_id = made) > 64 then
    raise exception 'nobody reads more than 64 audiences' using errcode = 'check_violation';
  end if;
  return made;
end $$;

-- Links are seen, made and ended by the administrator; only the digest of the secret is here.
call wayhome_clear('platform_invitation');
create policy app_reads on platform_invitation for select to wayhome_app
  using (authority_id = (select wayhome_authority()) and (select wayhome_administers()));
create policy app_inserts on platform_invitation for insert to wayhome_app with check (
  authority_id = (select wayhome_authority()) and (select wayhome_administers())
  and by_user = (select wayhome_user()) and user_id <> (select wayhome_user())
  and used_at is null and ended_at is null and until_at <= statement_timestamp() + interval '7 days 1 minute'
  and exists (select from platform_user u where u.id = user_id and u.is_active and u.authority_id = (select wayhome_authority())));
create policy app_ends on platform_invitation for update to wayhome_app
  using (authority_id = (select wayhome_authority()) and (select wayhome_administers()) and used_at is null and ended_at is null)
  with check (authority_id = (select wayhome_authority()) and ended_at is not null);
grant select, insert on platform_invitation to wayhome_app;
grant update (ended_at) on platform_invitation to wayhome_app;
create or replace trigger stamp_recorded before insert on platform_invitation for each row execute function wayhome_stamp_recorded();

-- Whose link this is while it is good: nobody is signed in yet, so it is known by its secret alone.
create or replace function platform_invited(secret_digest text) returns uuid
language sql stable security definer set search_path = public, pg_temp as
$$ select u.id from platform_invitation i join platform_user u on u.id = i.user_id and u.is_active
   where i.digest = secret_digest and i.used_at is null and i.ended_at is null and i.until_at > statement_timestamp() $$;

-- Use a link: it is good no more, nor is any other of the same person, and every sign-in of theirs ends. Null when it is
-- good no longer; of two who use it at once, one does.
create or replace function platform_use_invitation(secret_digest text) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare whose uuid;
begin
  update platform_invitation i set used_at = statement_timestamp()
    from platform_user u
    where u.id = i.user_id and u.is_active and i.digest = secret_digest
      and i.used_at is null and i.ended_at is null and i.until_at > statement_timestamp()
    returning i.user_id into whose;
  if whose is null then
    return null;
  end if;
  update platform_invitation set ended_at = statement_timestamp()
    where user_id = whose and used_at is null and ended_at is null;
  update platform_signin set ended_at = statement_timestamp(), ended_by = whose, ended_why = 'a new password was set by a link'
    where user_id = whose and ended_at is null;
  return whose;
end $$;
