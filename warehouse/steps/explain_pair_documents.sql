-- The documents that a person may mean: by the first characters of the key, or by the id of a sighting.
select distinct
    extraction.document_key,
    extraction.source_id,
    extraction.title,
    coalesce(extraction.publisher, extraction.host) as publisher,
    extraction.url,
    extraction.published_at,
    extraction.text,
    cluster.cluster_key,
    cluster.representative
from extraction_current as extraction
left join cluster_current as cluster
    on extraction.document_key = cluster.document_key
left join sighting
    on extraction.document_key = sighting.document_key
where
    extraction.rejected is null
    and (
        extraction.source_id = $document
        or sighting.source_id = $document
        or (length($document) >= 6 and starts_with(extraction.document_key, lower($document)))
    )
order by extraction.document_key;
