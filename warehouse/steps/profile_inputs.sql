-- What profiles are learned from: per document with a URL, its page and what the page alone says of its blocks. Nothing
-- of it depends on the profile in force, so a page that is cleaned again under a new profile is no new input.
with blocks as (
    select
        document_key,
        string_agg(
            concat_ws(' ', recurrence_key, coalesce(page_reason, reason), kind, length(text)),
            ',' order by position
        ) as told
    from block_current
    where recurrence_key is not null
    group by document_key
)
select
    sha256(to_json([
        'profile', extraction.document_key, extraction.host, extraction.canonical_url, extraction.publisher,
        extraction.title, to_json(extraction.authors)::varchar, blocks.told
    ])::varchar) as input_digest,
    extraction.document_key
from extraction_current as extraction
left join blocks using (document_key)
where extraction.host is not null
order by input_digest;
