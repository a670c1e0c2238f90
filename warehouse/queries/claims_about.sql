-- Claims about an entity
-- What is claimed of somebody or something, by whom and how surely?
-- param entity varchar default %: part of the name as subject, object or party, with % and _ as in like
-- param limit bigint default 100: rows at most
with named as (
    select claim_key
    from claim_current
    where
        $entity <> '%'
        and (subject_name ilike '%' || $entity || '%' or object_name ilike '%' || $entity || '%')
),
asked_claim as materialized (
    select
        claim_value.claim_key,
        claim_value.attribute,
        claim_value.value
    from claim_value_current as claim_value
    inner join extraction_current as extraction
        on claim_value.document_key = extraction.document_key
    where
        claim_value.subject ilike '%' || $entity || '%'
        or claim_value.claim_key in (select claim_key from named)
    order by
        claim_value.subject,
        claim_value.attribute,
        extraction.source_id,
        claim_value.claim_key,
        claim_value.value
    limit $limit::bigint
),
-- the columns of claim_reading, for the claims asked for only
valued as materialized (
    select
        asked_claim.*,
        claim_value.document_key,
        claim_value.subject,
        claim_value.value_kind,
        claim_value.number,
        claim_value.value_min,
        claim_value.value_max,
        claim_value.unit
    from claim_value_current as claim_value
    inner join asked_claim
        on claim_value.claim_key = asked_claim.claim_key
        and claim_value.attribute = asked_claim.attribute
        and claim_value.value = asked_claim.value
),
stated as materialized (
    select
        claim.claim_key,
        claim.subject,
        claim.predicate,
        claim.object,
        claim.char_start,
        claim.quote,
        claim.modality,
        claim.negated,
        coalesce(claim.speaker_name, claim.speaker) as attribution,
        claim.published_at,
        claim.quantity_key
    from claim_current as claim
    where claim.claim_key in (select claim_key from asked_claim)
),
written as materialized (
    select
        quantity.quantity_key,
        quantity.raw,
        quantity.value
    from quantity_current as quantity
    where quantity.quantity_key in (select quantity_key from stated)
),
said as materialized (
    select
        valued.*,
        extraction.source_id as document,
        extraction.publisher,
        case
            when valued.value_kind in ('number', 'date')
                and (valued.number is not distinct from written.value or valued.value like 'not %')
            then coalesce(written.raw, valued.value)
            else valued.value
        end as text,
        stated.subject as subject_as_written,
        stated.predicate,
        stated.object,
        stated.quote as sentence,
        stated.char_start,
        stated.modality,
        stated.negated,
        stated.attribution,
        stated.published_at
    from valued
    inner join stated
        on valued.claim_key = stated.claim_key
    inner join extraction_current as extraction
        on valued.document_key = extraction.document_key
    left join written
        on stated.quantity_key = written.quantity_key
)
select
    reading.claim_key,
    reading.document,
    reading.subject,
    reading.attribute,
    reading.text,
    reading.subject_as_written,
    reading.predicate,
    reading.object,
    reading.modality,
    reading.negated,
    reading.attribution,
    reading.published_at,
    reading.sentence
from said as reading
order by
    reading.subject,
    reading.attribute,
    reading.document,
    reading.char_start,
    reading.claim_key,
    reading.value;
