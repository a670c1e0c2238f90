-- All current titles.
select
    extraction.document_key as key,
    extraction.document_key,
    extraction.title_part as part,
    list_transform(
        list_filter(extraction.title_offsets, lambda run: run.width >= 0),
        lambda run: {'start': run.raw_start, 'end': run.raw_end}
    ) as raw_spans,
    extraction.title as quote,
    extraction.encoding,
    document.media_type,
    sighting.title_key
from extraction_current as extraction
inner join document using (document_key)
left join (
    select
        document_key,
        first(
            title_key
            order by
                fetched_at,
                source_id,
                url nulls last,
                publisher nulls last,
                given_title nulls last
        ) as title_key
    from sighting
    where title_key is not null
    group by document_key
) as sighting using (document_key)
where extraction.title is not null
order by key;
