-- Numbers side by side
-- Which different numbers of one unit do the documents about something give, whatever they are of, and which give each?
-- param about varchar default %: part of the title or of a name in the document, with % and _ as in like
-- param kind varchar default % one of money, percent, count, duration, age, physical: kind of the quantity; % for all
-- param unit varchar default %: unit, with % and _ as in like: vote
-- param limit bigint default 100: rows at most
with given as (
    select
        quantity.kind,
        coalesce(quantity.unit, quantity.kind) as unit,
        coalesce(quantity.value, quantity.value_max, quantity.value_min) as amount,
        quantity.raw,
        quantity.document_key,
        quantity.field,
        quantity.char_start,
        extraction.source_id as document,
        extraction.publisher,
        trim(
            regexp_replace(
                substring(
                    case when quantity.field = 'title' then extraction.title else extraction.text end,
                    greatest(1, quantity.char_start - 59)::bigint,
                    (quantity.char_end - quantity.char_start + 120)::bigint
                ),
                '\s+',
                ' ',
                'g'
            )
        ) as around
    from quantity_current as quantity
    inner join extraction_current as extraction
        on quantity.document_key = extraction.document_key
    where
        quantity.kind not in ('date', 'ordinal')
        and quantity.kind like $kind
        and coalesce(quantity.unit, quantity.kind) ilike $unit
        and quantity.document_key not in (select document_key from superseded_document)
        and (
            extraction.title ilike '%' || $about || '%'
            or quantity.document_key in (
                select document_key
                from mention_current
                where name ilike '%' || $about || '%'
            )
        )
),
numbered as (
    select
        kind,
        unit,
        amount,
        arg_min(raw, (document, field, char_start)) as as_written,
        list(distinct document order by document) as documents,
        count(distinct coalesce(publisher, document)) as n_publishers,
        arg_min(around, (document, field, char_start)) as words_around
    from given
    where amount is not null
    group by
        kind,
        unit,
        amount
),
side_by_side as (
    select
        *,
        count(*) over one_unit as numbers_of_unit,
        max(len(documents)) over one_unit as most_documents
    from numbered
    window one_unit as (
        partition by kind, unit
    )
)
select
    kind,
    unit,
    amount,
    as_written,
    len(documents) as n_documents,
    n_publishers,
    documents,
    '… ' || words_around || ' …' as words_around
from side_by_side
where numbers_of_unit > 1
order by
    most_documents desc,
    kind,
    unit,
    n_documents desc,
    amount
limit $limit::bigint;
