-- Articles: every canonical URL (the source id where there is none) at which a current document was seen.
create or replace view article as
select distinct
    sighting.document_key,
    sighting.source_id,
    coalesce(extraction.canonical_url, sighting.normalized_url, sighting.source_id) as article,
    coalesce(sighting.publisher, extraction.publisher, sighting.host) as publisher,
    not exists (
        select 1
        from independence_edge_current as edge
        where
            edge.kind = 'same_url'
            and edge.left_key = sighting.document_key
    ) as is_current
from sighting
inner join extraction_current as extraction
    on sighting.document_key = extraction.document_key
where extraction.rejected is null;
comment on view article is 'Articles: every canonical URL (the source id where there is none) at which a current document was seen; is_current is false for a revision that a later one replaced.';
