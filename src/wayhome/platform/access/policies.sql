-- The platform's own tables. A person's row is needed to sign in, before anybody is known.
call wayhome_protect_shared('platform_user', 'true', '');
-- Signing in writes before anybody is known; after that a person changes only their own row.
create policy app_writes on platform_user for update to wayhome_app
  using ((select wayhome_user()) is null or id = (select wayhome_user()))
  with check ((select wayhome_user()) is null or id = (select wayhome_user()));
grant update (password, last_login) on platform_user to wayhome_app;
call wayhome_protect_shared('platform_authority', 'id = (select wayhome_authority())', '');
call wayhome_protect_shared('platform_agency', 'authority_id = (select wayhome_authority())', '');
call wayhome_protect_shared('platform_team', 'authority_id = (select wayhome_authority())', '');
call wayhome_protect_shared('platform_post', 'authority_id = (select wayhome_authority())', '');
call wayhome_protect_shared('platform_holding', 'authority_id = (select wayhome_authority())', '');
call wayhome_protect_shared('platform_leave', 'authority_id = (select wayhome_authority())', '');
call wayhome_protect_shared('platform_audience', 'authority_id = (select wayhome_authority())', '');
call wayhome_protect_shared('platform_reader', 'user_id = (select wayhome_user())', '');
call wayhome_protect_shared('platform_stamp', 'true', '');

-- What leaves: written by whoever causes it, read and delivered only by the worker as the clock.
call wayhome_clear('platform_outbox');
create policy app_inserts on platform_outbox for insert to wayhome_app with check (authority_id = (select wayhome_authority()));
create policy clock_all on platform_outbox to wayhome_clock using (true) with check (true);
grant insert on platform_outbox to wayhome_app;
grant select, insert, update on platform_outbox to wayhome_clock;

-- The sweep says when it last looked, so that a board can say when it did not.
create policy clock_stamps on platform_stamp to wayhome_clock using (step = 'sweep') with check (step = 'sweep');
grant insert, update on platform_stamp to wayhome_clock;

-- Letting another agency into a record: seen by everybody of the partnership who reads what is let out, and added only
-- by them, in their own name; so nobody lets themselves in.
call wayhome_clear('platform_sharing');
create policy app_reads on platform_sharing for select to wayhome_app using (
  authority_id = (select wayhome_authority())
  and (select wayhome_shared_audiences() <@ wayhome_audiences())
  and not (subject = any((select wayhome_excluded())::uuid[])));
create policy app_inserts on platform_sharing for insert to wayhome_app with check (
  authority_id = (select wayhome_authority()) and by_user = (select wayhome_user())
  and (select wayhome_shared_audiences() <@ wayhome_audiences())
  and not (subject = any((select wayhome_opened())::uuid[])));
grant select, insert on platform_sharing to wayhome_app;
call wayhome_make_append_only('platform_sharing');
create or replace trigger stamp_recorded before insert on platform_sharing for each row execute function wayhome_stamp_recorded();
