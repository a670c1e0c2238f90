-- What a document cost at a step, so that slow hosts are found.

alter table ledger add column seconds double;
comment on column ledger.seconds is 'Processor seconds that a batch step took over the document; null for other steps, where it did not end, and in rows of versions that did not count.';
