-- Every current claim as (subject, attribute, value), with its group, its sentence and its source.
create or replace view claim_reading as
select
    claim_group.group_key,
    claim_value.claim_key,
    claim_value.document_key,
    extraction.source_id as document,
    claim_value.subject_key,
    claim_value.subject,
    claim_value.attribute,
    claim_value.rule,
    claim_value.single_valued,
    claim_value.value_kind,
    claim_value.value,
    claim_value.number,
    claim_value.value_min,
    claim_value.value_max,
    claim_value.unit,
    case
        -- a day without a year and a second amount are no claim's quantity: they are shown by their value
        when claim_value.value_kind in ('number', 'date')
            and (claim_value.number is not distinct from quantity.value or claim_value.value like 'not %')
        then coalesce(quantity.raw, claim_value.value)
        else claim_value.value
    end as text,
    claim.quote as sentence,
    claim.field,
    claim.char_start,
    claim.modality,
    claim.negated,
    coalesce(claim.speaker_name, claim.speaker) as attribution,
    extraction.publisher,
    extraction.url,
    claim.published_at,
    claim.event_time,
    claim_value.counts
from claim_value_current as claim_value
inner join claim_group_current as claim_group
    on claim_value.claim_key = claim_group.claim_key
    and claim_value.attribute = claim_group.attribute
    and claim_value.value = claim_group.value
inner join claim_current as claim
    on claim_value.claim_key = claim.claim_key
inner join extraction_current as extraction
    on claim_value.document_key = extraction.document_key
left join quantity_current as quantity
    on claim.quantity_key = quantity.quantity_key;
comment on view claim_reading is 'Every current claim as (subject, attribute, value), with its group, its sentence and its source.';
