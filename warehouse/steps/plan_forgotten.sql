-- Items of documents that were forgotten are accounted for and left out, with nothing kept of them but the key; the
-- others are returned.
insert into sighting by name
select
    $run::bigint as run,
    item,
    source,
    'forgotten' as source_id,
    null as document_key,
    document_key as input_digest,
    null as url,
    null as normalized_url,
    null as host,
    null as publisher,
    null as given_title,
    null as title_key,
    null as given_date,
    $now::timestamptz as fetched_at,
    'known' as outcome,
    'forgotten' as reason
from incoming_item
where document_key in (select document_key from forgotten);

select *
from incoming_item
where
    document_key is null
    or document_key not in (select document_key from forgotten)
order by item;
