-- The ledger: people add to it, nobody changes it.
call wayhome_protect_subject('record_adult', 'id', 'insert', '');
call wayhome_protect_subject('record_context', 'id', 'insert', '');
call wayhome_protect_subject('record_child', 'id', 'insert', '');
call wayhome_protect_subject('record_childnow', 'child_id', '', 'insert, update, delete');
-- A child's row is read by whoever may know who the child is: one audience an agency. The planner cannot know which of
-- them a reader has and takes ten of as many as there are, which in a small partnership is everybody's rows. Told of a
-- hundred, it goes by the index of audiences.
alter table record_childnow alter column audience_id set (n_distinct = 100);
call wayhome_protect_about('record_fact', 'insert', '');
call wayhome_protect_about('record_supersession', 'insert', '');
call wayhome_make_append_only('record_fact');
call wayhome_make_append_only('record_supersession');
create or replace trigger stamp_recorded before insert on record_fact for each row execute function wayhome_stamp_recorded();
create or replace trigger stamp_recorded before insert on record_supersession for each row execute function wayhome_stamp_recorded();
