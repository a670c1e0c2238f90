-- Successive documents of one canonical URL: the page's own, else the one it was sighted at.
-- Sightings are in order of (fetched_at, document_key); neighbours with equal bytes are one revision, and a document
-- without a text (a consent wall, say) stands between no two revisions.
with placed as (
    select
        coalesce(extraction_current.canonical_url, sighting.normalized_url) as canonical_url,
        sighting.fetched_at,
        sighting.document_key
    from sighting
    join signature_current on signature_current.document_key = sighting.document_key
    left join extraction_current on extraction_current.document_key = sighting.document_key
),
followed as (
    select
        document_key,
        lead(document_key) over (partition by canonical_url order by fetched_at, document_key) as next_key
    from placed
    where canonical_url is not null
)
select distinct
    least(document_key, next_key) as left_key,
    greatest(document_key, next_key) as right_key
from followed
where next_key <> document_key
order by
    left_key,
    right_key;
