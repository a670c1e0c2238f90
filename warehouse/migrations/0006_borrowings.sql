-- What a document takes from elsewhere, and edges with their evidence; see claimhouse.records.documents and .claims.

create table borrowing (
    document_key varchar not null,
    kind varchar not null,
    name varchar not null,
    is_sure boolean not null,
    scope varchar not null,
    place varchar not null,
    block_position bigint,
    char_start bigint,
    char_end bigint,
    passage_start bigint,
    passage_end bigint,
    evidence varchar not null,
    ledger_digest varchar not null,
    valid_from_run bigint not null,
    valid_to_run bigint
);
comment on table borrowing is 'A passage by which a document shows that it takes from elsewhere; independence edges are joined from these rows.';
comment on column borrowing.document_key is 'The document.';
comment on column borrowing.kind is 'credit, citation or quotation.';
comment on column borrowing.name is 'Comparable name of the agency or outlet; for a quotation the hash of its words.';
comment on column borrowing.is_sure is 'Whether the name is surely an outlet''s; else it counts only where a publisher of the collection bears it.';
comment on column borrowing.scope is 'document or passage: what it speaks for.';
comment on column borrowing.place is 'text, block (a dropped block: a source line, a byline) or metadata.';
comment on column borrowing.block_position is 'Position of the dropped block; null elsewhere.';
comment on column borrowing.char_start is 'Start of the evidence in extraction.text or in the block''s text; null in metadata.';
comment on column borrowing.char_end is 'End (exclusive).';
comment on column borrowing.passage_start is 'Start in extraction.text of the sentence or quotation it speaks for; null for a whole document.';
comment on column borrowing.passage_end is 'End (exclusive).';
comment on column borrowing.evidence is 'The words that show it.';
comment on column borrowing.ledger_digest is 'Ledger key of the step that made the row: joins to ledger for step, version and settings.';
comment on column borrowing.valid_from_run is 'First run in which the row was current.';
comment on column borrowing.valid_to_run is 'First run in which the row was no longer current; null = current.';

-- The edges are made anew by the next run (their step has another version); their columns change with the table.
create table independence_edge_with_evidence (
    left_key varchar not null,
    right_key varchar not null,
    kind varchar not null,
    scope varchar not null,
    evidence varchar not null,
    char_start bigint,
    char_end bigint,
    passage_start bigint,
    passage_end bigint,
    step_digest varchar not null,
    valid_from_run bigint not null,
    valid_to_run bigint
);
insert into independence_edge_with_evidence by name
select
    *,
    'document' as scope
from independence_edge;
drop view if exists claim_group_support;
drop view if exists claim_origin;
drop view if exists independence_edge_current;
drop table independence_edge;
alter table independence_edge_with_evidence rename to independence_edge;
comment on table independence_edge is 'Why one document, or one passage of it, does not count as an origin beside another.';
comment on column independence_edge.left_key is 'The document that does not count beside the other one; for same_bytes both keys are the same.';
comment on column independence_edge.right_key is 'The document it does not count beside; for agency_credit, and for cites where the outlet''s own document is not in the collection, the comparable name of the agency or outlet.';
comment on column independence_edge.kind is 'same_bytes, near_duplicate, same_url, agency_credit, same_quote or cites.';
comment on column independence_edge.scope is 'document, or passage: only claims in sentences that overlap the passage.';
comment on column independence_edge.evidence is 'What shows it: the words of the left document, or what was compared.';
comment on column independence_edge.char_start is 'Start of those words in the left document''s text; null where they stand elsewhere.';
comment on column independence_edge.char_end is 'End (exclusive).';
comment on column independence_edge.passage_start is 'Start of the passage that the edge speaks for; null for a whole document.';
comment on column independence_edge.passage_end is 'End (exclusive).';
comment on column independence_edge.step_digest is 'Step, version and settings that made the row: joins to ledger.step_digest.';
comment on column independence_edge.valid_from_run is 'First run in which the row was current.';
comment on column independence_edge.valid_to_run is 'First run in which the row was no longer current; null = current.';
