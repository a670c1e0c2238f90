-- The documents that a person may mean, of whatever outcome: by the first characters of the key, or by the id of a
-- sighting; with the other revisions of its pages.
with meant as (
    select distinct document.document_key
    from document
    left join sighting
        on document.document_key = sighting.document_key
    where
        sighting.source_id = $document
        or (length($document) >= 6 and starts_with(document.document_key, lower($document)))
),
shown as (
    select
        document_key,
        min(source_id) as source_id,
        min(url) as url,
        list(distinct normalized_url order by normalized_url) filter (where normalized_url is not null) as pages
    from sighting
    where document_key in (select document_key from meant)
    group by document_key
)
select
    meant.document_key,
    shown.source_id,
    shown.url,
    coalesce(shown.pages, []) as pages,
    (
        select coalesce(list(distinct other.document_key order by other.document_key), [])
        from sighting as other
        where
            list_contains(shown.pages, other.normalized_url)
            and other.document_key <> meant.document_key
    ) as other_revisions
from meant
left join shown using (document_key)
order by meant.document_key;
