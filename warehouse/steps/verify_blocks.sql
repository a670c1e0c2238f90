-- All current blocks, kept and dropped.
select
    block.document_key || ' ' || block.position as key,
    block.document_key,
    'payload' as part,
    block.raw_spans,
    block.text as quote,
    extraction.encoding,
    document.media_type,
    null::varchar as title_key
from block_current as block
inner join extraction_current as extraction using (document_key)
inner join document using (document_key)
order by
    block.document_key,
    block.position;
