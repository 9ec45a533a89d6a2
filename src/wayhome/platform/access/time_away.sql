-- Time away is written by colleagues of one's own agency: who of them may is the operation's to say.
create policy app_inserts on platform_leave for insert to wayhome_app with check (
  authority_id = (select wayhome_authority())
  and user_id in (select u.id from platform_user u where u.agency_id = (select o.agency_id from platform_user o where o.id = (select wayhome_user()))));
create policy app_moves on platform_leave for update to wayhome_app using (
  authority_id = (select wayhome_authority())
  and user_id in (select u.id from platform_user u where u.agency_id = (select o.agency_id from platform_user o where o.id = (select wayhome_user()))))
  with check (authority_id = (select wayhome_authority()));
grant insert, update (until_at, covered_by_id) on platform_leave to wayhome_app;
