-- The current rows of table claim of the documents offered as chunk (document_key). A text that does not say when it was
-- published is taken to be of the time when it was first seen. One that says it was changed in the week after it came out
-- says what was known then: a page that is kept up to date carries the date of its first version.
with first_seen as (
    select
        document_key,
        min(fetched_at) as fetched_at
    from sighting
    where document_key in (select document_key from chunk)
    group by document_key
)
select
    claim.* replace (
        case
            when
                extraction.modified_at > claim.published_at
                and extraction.modified_at <= claim.published_at + interval 7 days
                then extraction.modified_at
            else coalesce(claim.published_at, first_seen.fetched_at)
        end as published_at
    )
from claim
left join extraction_current as extraction on extraction.document_key = claim.document_key
left join first_seen on first_seen.document_key = claim.document_key
where
    claim.valid_to_run is null
    and claim.document_key in (select document_key from chunk)
order by claim.claim_key;
