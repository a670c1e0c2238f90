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
    first_given_title.title_key
from extraction_current as extraction
inner join document using (document_key)
left join first_given_title using (document_key)
where extraction.title is not null
order by key;
