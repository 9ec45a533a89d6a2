-- A gesture: seen and made by whoever sees the duty; nobody changes one.
call wayhome_protect_about('worklists_gesture', 'insert', '');
call wayhome_make_append_only('worklists_gesture');
create or replace trigger stamp_recorded before insert on worklists_gesture for each row execute function wayhome_stamp_recorded();
-- Open lists look again when a duty changes hands or somebody is told.
create or replace trigger announce_change after insert on worklists_gesture
  for each row execute function wayhome_announce_change();
create or replace trigger announce_change after insert or update on worklists_notice
  for each row execute function wayhome_announce_change();

-- When one wants the day's e-mail: one's own choice. The clock notes that the day's was seen to.
call wayhome_clear('worklists_mailchoice');
create policy app_own on worklists_mailchoice to wayhome_app
  using (user_id = (select wayhome_user())) with check (user_id = (select wayhome_user()) and authority_id = (select wayhome_authority()));
create policy clock_all on worklists_mailchoice to wayhome_clock using (true) with check (true);
grant select, insert, update on worklists_mailchoice to wayhome_app, wayhome_clock;
