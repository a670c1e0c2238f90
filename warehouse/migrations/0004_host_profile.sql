-- What the pages of a host repeat, learned in a step of its own; and what cleaning notes for it to learn from.

alter table block add column page_reason varchar;
alter table block add column recurrence_key ubigint;
comment on column block.page_reason is 'What the page alone says, where the profile of its host decided otherwise; null elsewhere.';
comment on column block.recurrence_key is 'xxh64 of the text as it was before any repair, in lower case, and of its place in the page''s template: equal on all pages that repeat it; null for what was cut out of a block.';

alter table extraction add column profile_digest varchar;
comment on column extraction.profile_digest is 'The profile of the host that cleaning took: joins to host_profile; null where the host had none.';

create table host_profile (
    host varchar not null,
    profile_digest varchar not null,
    texts bigint not null,
    step_digest varchar not null,
    valid_from_run bigint not null,
    valid_to_run bigint
);
comment on table host_profile is 'A version of what the pages of a host repeat; a new one makes the pages of that host due again.';
comment on column host_profile.host is 'Host of the first sighting''s URL.';
comment on column host_profile.profile_digest is 'sha256 of what cleaning reads of it, a part of the ledger key of the host''s pages: recurrence keys and reasons of its certain texts.';
comment on column host_profile.texts is 'Number of its certain texts.';
comment on column host_profile.step_digest is 'Step, version and settings that made the row: joins to ledger.step_digest.';
comment on column host_profile.valid_from_run is 'First run in which the row was current.';
comment on column host_profile.valid_to_run is 'First run in which the row was no longer current; null = current.';

create table host_profile_text (
    host varchar not null,
    recurrence_key ubigint not null,
    certain boolean not null,
    basis varchar not null,
    reason varchar not null,
    kind varchar not null,
    text varchar not null,
    pages bigint not null,
    kept_pages bigint not null,
    share double not null,
    step_digest varchar not null,
    valid_from_run bigint not null,
    valid_to_run bigint
);
comment on table host_profile_text is 'A text that recurs on a host''s pages and that cleaning alone keeps on some of them, with the evidence for what it is.';
comment on column host_profile_text.host is 'The host.';
comment on column host_profile_text.recurrence_key is 'Joins to block.recurrence_key.';
comment on column host_profile_text.certain is 'Whether cleaning drops it on the host''s pages, whatever a page alone says; only these are in the profile''s digest.';
comment on column host_profile_text.basis is 'Why it is furniture for certain, or what holds that back.';
comment on column host_profile_text.reason is 'The reason that a block dropped for it gets: the one that pages give most, else boilerplate.';
comment on column host_profile_text.kind is 'What it is in its pages.';
comment on column host_profile_text.text is 'The text as one of its pages has it.';
comment on column host_profile_text.pages is 'Different stories of the host that carry it: revisions, copies and pages of one headline count once.';
comment on column host_profile_text.kept_pages is 'Of these, the ones on which the page alone would keep it.';
comment on column host_profile_text.share is 'pages, as a share of all stories of the host.';
comment on column host_profile_text.step_digest is 'Step, version and settings that made the row: joins to ledger.step_digest.';
comment on column host_profile_text.valid_from_run is 'First run in which the row was current.';
comment on column host_profile_text.valid_to_run is 'First run in which the row was no longer current; null = current.';
