-- Readings of one story that give one telling figure are tied: the state of resolve is made anew with what ties them.
delete from resolve_run;
delete from resolve_reading;

alter table resolve_reading add column rule varchar;
alter table resolve_reading add column story varchar;
alter table resolve_reading add column figure varchar;
alter table resolve_reading add column cell_scope varchar;
alter table resolve_reading add column cell_attribute varchar;
alter table resolve_reading add column cell_value varchar;
comment on column resolve_reading.rule is 'As in claim_value.';
comment on column resolve_reading.story is 'Key of what its text is about: the event, else the entity; null where that is not known.';
comment on column resolve_reading.figure is 'The figure by which the reading is tied to others of its story; null where it is not telling enough.';
comment on column resolve_reading.cell_scope is 'The scope under which the reading is grouped: its own, or that of the readings it is tied to.';
comment on column resolve_reading.cell_attribute is 'The attribute under which the reading is grouped, likewise.';
comment on column resolve_reading.cell_value is 'The value under which the reading is grouped, likewise.';
