-- The ledger: people add to it, nobody changes it.
call wayhome_protect_subject('record_adult', 'id', 'insert', '');
call wayhome_protect_subject('record_context', 'id', 'insert', '');
call wayhome_protect_subject('record_child', 'id', 'insert', '');
call wayhome_protect_subject('record_childnow', 'child_id', '', 'insert, update, delete');
call wayhome_protect_about('record_fact', 'insert', '');
call wayhome_protect_about('record_supersession', 'insert', '');
call wayhome_make_append_only('record_fact');
call wayhome_make_append_only('record_supersession');
create or replace trigger stamp_recorded before insert on record_fact for each row execute function wayhome_stamp_recorded();
create or replace trigger stamp_recorded before insert on record_supersession for each row execute function wayhome_stamp_recorded();
