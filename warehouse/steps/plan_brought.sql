-- Raw bytes that retention had removed are there again where a source brought them. Offered: incoming_item, of sources.
update document
set raw_removed_at = null
where
    raw_removed_at is not null
    and document_key in (select document_key from incoming_item);
