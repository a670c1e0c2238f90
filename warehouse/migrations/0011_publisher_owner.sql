-- Who owns the publishers of the collection; see claimhouse.resolve.owners.

create table publisher_owner (
    publisher varchar not null,
    owner varchar not null,
    step_digest varchar not null,
    valid_from_run bigint not null,
    valid_to_run bigint
);
comment on table publisher_owner is 'A publisher of the collection that the user''s publisher file names, with its owner; the others own themselves.';
comment on column publisher_owner.publisher is 'Publisher, as its documents or sightings name it.';
comment on column publisher_owner.owner is 'Its owner, as the publisher file names it.';
comment on column publisher_owner.step_digest is 'Step, version and settings that made the row: joins to ledger.step_digest.';
comment on column publisher_owner.valid_from_run is 'First run in which the row was current.';
comment on column publisher_owner.valid_to_run is 'First run in which the row was no longer current; null = current.';
