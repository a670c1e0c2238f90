-- The claims of groups, each with its sentence, page, date and speaker.
select
    reading.group_key,
    reading.claim_key,
    reading.document,
    reading.publisher,
    reading.url,
    reading.published_at,
    reading.field,
    reading.sentence,
    reading.text,
    reading.number::double as number,
    reading.modality,
    reading.negated,
    reading.attribution,
    coalesce(attribution.direct, false) as direct,
    attribution.speaker_kind,
    reading.counts
from claim_reading as reading
inner join claim_current as claim
    on reading.claim_key = claim.claim_key
left join attribution_current as attribution
    on claim.attribution_key = attribution.attribution_key
where list_contains($groups, reading.group_key)
order by
    reading.counts desc,
    reading.published_at nulls last,
    reading.document,
    reading.char_start,
    reading.claim_key;
