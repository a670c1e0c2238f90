-- What is to be done again is marked, and stays what it was until it is done.

alter table ledger add column requeued_at timestamptz;

comment on column ledger.requeued_at is 'When it was asked to be done again, which the next run does; null where it was not.';
