-- Raw bytes that retention removed: nothing can be cleaned again from them.

alter table document add column raw_removed_at timestamptz;
comment on column document.raw_removed_at is 'When retention removed its raw bytes (maintenance.raw_days); null while they are kept, and again once a source has brought them.';
