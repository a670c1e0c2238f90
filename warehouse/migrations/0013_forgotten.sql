-- What was removed for good, and must not come again; see docs/operating.md.

create table forgotten (
    document_key varchar not null,
    page_digests varchar[] not null,
    removed_rows bigint not null,
    run bigint not null,
    forgotten_at timestamptz not null,
    finished_at timestamptz
);
comment on table forgotten is 'Documents that were removed for good by `claimhouse forget`: all that is kept of them. A source that brings one again has it left out.';
comment on column forgotten.document_key is 'sha256 of the payload, in hex; of the payload itself nothing is left.';
comment on column forgotten.page_digests is 'sha256 of each normalized address at which it was seen: these are not asked for again.';
comment on column forgotten.removed_rows is 'Rows that were removed.';
comment on column forgotten.run is 'Run that removed it.';
comment on column forgotten.forgotten_at is 'When that was.';
comment on column forgotten.finished_at is 'When its files, what fetching knew of it and the old snapshot were gone too; null where that was cut short: `claimhouse forget` of the same key goes on.';
