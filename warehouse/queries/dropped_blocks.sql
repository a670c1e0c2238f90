-- Dropped blocks by reason
-- What did cleaning leave out, and why?
-- param reason varchar default %: one reason; % for all
-- param document varchar default %: one document; % for all
-- param limit bigint default 100: rows at most
select
    block.reason,
    extraction.source_id as document,
    block.position,
    block.kind,
    block.text,
    block.score
from block_current as block
inner join extraction_current as extraction using (document_key)
where
    not block.kept
    and block.reason like $reason
    and extraction.source_id like $document
order by
    block.reason,
    document,
    block.position,
    block.document_key
limit $limit::bigint;
