-- How widely each group is supported, kept: what `corroboration` answers from. It follows from the current rows of other
-- tables; see warehouse/steps/resolve_support.sql.

create table group_support (
    group_key varchar not null,
    subject_key varchar,
    subject varchar not null,
    attribute varchar not null,
    rule varchar not null,
    value_kind varchar not null,
    value varchar not null,
    number decimal(38, 9),
    unit varchar,
    text varchar not null,
    n_claims bigint not null,
    n_counting bigint not null,
    n_articles bigint not null,
    n_publishers bigint not null,
    n_owners bigint not null,
    n_origins bigint not null
);
comment on table group_support is 'How widely each current group is supported; made anew by resolve. Only asserted and reported claims count.';
comment on column group_support.group_key is 'The group.';
comment on column group_support.subject_key is 'Entity or event that it is about.';
comment on column group_support.subject is 'Name of the subject.';
comment on column group_support.attribute is 'The attribute.';
comment on column group_support.rule is 'Rule by which one of its claims was brought to the attribute.';
comment on column group_support.value_kind is 'Kind of the value: number, date, class, text.';
comment on column group_support.value is 'The value in comparable form.';
comment on column group_support.number is 'The value as a number, null where it is none.';
comment on column group_support.unit is 'Unit of the number.';
comment on column group_support.text is 'The value as one of its claims writes it.';
comment on column group_support.n_claims is 'Claims in the group.';
comment on column group_support.n_counting is 'Claims that count: asserted and reported ones.';
comment on column group_support.n_articles is 'Articles that make the claim: canonical URLs, each by its current revision.';
comment on column group_support.n_publishers is 'Publishers of these articles.';
comment on column group_support.n_owners is 'Owners of these publishers, after the publisher file.';
comment on column group_support.n_origins is 'Origins independent of each other.';

-- The next run makes the state of resolve anew, and with it this table.
delete from resolve_run;
