-- Readings and standings are projections; transitions and fired rungs are a trail.
call wayhome_protect_about('clocks_reading', '', 'insert, update, delete');
call wayhome_protect_subject('clocks_standing', 'child_id', '', 'insert, update, delete');
call wayhome_protect_about('clocks_transition', '', 'insert');
call wayhome_protect_about('clocks_firedrung', '', 'insert');
call wayhome_make_append_only('clocks_transition');
call wayhome_make_append_only('clocks_firedrung');
create or replace trigger announce_change after insert or update or delete on clocks_standing
  for each row execute function wayhome_announce_change();
-- Which release a partnership runs: read by everybody in it, written by the owner; the clock says when it has counted.
call wayhome_protect_shared('clocks_activation', 'authority_id = (select wayhome_authority())', '');
create policy clock_counts on clocks_activation for update to wayhome_clock using (true) with check (true);
grant update (counted_at) on clocks_activation to wayhome_clock;
