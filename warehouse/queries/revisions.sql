-- Revisions
-- Which pages were seen with changed text, in which order, and which text is current?
with seen as (
    select distinct
        coalesce(extraction.canonical_url, sighting.normalized_url) as page,
        sighting.document_key,
        sighting.source_id,
        sighting.fetched_at
    from sighting
    left join extraction_current as extraction using (document_key)
    where sighting.normalized_url is not null
),
changed as (
    select
        *,
        document_key is distinct from lag(document_key) over (
            partition by page
            order by fetched_at, document_key
        ) as is_new
    from seen
),
revisions as (
    select
        page,
        document_key,
        source_id,
        fetched_at,
        row_number() over (partition by page order by fetched_at, document_key) as revision,
        count(*) over (partition by page) as revisions
    from changed
    where is_new
)
select
    page,
    revision,
    revision = revisions as is_current,
    source_id as document,
    fetched_at,
    document_key
from revisions
where revisions > 1
order by
    page,
    revision;
