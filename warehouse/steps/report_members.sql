-- The claims of groups, each with its sentence, page, time and speaker, and whether the page still says it.
with on_page as (
    select
        document_key,
        bool_or(is_current) as is_current
    from article
    group by document_key
)
select
    reading.group_key,
    reading.claim_key,
    reading.document,
    reading.publisher,
    reading.url,
    told.moment,
    told.moment_of,
    told.precision,
    coalesce(on_page.is_current, true) as is_current,
    reading.field,
    reading.char_start,
    reading.char_start + length(reading.sentence) as char_end,
    reading.sentence,
    reading.text,
    reading.number::double as number,
    reading.unit,
    reading.modality,
    reading.negated,
    reading.attribution,
    coalesce(attribution.direct, false) as direct,
    attribution.speaker_kind,
    reading.counts
from claim_reading as reading
inner join claim_current as claim
    on reading.claim_key = claim.claim_key
inner join document_moment as told
    on reading.document_key = told.document_key
left join on_page
    on reading.document_key = on_page.document_key
left join attribution_current as attribution
    on claim.attribution_key = attribution.attribution_key
where list_contains($groups, reading.group_key)
order by
    reading.counts desc,
    is_current desc,
    told.moment nulls last,
    reading.document,
    reading.char_start,
    reading.claim_key;
