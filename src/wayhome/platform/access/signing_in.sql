-- Signing in: who looks after accounts, where a person is signed in, and what they had typed when that ended.

-- The administrator of the partnership, while they hold the post.
create or replace function wayhome_administers() returns boolean
language sql stable security definer set search_path = public, pg_temp as
$$ select exists (select from platform_holding h
     join platform_post p on p.id = h.post_id
     join platform_user u on u.id = h.user_id and u.is_active and u.authority_id = p.authority_id
     where h.user_id = wayhome_user() and p.role = 'administrator'
       and h.from_at <= statement_timestamp() and (h.until_at is null or h.until_at > statement_timestamp())) $$;

-- A sign-in is one's own: seen and ended by oneself, and by the administrator. Once ended it never begins again.
call wayhome_clear('platform_signin');
create policy app_reads on platform_signin for select to wayhome_app using (
  user_id = (select wayhome_user())
  or authority_id = (select wayhome_authority()) and (select wayhome_administers()));
create policy app_inserts on platform_signin for insert to wayhome_app with check (user_id = (select wayhome_user()));
create policy app_writes on platform_signin for update to wayhome_app
  using (ended_at is null and (user_id = (select wayhome_user())
    or authority_id = (select wayhome_authority()) and (select wayhome_administers())))
  with check (user_id = (select wayhome_user()) or ended_by = (select wayhome_user()));
create policy app_forgets on platform_signin for delete to wayhome_app
  using (user_id = (select wayhome_user()) and last_seen_at < now() - interval '90 days');
grant select, insert, delete on platform_signin to wayhome_app;
grant update (last_seen_at, ended_at, ended_by, ended_why) on platform_signin to wayhome_app;

-- Seconds that pass before it is written down again that somebody is still there.
create or replace function wayhome_seen_every() returns interval language sql immutable as $$ select interval '30 seconds' $$;

-- A person comes in by a sign-in: nobody, when it was ended or has lasted too long. `here` says whether the person did
-- something, or the page asked by itself; only the first counts as being there. One statement a request.
create or replace function platform_enter_signed_in(who uuid, sign_in uuid, idle interval, longest interval, here boolean)
returns setof platform_user language plpgsql as $$
declare seen timestamptz;
begin
  perform set_config('wayhome.user', who::text, true);
  select last_seen_at into seen from platform_signin
    where id = sign_in and user_id = who and ended_at is null
      and began_at > now() - longest and last_seen_at > now() - idle - wayhome_seen_every();
  if not found then
    perform set_config('wayhome.user', '', true);
    return;
  end if;
  if here and seen < now() - wayhome_seen_every() then
    update platform_signin set last_seen_at = now()
      where id = (select id from platform_signin where id = sign_in for update skip locked);
  end if;
  return query select * from platform_user where id = who and is_active;
end $$;

-- What was typed belongs to who typed it, and to nobody else: not the administrator either.
call wayhome_clear('platform_kept');
create policy app_own on platform_kept to wayhome_app
  using (user_id = (select wayhome_user())) with check (user_id = (select wayhome_user()));
grant select, insert, delete on platform_kept to wayhome_app;
-- The worker forgets what nobody came back for. It sees that it is old, never what it says.
create policy clock_forgets on platform_kept to wayhome_clock using (kept_at < now() - interval '1 day');
grant select (id, kept_at), delete on platform_kept to wayhome_clock;

-- Vetting by the police: known to everybody of the partnership, who may have to tell something in confidence; recorded
-- and ended by the administrator, never for themselves.
call wayhome_clear('platform_vetting');
create policy app_reads on platform_vetting for select to wayhome_app using (authority_id = (select wayhome_authority()));
create policy app_inserts on platform_vetting for insert to wayhome_app with check (
  authority_id = (select wayhome_authority()) and (select wayhome_administers())
  and by_user = (select wayhome_user()) and user_id <> (select wayhome_user()) and ended_at is null);
create policy app_ends on platform_vetting for update to wayhome_app
  using (authority_id = (select wayhome_authority()) and (select wayhome_administers()) and ended_at is null)
  with check (ended_by = (select wayhome_user()) and ended_at is not null);
grant select, insert on platform_vetting to wayhome_app;
grant update (ended_at, ended_by, ended_why) on platform_vetting to wayhome_app;
create or replace trigger stamp_recorded before insert on platform_vetting for each row execute function wayhome_stamp_recorded();

-- Teams, posts and who holds them: read by everybody (policies.sql), written by the administrator. Nobody puts
-- themselves in a post, so nobody gives themselves the trail to read, or the vetted's intelligence.
create policy app_adds on platform_team for insert to wayhome_app
  with check (authority_id = (select wayhome_authority()) and (select wayhome_administers()));
create policy app_adds on platform_post for insert to wayhome_app
  with check (authority_id = (select wayhome_authority()) and (select wayhome_administers()));
create policy app_adds on platform_holding for insert to wayhome_app with check (
  authority_id = (select wayhome_authority()) and (select wayhome_administers()) and user_id <> (select wayhome_user()));
create policy app_ends on platform_holding for update to wayhome_app
  using (authority_id = (select wayhome_authority()) and (select wayhome_administers())
    and (until_at is null or until_at > statement_timestamp()))
  with check (until_at is not null);
grant insert on platform_team, platform_post, platform_holding to wayhome_app;
grant update (until_at) on platform_holding to wayhome_app;

-- Somebody has left, or is back: the administrator's to say, and never of themselves. Returns whether it was done.
create or replace function platform_set_active(who uuid, active boolean) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not wayhome_administers() or who = wayhome_user() then
    return false;
  end if;
  update platform_user set is_active = active where id = who and authority_id = wayhome_authority();
  return found;
end $$;

-- A lost telephone: the second step is taken away, so that the person sets one up again at the next sign-in; single
-- sign-on is linked again then too.
create or replace function platform_forget_second_step(who uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not wayhome_administers() or who = wayhome_user()
     or not exists (select from platform_user where id = who and authority_id = wayhome_authority()) then
    return false;
  end if;
  delete from socialaccount_socialaccount where user_id = who;
  delete from mfa_authenticator where user_id = who;
  return found;
end $$;
