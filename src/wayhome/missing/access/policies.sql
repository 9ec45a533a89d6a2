-- Episodes are a projection: written only by the projector, as the clock.
call wayhome_protect_subject('missing_episode', 'child_id', '', 'insert, update, delete');
create or replace trigger announce_change after insert or update or delete on missing_episode
  for each row execute function wayhome_announce_change();
