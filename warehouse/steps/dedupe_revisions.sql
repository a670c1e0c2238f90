-- Successive documents of one canonical URL.
-- Sightings are in order of (fetched_at, document_key); neighbours with equal bytes are one revision, and a document
-- without a text (a consent wall, say) stands between no two revisions.
with placed as (
    select
        sighted_page.page,
        sighted_page.fetched_at,
        sighted_page.document_key
    from sighted_page
    join signature_current on signature_current.document_key = sighted_page.document_key
    where sighted_page.page is not null
),
followed as (
    select
        document_key,
        lead(document_key) over (partition by page order by fetched_at, document_key) as next_key
    from placed
)
select distinct
    least(document_key, next_key) as left_key,
    greatest(document_key, next_key) as right_key
from followed
where next_key <> document_key
order by
    left_key,
    right_key;
