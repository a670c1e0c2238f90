-- Numbers and who gives them
-- Which numbers stand near these words, in which document and on whose word?
-- see sentences: a number may stand where the words do not: look for words of its own
-- param words varchar default %: part of the sentence, or of the words around where no claim has the number; with % and _ as in like: records%stolen
-- param kind varchar default % one of money, percent, count, date, duration, age, ordinal, ratio, physical: kind of the quantity; % for all
-- param limit bigint default 100: rows at most
with placed as (
    select
        quantity.quantity_key,
        quantity.document_key,
        quantity.field,
        quantity.char_start,
        quantity.char_end,
        quantity.raw,
        quantity.kind,
        quantity.bound,
        quantity.unit,
        coalesce(quantity.value, quantity.value_max, quantity.value_min) as amount,
        extraction.source_id as document,
        extraction.publisher,
        substring(
            case when quantity.field = 'title' then extraction.title else extraction.text end,
            greatest(1, quantity.char_start - 99)::bigint,
            (quantity.char_end - quantity.char_start + 200)::bigint
        ) as around
    from quantity_current as quantity
    inner join extraction_current as extraction
        on quantity.document_key = extraction.document_key
    where quantity.kind like $kind
),
-- the claim that has the number, else the one in whose sentence it stands
stated as (
    select
        placed.quantity_key,
        arg_min(
            {
                'claim_key': claim.claim_key,
                'sentence': claim.quote,
                'modality': claim.modality,
                'negated': claim.negated,
                'said_by': coalesce(claim.speaker_name, claim.speaker)
            },
            (claim.quantity_key is distinct from placed.quantity_key, claim.claim_key)
        ) as claim
    from placed
    inner join claim_current as claim
        on placed.document_key = claim.document_key
        and placed.field = claim.field
        and placed.char_start >= claim.char_start
        and placed.char_end <= claim.char_start + length(claim.quote)
    group by placed.quantity_key
)
select
    case when placed.kind <> 'date' then placed.amount end as amount,
    placed.bound,
    placed.unit,
    placed.raw as as_written,
    placed.document,
    placed.publisher,
    told.moment as told_at,
    told.moment_of as time_of,
    stated.claim.modality as modality,
    stated.claim.negated as negated,
    stated.claim.said_by as said_by,
    coalesce(stated.claim.sentence, '… ' || trim(regexp_replace(placed.around, '\s+', ' ', 'g')) || ' …') as sentence,
    stated.claim.claim_key as claim_key,
    superseded.superseded_by
from placed
inner join document_moment as told
    on placed.document_key = told.document_key
left join stated
    on placed.quantity_key = stated.quantity_key
left join superseded_document as superseded
    on placed.document_key = superseded.document_key
where coalesce(stated.claim.sentence, placed.around) ilike '%' || $words || '%'
order by
    placed.unit nulls last,
    amount desc nulls last,
    told_at,
    placed.document,
    placed.field,
    placed.char_start,
    placed.quantity_key
limit $limit::bigint;
