-- The state of resolve is emptied: the run makes it anew.
delete from resolve_run;
delete from resolve_document;
delete from resolve_name;
delete from resolve_longer;
delete from resolve_link;
delete from resolve_atom;
delete from resolve_pair;
delete from resolve_told;
delete from resolve_foundation;
delete from resolve_question;
delete from resolve_reading;
