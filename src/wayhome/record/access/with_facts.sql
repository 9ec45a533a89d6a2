-- What goes with a fact: its particulars, its file. Read by whoever reads the fact; people add, nobody changes.
call wayhome_protect_subject('record_particulars', 'child_id', 'insert', '');
call wayhome_protect_subject('record_document', 'child_id', 'insert', '');
call wayhome_make_append_only('record_particulars');
call wayhome_make_append_only('record_document');
create or replace trigger stamp_recorded before insert on record_document for each row execute function wayhome_stamp_recorded();
