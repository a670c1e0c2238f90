-- Readings of one story that give one telling figure are tied: the state of resolve is made anew with what ties them.
delete from resolve_run;
drop table resolve_reading;

create table resolve_reading (
    claim_key varchar not null,
    document_key varchar not null,
    member_key varchar not null,
    scope varchar not null,
    subject_key varchar,
    subject varchar not null,
    attribute varchar not null,
    rule varchar not null,
    value varchar not null,
    story varchar,
    figure varchar,
    cell_scope varchar not null,
    cell_attribute varchar not null,
    cell_value varchar not null,
    value_kind varchar not null,
    number decimal(38, 9),
    value_min decimal(38, 9),
    value_max decimal(38, 9),
    unit varchar,
    written varchar not null,
    may_conflict boolean not null,
    witness varchar,
    group_key varchar not null
);
comment on table resolve_reading is 'State of resolve: a claim brought to a value, as far as later runs compare with it.';
comment on column resolve_reading.claim_key is 'The claim.';
comment on column resolve_reading.document_key is 'The document.';
comment on column resolve_reading.member_key is 'Key of the reading as a member of its group.';
comment on column resolve_reading.scope is 'What values of one subject are compared within.';
comment on column resolve_reading.subject_key is 'As in claim_value.';
comment on column resolve_reading.subject is 'As in claim_value.';
comment on column resolve_reading.attribute is 'As in claim_value.';
comment on column resolve_reading.rule is 'As in claim_value.';
comment on column resolve_reading.value is 'As in claim_value.';
comment on column resolve_reading.story is 'Key of what its text is about: the event, else the entity; null where that is not known.';
comment on column resolve_reading.figure is 'The figure by which the reading is tied to others of its story; null where it is not telling enough.';
comment on column resolve_reading.cell_scope is 'The scope under which the reading is grouped: its own, or that of the readings it is tied to.';
comment on column resolve_reading.cell_attribute is 'The attribute under which the reading is grouped, likewise.';
comment on column resolve_reading.cell_value is 'The value under which the reading is grouped, likewise.';
comment on column resolve_reading.value_kind is 'As in claim_value.';
comment on column resolve_reading.number is 'As in claim_value.';
comment on column resolve_reading.value_min is 'As in claim_value.';
comment on column resolve_reading.value_max is 'As in claim_value.';
comment on column resolve_reading.unit is 'As in claim_value.';
comment on column resolve_reading.written is 'The value as written, in lower case.';
comment on column resolve_reading.may_conflict is 'Whether the attribute has one value of a known subject.';
comment on column resolve_reading.witness is 'What the claim has to say in a conflict, as JSON; null where it has nothing to say.';
comment on column resolve_reading.group_key is 'Its group.';
