-- A kept list: its maker's own, or shared with everybody of the maker's team. Only its maker takes it away.
call wayhome_clear('worklists_savedview');
create policy app_reads on worklists_savedview for select to wayhome_app using (
  authority_id = (select wayhome_authority())
  and (user_id = (select wayhome_user())
    or team_id = (select u.team_id from platform_user u where u.id = (select wayhome_user()))));
create policy app_inserts on worklists_savedview for insert to wayhome_app with check (
  authority_id = (select wayhome_authority()) and user_id = (select wayhome_user())
  and (team_id is null or team_id = (select u.team_id from platform_user u where u.id = (select wayhome_user()))));
create policy app_deletes on worklists_savedview for delete to wayhome_app using (user_id = (select wayhome_user()));
grant select, insert, delete on worklists_savedview to wayhome_app;
