-- One ledger row for each extractor of a document; see claimhouse.extractors.registry.

alter table ledger add column extractor varchar;
alter table ledger add column note varchar;
alter table quarantine add column extractor varchar;

-- Until now there was one extractor. Its digests stay as they were made: the next run that meets a document extracts it
-- again, and these rows end.
update ledger
set extractor = 'rules'
where step = 'extract';

update quarantine
set extractor = 'rules'
where stage = 'extract';

comment on column ledger.extractor is 'Extractor, for rows of the step extract, which has one for each extractor; null for other steps.';
comment on column ledger.note is 'What an extractor could not do: "no statement extractor for xx" where it finds no statements in the document''s language.';
comment on column ledger.settings_digest is 'sha256 of the step''s settings and data files; of an extractor, its name and the versions it is made with are among them.';
comment on column quarantine.extractor is 'Extractor, where the stage is extract; null elsewhere.';
