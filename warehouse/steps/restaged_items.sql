-- Documents with a step that is to be done again and that no source of this run brought: their first sightings, as items.
with brought as (
    select distinct document_key
    from incoming_item
    where document_key is not null
),
wanted as (
    select distinct document_key
    from ledger
    where
        valid_to_run is null
        and requeued_at is not null
        and document_key is not null
        and step in ('clean', 'sign', 'extract')
        and document_key not in (select document_key from document where raw_removed_at is not null)
        and document_key not in (select document_key from brought)
),
first_met as (
    select sighting.*
    from sighting
    inner join wanted using (document_key)
    qualify row_number() over (
        partition by sighting.document_key
        order by
            sighting.fetched_at,
            sighting.source_id,
            sighting.url nulls last,
            sighting.publisher nulls last,
            sighting.given_title nulls last,
            sighting.given_date nulls last,
            sighting.source,
            sighting.run,
            sighting.item
    ) = 1
)
select
    $items::bigint + row_number() over (order by first_met.document_key) - 1 as item,
    first_met.source,
    first_met.source_id,
    first_met.document_key,
    document.media_type,
    document.payload_bytes,
    first_met.input_digest,
    first_met.url,
    first_met.normalized_url,
    first_met.host,
    first_met.publisher,
    first_met.given_title,
    first_met.title_key,
    first_met.given_date,
    first_met.fetched_at,
    null::varchar as reason,
    null::varchar as message
from first_met
inner join document using (document_key)
order by item;
