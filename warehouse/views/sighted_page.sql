-- Every sighting of an article with the page it is a sighting of.
-- The page is the bytes' own rel=canonical where that is on the sighting's host, else the sighting's own URL: the
-- same bytes on another site, or at another address without a canonical one, are another page.
create or replace view sighted_page as
select
    sighting.document_key,
    sighting.source_id,
    sighting.publisher,
    sighting.host,
    sighting.fetched_at,
    sighting.run,
    case
        when sighting.normalized_url is null then null
        when regexp_extract(extraction.page_canonical, '^https?://([^/:]+)', 1) = sighting.host
            then extraction.page_canonical
        else sighting.normalized_url
    end as page
from sighting
inner join extraction_current as extraction
    on sighting.document_key = extraction.document_key
where extraction.rejected is null;
comment on view sighted_page is 'Every sighting of an article with the page it is a sighting of: the canonical URL on the sighting''s host, else its own URL; null where it has none.';
