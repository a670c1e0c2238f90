-- Conflicts
-- Where do the sources give one attribute of one subject different values, and is the difference open or explained?
-- see numbers_side_by_side: only claims that were brought to one attribute of one subject are compared; it shows all different numbers of a unit
-- see sentences: what is no number is compared by reading it
-- param about varchar default %: part of the subject, with % and _ as in like
-- param attribute varchar default %: name of the attribute, with % and _ as in like
-- param type varchar default % one of contradiction, reported_vs_confirmed, different_scope, different_date, rounding_compatible, superseded_by_revision: type of the conflict
-- param limit bigint default 200: rows at most
with asked as materialized (
    select *
    from conflict_current
    where
        subject ilike '%' || $about || '%'
        and attribute ilike $attribute
        and type ilike $type
    order by
        open desc,
        subject,
        attribute,
        conflict_key
    limit $limit::bigint
),
side as materialized (
    select
        conflict_key,
        unnest([left_group, right_group]) as group_key
    from asked
),
asked_claim as materialized (
    select
        group_key,
        claim_key,
        attribute,
        value
    from claim_group_current
    where group_key in (select group_key from side)
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
    conflict.conflict_key as conflict,
    conflict.type,
    conflict.open,
    conflict.subject,
    conflict.attribute,
    list(
        {
            'document': reading.document,
            'value': case
                when reading.value_kind = 'number' and reading.number is not null
                    then reading.number::double::union(number double, code varchar)
                when reading.value_kind = 'number' then null
                else reading.value::union(number double, code varchar)
            end,
            'value_min': reading.value_min,
            'value_max': reading.value_max,
            'unit': reading.unit,
            'text': reading.text,
            'sentence': reading.sentence,
            'modality': reading.modality,
            'attribution': reading.attribution,
            'publisher': reading.publisher,
            'published_at': reading.published_at
        }
        order by
            reading.value,
            reading.document,
            reading.char_start,
            reading.claim_key
    ) as "values",
    conflict.explanation
from asked as conflict
inner join side
    on conflict.conflict_key = side.conflict_key
inner join said as reading
    on side.group_key = reading.group_key
group by
    conflict.conflict_key,
    conflict.type,
    conflict.open,
    conflict.subject,
    conflict.attribute,
    conflict.explanation
order by
    conflict.open desc,
    conflict.subject,
    conflict.attribute,
    conflict.conflict_key;
