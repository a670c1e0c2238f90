-- The ledger of migrations itself; the one file that is run before it is recorded.

create table if not exists migration (
    number bigint not null,
    name varchar not null,
    digest varchar not null,
    applied_at timestamptz not null
);
comment on table migration is 'Changes of the schema that have been applied, in order.';
comment on column migration.number is 'Number of the migration.';
comment on column migration.name is 'Name of its file.';
comment on column migration.digest is 'sha256 of its text; a file changed after release is an error.';
comment on column migration.applied_at is 'When it was applied.';
